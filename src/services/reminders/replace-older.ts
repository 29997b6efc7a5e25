import type { OutboxRecord } from '../../store/models/outbox.ts';
import { command } from '../command.ts';
import { contextFor, type Runtime } from '../context.ts';
import { othersSent } from './others.ts';

/** Longer than until the message that has just been posted is stored as sent, in milliseconds. */
const storingMs = 2_000;

/**
 * A reminder was posted: the older ones of the same person that still have buttons lose them, so that only the newest has to be
 * written anew when something ends. Those that were missed before are found as well.
 */
export async function replaceOlder(runtime: Runtime, row: OutboxRecord): Promise<void> {
  const { _id: newest, tenantId, about, attempts } = row;
  const older = await runtime.store.outbox
    .find({ ...othersSent(row), shows: { $exists: true } }, { _id: 1 })
    .lean();
  if (older.length === 0) return;
  const actor = { kind: 'system', tenantId, name: 'delivery' } as const;
  const context = contextFor(runtime, actor, `reminder-replaced:${newest}:${attempts}`);
  await command(context, 'reminder.replace-older', async ({ send }) => {
    const notBefore = new Date(context.now().getTime() + storingMs);
    for (const { _id: copyOf } of older) {
      const key = `refresh:${copyOf}:${context.commandId}`;
      send({ key, template: 'reminder', about, to: { via: 'refresh', copyOf }, notBefore });
    }
  });
}

/** Whether a newer reminder has reached the same person. */
export async function isReplaced({ store }: Pick<Runtime, 'store'>, row: OutboxRecord): Promise<boolean> {
  const { _id, tenantId, about, endedAt } = row;
  if (endedAt === null) return false;
  const newer = {
    tenantId,
    'about.id': about.id,
    template: 'reminder' as const,
    'to.via': 'slack' as const,
    status: 'sent' as const,
    $or: [{ endedAt: { $gt: endedAt } }, { endedAt, _id: { $gt: _id } }],
  };
  return (await store.outbox.exists(newer)) !== null;
}
