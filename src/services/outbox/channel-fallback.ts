import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import { command, type Effects } from '../command.ts';
import { type Context, contextFor, type Runtime } from '../context.ts';
import {
  approverDestinations,
  approverMessages,
  directMessages,
  ownerDestinations,
  toEach,
} from '../recipients.ts';
import { isPerson } from './channel-state.ts';
import { endOf } from './outcomes.ts';

/**
 * What could not be posted in an approvals channel reaches the approvers all the same: the card goes to each of them, and
 * whoever chose the channel is told, once a day (A53). A repeat for the same row does nothing.
 */
export async function fallBackFromChannel(runtime: Runtime, row: OutboxRecord): Promise<void> {
  const { tenantId, to } = row;
  if (to.via !== 'slack' || isPerson(to.channel)) return;
  const actor = { kind: 'system', tenantId, name: 'delivery' } as const;
  const context = contextFor(runtime, actor, `channel-fallback:${endOf(row)}`);
  await command(context, 'outbox.channel-fallback', async (effects) => {
    const organization = await affectedOrganization(context, row);
    if (!organization) return;
    await sendCards(context, effects, row, organization);
    if (organization.approvalsChannelId === to.channel) {
      await noteUnreachable(context, organization, to.channel);
      await tellConfigurer(context, effects, organization, to.channel);
    }
  });
}

async function affectedOrganization(
  context: Context,
  { tenantId, template, about }: OutboxRecord,
): Promise<OrganizationRecord | null> {
  const isOwn = template === 'approvals-here';
  const organizationId = isOwn ? about.id : (await waiting(context, about))?.organizationId;
  return context.store.organizations.findOne({ _id: organizationId ?? '', tenantId }).lean();
}

/** What a card asks about, while it still waits for an answer. */
async function waiting(
  { store, actor: { tenantId } }: Context,
  { type, id: _id }: OutboxRecord['about'],
): Promise<{ organizationId: string; accountId: string | null } | null> {
  if (type === 'request') return store.accessRequests.findOne({ _id, tenantId, status: 'pending' }).lean();
  if (type === 'invitation') return store.invitations.findOne({ _id, tenantId, status: 'proposed' }).lean();
  return null;
}

/** To the channel that was chosen in the meantime, or else to each approver. */
async function sendCards(
  context: Context,
  { send }: Effects,
  row: OutboxRecord,
  organization: OrganizationRecord,
): Promise<void> {
  const { template, about, to } = row;
  const isCard = template === 'request-opened' || template === 'proposal';
  const asked = isCard ? await waiting(context, about) : null;
  if (!asked || to.via !== 'slack') return;
  const isCurrent = organization.approvalsChannelId === to.channel;
  const find = isCurrent ? approverMessages : approverDestinations;
  const destinations = await find(context, organization, asked.accountId);
  const message = { key: `channel-fallback:${endOf(row)}`, template, about };
  for (const each of toEach(distinct(destinations), message)) send(each);
}

/** Home and the settings say so until another channel is chosen, or this one takes a message again. */
async function noteUnreachable(
  { store }: Context,
  { _id, tenantId }: OrganizationRecord,
  unreachableChannelId: string,
): Promise<void> {
  await store.organizations.updateOne({ _id, tenantId }, { $set: { unreachableChannelId } });
}

async function tellConfigurer(
  context: Context,
  { send }: Effects,
  { _id, tenantId, configuredBy }: OrganizationRecord,
  channel: string,
): Promise<void> {
  const day = context.now().toISOString().slice(0, 10);
  const key = `channel-unreachable:${_id}:${channel}:${day}`;
  const told = await context.store.outbox.exists({ tenantId, key: { $gte: `${key}:`, $lt: `${key};` } });
  if (told) return;
  const configurer = await directMessages(context, [configuredBy]);
  const readers = configurer.length > 0 ? configurer : await ownerDestinations(context, _id);
  const about = { type: 'organization', id: _id } as const;
  for (const each of toEach(distinct(readers), { key, template: 'channel-unreachable', about })) send(each);
}

function distinct<To extends { channel: string }>(destinations: To[]): To[] {
  return [...new Map(destinations.map((to) => [to.channel, to])).values()];
}
