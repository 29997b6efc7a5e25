import type { OutboxRecord } from '../../store/models/outbox.ts';
import { command, type Effects } from '../command.ts';
import { type Context, contextFor, type Runtime } from '../context.ts';
import { ownerDestinations, toEach } from '../recipients.ts';
import { organizationOf } from './organization-of.ts';

type Row = Pick<OutboxRecord, 'tenantId' | 'template' | 'about' | 'to'>;

/** The owners hear, once a day, that their notification address refuses mail. Any other row does nothing. */
export async function tellOfRefusedNotification(runtime: Runtime, row: Row): Promise<void> {
  if (row.template !== 'request-opened' || row.to.via !== 'mail') return;
  const organizationId = await organizationOf(runtime, row);
  if (!organizationId) return;
  const key = `notification-refused:${organizationId}`;
  await onceADay(runtime, row.tenantId, key, async (context, { send }, daily) => {
    const about = { type: 'organization', id: organizationId } as const;
    const owners = await ownerDestinations(context, organizationId);
    const message = { key: daily, template: 'notification-refused', about } as const;
    for (const each of toEach(owners, message)) send(each);
  });
}

/** The owners of all organizations hear, once a day, that no mail can leave (A59). */
export async function tellOfStoppedMail(runtime: Runtime, tenantId: string): Promise<void> {
  await onceADay(runtime, tenantId, 'mail-stopped', async (context, { send }, daily) => {
    const about = { type: 'tenant', id: tenantId } as const;
    const message = { key: daily, template: 'mail-stopped', about } as const;
    for (const each of toEach(await ownerDestinations(context), message)) send(each);
  });
}

/** The id of the command is that of the day, so that a repeat does nothing. It is looked for first: every mail of an outage comes by. */
async function onceADay(
  runtime: Runtime,
  tenantId: string,
  key: string,
  tell: (context: Context, effects: Effects, daily: string) => Promise<void>,
): Promise<void> {
  const daily = `${key}:${runtime.now().toISOString().slice(0, 10)}`;
  const context = contextFor(runtime, { kind: 'system', tenantId, name: 'delivery' }, daily);
  const name = 'outbox.tell-owners';
  if (await runtime.store.commands.exists({ tenantId, commandId: daily, name })) return;
  await command(context, name, (effects) => tell(context, effects, daily));
}
