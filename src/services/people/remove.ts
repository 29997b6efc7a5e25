import { DomainError, deny } from '../../domain/errors.ts';
import { fullName } from '../../domain/people.ts';
import type { OrganizationRole } from '../../domain/permissions.ts';
import { grantTransitions, requestTransitions, sourcesOf } from '../../domain/states.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { mayManage } from '../access.ts';
import { endExpiredRequest } from '../access-requests/end-expired.ts';
import { authorize } from '../authority.ts';
import { command, type Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { isKnownTo } from '../directory.ts';
import { endInvitation } from '../invitations/end-invitation.ts';
import { requestKey } from '../invitations/keys.ts';
import { endBelonging } from '../workgroups/end-belonging.ts';
import { closeGrant } from './close-grant.ts';
import { isOwnership, keepAnOwner } from './last-owner.ts';
import { liveInvitationsOf } from './live-invitations.ts';
import { tellPerson } from './tell-person.ts';

export interface RemovedPerson {
  personName: string;
  organizationName: string;
  /** How many of each have ended. */
  grants: number;
  invitations: number;
}

/**
 * Moves a person out of an organization, in one transaction: every access there ends and every seat is free, live invitations
 * are revoked, a request that waits is denied. The person is told once of the access, and of each invitation that had reached them.
 * @throws DomainError `form` for oneself and the last owner, `deny` when something of it is above the actor's own role, `stale`
 * when there is nothing left to end
 */
export async function removePerson(
  context: Context,
  { accountId, organizationId }: { accountId: string; organizationId: string },
): Promise<RemovedPerson> {
  const actor = requireAccount(context);
  return command(context, 'person.remove', async (effects) => {
    const { organization, role: ceiling } = await authorize(context, 'people:manage', organizationId);
    const account = await knownAccount(context, organizationId, accountId);
    if (accountId === actor.id) {
      throw new DomainError('form', "You can't remove yourself. Ask another owner or admin.");
    }
    const grants = await runningGrants(context, organizationId, accountId);
    const invitations = await liveInvitationsOf(context, organizationId, account);
    await requireRemovable(context, ceiling, grants, invitations);
    const revoked = await revokeInvitations(context, effects, invitations);
    const isDenied = await denyWaitingRequest(context, effects, organizationId, account);
    const ended = await endGrants(context, effects, grants, account);
    const hasLeft = await leaveHome(context, effects, organizationId, account, grants);
    const personName = fullName(account);
    if (revoked + ended === 0 && !isDenied && !hasLeft) {
      const text = `${personName} has no access to ${organization.name} any more. Nothing changed.`;
      throw new DomainError('stale', text);
    }
    return { personName, organizationName: organization.name, grants: ended, invitations: revoked };
  });
}

/** @throws deny when the organization does not know the account */
async function knownAccount(
  context: Context,
  organizationId: string,
  accountId: string,
): Promise<AccountRecord> {
  if (!(await isKnownTo(context, organizationId, accountId))) throw deny();
  const { tenantId } = context.actor;
  const account = await context.store.accounts.findOne({ _id: accountId, tenantId }).lean();
  if (!account) throw deny();
  return account;
}

/** The organization's own access first: it is the one that the person is told of. */
async function runningGrants(
  context: Context,
  organizationId: string,
  accountId: string,
): Promise<GrantRecord[]> {
  const { tenantId } = context.actor;
  const status = { $in: sourcesOf(grantTransitions, 'revoked') };
  const grants = await context.store.grants.find({ tenantId, accountId, status, organizationId }).lean();
  const rank = ({ access }: GrantRecord) => (access.kind === 'organization' ? 0 : 1);
  return grants.sort((a, b) => rank(a) - rank(b) || (a._id < b._id ? -1 : 1));
}

async function requireRemovable(
  context: Context,
  ceiling: OrganizationRole,
  grants: GrantRecord[],
  invitations: InvitationRecord[],
): Promise<void> {
  const ownership = grants.find(({ access }) => isOwnership(access));
  if (ownership) await keepAnOwner(context, ownership);
  for (const { access } of [...grants, ...invitations]) {
    if (access && !(await mayManage(context, ceiling, access))) throw deny();
  }
}

/** Those who wait for a seat leave the line first, so that no seat that is freed here goes to this person. */
async function revokeInvitations(
  context: Context,
  effects: Effects,
  invitations: InvitationRecord[],
): Promise<number> {
  const isWaiting = ({ status }: InvitationRecord) => status === 'waitlisted';
  const ordered = [...invitations.filter(isWaiting), ...invitations.filter((each) => !isWaiting(each))];
  let revoked = 0;
  for (const invitation of ordered) {
    const { _id, status, email } = invitation;
    if (!(await endInvitation(context, effects, invitation, 'revoked', { isConsequence: true }))) continue;
    revoked += 1;
    if (status !== 'pending') continue;
    effects.send({
      key: `invitation-withdrawn:${_id}:${context.commandId}`,
      template: 'invitation-withdrawn',
      about: { type: 'invitation', id: _id },
      to: { via: 'mail', address: email },
    });
  }
  return revoked;
}

/** An approved request has lapsed with its offer; one that nobody has decided on is denied. */
async function denyWaitingRequest(
  context: Context,
  effects: Effects,
  organizationId: string,
  account: AccountRecord,
): Promise<boolean> {
  const actor = requireAccount(context);
  const { tenantId } = context.actor;
  const liveKey = requestKey(organizationId, account._id);
  const request = await context.store.accessRequests.findOne({ tenantId, liveKey }).lean();
  if (!request || (await endExpiredRequest(context, effects, request))) return false;
  const decision = { decidedBy: actor.id, decidedByName: actor.name, decidedAt: context.now() };
  const { modifiedCount } = await context.store.accessRequests.updateOne(
    { _id: request._id, tenantId, status: { $in: sourcesOf(requestTransitions, 'denied') } },
    { $set: { status: 'denied', ...decision }, $unset: { liveKey: 1, nextReminderAt: 1 } },
  );
  if (modifiedCount === 0) return false;
  effects.record({ action: 'request.denied', organizationId, subjects: [request._id, account._id] });
  const about = { type: 'request', id: request._id } as const;
  await refreshCopies(context, effects, about);
  const key = `request-denied:${request._id}:${context.commandId}`;
  await tellPerson(context, effects, account, { key, template: 'request-denied', about });
  return true;
}

/**
 * Who came in by the organization and has no role there still belongs to it, and by it to workgroups of others.
 * @returns whether that was so
 */
async function leaveHome(
  context: Context,
  effects: Effects,
  organizationId: string,
  account: AccountRecord,
  ended: readonly GrantRecord[],
): Promise<boolean> {
  const isDone = ended.some(({ access }) => access.kind === 'organization');
  if (isDone || account.homeOrganizationId !== organizationId) return false;
  const ending = { endedAt: context.now(), endedBy: requireAccount(context).name };
  const lost = await endBelonging(context, effects, { organizationId, accountId: account._id }, ending);
  const [first] = lost;
  if (first && ended.length === 0) {
    const key = `access-ended:${first._id}:${context.commandId}`;
    const about = { type: 'grant', id: first._id } as const;
    await tellPerson(context, effects, account, { key, template: 'access-ended', about });
  }
  return true;
}

async function endGrants(
  context: Context,
  effects: Effects,
  grants: GrantRecord[],
  account: AccountRecord,
): Promise<number> {
  const endedBy = requireAccount(context).name;
  const ending = { status: 'revoked', endedAt: context.now(), endedBy } as const;
  for (const grant of grants) await closeGrant(context, effects, grant, ending);
  const [first] = grants;
  if (first) {
    const key = `access-ended:${first.organizationId}:${context.commandId}`;
    const about = { type: 'grant', id: first._id } as const;
    await tellPerson(context, effects, account, { key, template: 'access-ended', about });
  }
  return grants.length;
}
