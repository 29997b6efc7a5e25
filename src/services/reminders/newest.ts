import type { OutboxRecord } from '../../store/models/outbox.ts';
import { type Context, requireAccount } from '../context.ts';

/** Where the newest reminder of the acting person stands; null when they were never reminded. */
export async function newestReminder(context: Context): Promise<NonNullable<OutboxRecord['posted']> | null> {
  const { id } = requireAccount(context);
  const sent = {
    tenantId: context.actor.tenantId,
    'about.id': id,
    template: 'reminder',
    status: 'sent',
  } as const;
  const row = await context.store.outbox.findOne(sent, { posted: 1 }).sort({ _id: -1 }).lean();
  return row?.posted ?? null;
}
