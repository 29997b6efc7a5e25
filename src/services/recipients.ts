import type { Destination, OutgoingMessage } from '../domain/messages.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import type { OrganizationRecord } from '../store/models/organization.ts';
import { type Holder, holdersOf, inTime, rolesIn } from './authority.ts';
import type { Context } from './context.ts';
import { stillAllowedInWorkgroup } from './workgroups/authority.ts';

type SlackDestination = Extract<Destination, { via: 'slack' }>;

/** The direct message to each of these accounts that is not deactivated: to the Slack identity that each linked first. */
export async function directMessages(context: Context, accountIds: string[]): Promise<SlackDestination[]> {
  if (accountIds.length === 0) return [];
  const accounts = await context.store.accounts
    .find(
      { tenantId: context.actor.tenantId, _id: { $in: accountIds }, deactivatedAt: { $exists: false } },
      { identityKeys: 1 },
    )
    .lean();
  return accounts.flatMap(directMessageTo);
}

/** Where approvers of an organization are told: its approvals channel, else each of them, except the one it is about. */
export async function approverDestinations(
  context: Context,
  organization: OrganizationRecord,
  exceptAccountId: string | null,
): Promise<SlackDestination[]> {
  if (organization.approvalsChannelId) return [{ via: 'slack', channel: organization.approvalsChannelId }];
  return approverMessages(context, organization, exceptAccountId);
}

/** The direct message to each approver of an organization, except the one it is about. */
export async function approverMessages(
  context: Context,
  organization: OrganizationRecord,
  exceptAccountId: string | null,
): Promise<SlackDestination[]> {
  const holders = await holdersOf(context, context.actor.tenantId, organization._id, 'request:decide');
  return holders.filter((holder) => holder.accountId !== exceptAccountId).flatMap(directMessageTo);
}

/** Whoever invited; the owners when that person has left the organization, or cannot be told. */
export async function inviterDestinations(
  context: Context,
  { organizationId, invitedBy, access }: Pick<InvitationRecord, 'organizationId' | 'invitedBy' | 'access'>,
): Promise<SlackDestination[]> {
  const roles = await rolesIn(context, organizationId, [invitedBy]);
  const isThere =
    roles.has(invitedBy) ||
    (access?.kind === 'workgroup' &&
      (await stillAllowedInWorkgroup(context, organizationId, access, invitedBy)));
  const inviter = isThere ? await directMessages(context, [invitedBy]) : [];
  return inviter.length > 0 ? inviter : ownerDestinations(context, organizationId);
}

/** The owners of these organizations, each once. */
export async function ownerDestinations(
  context: Context,
  organizationId?: string,
): Promise<SlackDestination[]> {
  const { tenantId } = context.actor;
  const grants = await context.store.grants
    .find({
      tenantId,
      status: 'active',
      'access.kind': 'organization',
      'access.role': 'owner',
      ...inTime(context.now()),
      ...(organizationId === undefined ? {} : { organizationId }),
    })
    .limit(200)
    .lean();
  return directMessages(context, [...new Set(grants.map((grant) => grant.accountId))]);
}

/** One message of a kind to each destination; the keys differ by the destination. */
export function toEach(
  destinations: SlackDestination[],
  message: Omit<OutgoingMessage, 'to'>,
): OutgoingMessage[] {
  return destinations.map((to) => ({ ...message, key: `${message.key}:${to.channel}`, to }));
}

/** The direct message to somebody whose record is at hand. The team goes with it: alone, a user id says nothing of whose it is. */
export function directMessageTo({ identityKeys }: Pick<Holder, 'identityKeys'>): SlackDestination[] {
  const [teamId, userId] = identityKeys[0]?.split(':') ?? [];
  return teamId && userId ? [{ via: 'slack', channel: userId, teamId }] : [];
}
