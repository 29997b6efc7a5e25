import type { OutboxRecord } from '../../store/models/outbox.ts';
import { command } from '../command.ts';
import { contextFor, type Runtime } from '../context.ts';
import { isPerson } from './channel-state.ts';
import { organizationOf } from './organization-of.ts';

/**
 * A direct message that stood in for the approvals channel cannot be delivered either: the notification address gets a mail, once a
 * day (A53). Any other row does nothing.
 */
export async function mailInstead(runtime: Runtime, row: OutboxRecord): Promise<void> {
  const { tenantId, key, to } = row;
  const standsIn = /^channel-(?:fallback|unreachable):/.test(key);
  if (!standsIn || to.via !== 'slack' || !isPerson(to.channel)) return;
  const organizationId = await organizationOf(runtime, row);
  const organization = await runtime.store.organizations
    .findOne({ _id: organizationId ?? '', tenantId })
    .lean();
  if (!organization) return;
  const { _id: id, notificationEmail: address } = organization;
  const daily = `channel-mail:${id}:${runtime.now().toISOString().slice(0, 10)}`;
  const context = contextFor(runtime, { kind: 'system', tenantId, name: 'delivery' }, daily);
  await command(context, 'outbox.mail-instead', async ({ send }) => {
    const about = { type: 'organization', id } as const;
    send({ key: daily, template: 'channel-unreachable', about, to: { via: 'mail', address } });
  });
}
