import type { AccountRecord } from '../../store/models/account.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { grantKey } from '../authority.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { tellPerson } from '../people/tell-person.ts';
import { standingOf, wayOf } from '../workgroups/belonging.ts';
import { isOpen } from '../workgroups/gates.ts';
import { stopGrants } from '../workgroups/stop-grants.ts';
import { claim } from './claim.ts';
import { fulfil } from './fulfil.ts';
import { waitingForAccess } from './waiting-for.ts';

/** Invitations to workgroups that wait until the account belongs to `organizationId` take their course: now it does. */
export async function adoptWorkgroups(
  context: Context,
  effects: Effects,
  account: AccountRecord,
  organizationId: string,
): Promise<void> {
  const from = {
    $or: [{ organizationId, 'access.partnerId': null }, { 'access.partnerId': organizationId }],
  };
  for (const invitation of await waitingFor(context, account, from))
    await letIn(context, effects, invitation, account);
}

/** The same wherever the account belongs: it was away, and nobody let it in meanwhile. */
export async function adoptAllWorkgroups(
  context: Context,
  effects: Effects,
  account: AccountRecord,
): Promise<void> {
  for (const invitation of await waitingFor(context, account, {}))
    await letIn(context, effects, invitation, account);
}

function waitingFor(context: Context, account: AccountRecord, from: object): Promise<InvitationRecord[]> {
  return context.store.invitations.find({ ...waitingForAccess(account), ...from }).lean();
}

/**
 * Lets the invited person into a workgroup, by the organization's rules about acceptance. Whoever does not belong where the
 * invitation says goes on waiting, and so does an invitation to what somebody has already.
 * @returns whether it has taken its course
 */
export async function letIn(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
  account: AccountRecord,
): Promise<boolean> {
  const { tenantId, organizationId, access, status, expiresAt } = invitation;
  if (account.deactivatedAt) return false;
  if (access?.kind !== 'workgroup' || status !== 'pending' || expiresAt <= context.now()) return false;
  const { partnerId } = access;
  if ((await standingOf(context, { organizationId, partnerId }, account)) !== 'belongs') return false;
  if (!(await isOpen(context, organizationId, access))) return false;
  const liveKey = grantKey(organizationId, access, account._id);
  const grant = await context.store.grants.findOne({ tenantId, liveKey }).lean();
  if (grant && (grant.endsAt === null || grant.endsAt > context.now())) return false;
  if (grant) await endDue(context, effects, grant, account);
  await claim(context, effects, { invitation, account }, (...of) => fulfil(...of, true));
  return true;
}

/** The same for an invitation that waits, when its address has an account. @returns whether it has taken its course */
export async function letInWaiting(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
): Promise<boolean> {
  const { tenantId, emailKey, accountId } = invitation;
  if (wayOf(invitation) === null || accountId !== null) return false;
  const account = await context.store.accounts.findOne({ tenantId, emailKey }).lean();
  return account !== null && letIn(context, effects, invitation, account);
}

/** An earlier access is over, and only the sweep has not come by yet. */
async function endDue(
  context: Context,
  effects: Effects,
  grant: GrantRecord,
  account: AccountRecord,
): Promise<void> {
  const { _id, endsAt } = grant;
  const endedAt = endsAt ?? context.now();
  await stopGrants(context, effects, [grant], { status: 'expired', endedAt, endedBy: null });
  const about = { type: 'grant', id: _id } as const;
  await tellPerson(context, effects, account, {
    key: `access-ended:${_id}`,
    template: 'access-ended',
    about,
  });
}
