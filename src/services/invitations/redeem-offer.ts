import type { ActingAccount } from '../../domain/context.ts';
import { badCode, replacedCode } from '../../domain/errors.ts';
import type { OfferFacts } from '../../domain/messages.ts';
import { statusAt } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { describeAccess } from '../access.ts';
import { openRequest } from '../access-requests/open.ts';
import { stillAllowed } from '../authority.ts';
import type { Effects } from '../command.ts';
import { type Context, newId } from '../context.ts';
import { claimFor } from './adopt.ts';
import type { Claim } from './find-by-code.ts';
import { requestKey } from './keys.ts';

export interface RedeemResult {
  outcome: 'requested' | 'already-requested' | 'already-invited' | 'already-has-access';
  organizationName: string;
  username: string;
  /** What the code offers, when it waits for this person's Accept. */
  offer: OfferFacts | null;
}

interface Redemption {
  invitation: InvitationRecord;
  organization: OrganizationRecord;
  claim: Claim;
  account: ActingAccount;
}

/**
 * The code of an access invitation. It takes effect only for the invited person, known by the verified address; from anyone
 * else it becomes an access request that shows the approver both addresses, and the code is spent (design §2).
 * @throws DomainError `code` when it was used, resent, revoked or has expired
 */
export async function redeemOffer(context: Context, effects: Effects, of: Redemption): Promise<RedeemResult> {
  const { invitation, organization, claim, account } = of;
  const isInvited = invitation.emailKey === account.emailKey;
  if (isInvited && invitation.status === 'accepted') return answer(of, 'already-has-access', null);
  if (statusAt(invitation, context.now()) !== 'pending') throw badCode();
  if (claim.version !== invitation.codeVersion) throw isInvited ? replacedCode() : badCode();
  if (!(await stillAllowed(context, 'invitation:send', organization, invitation.invitedBy))) throw badCode();
  return isInvited ? claimOwn(context, effects, of) : askInstead(context, effects, of);
}

/** A new account has claimed it already, on the way. */
async function claimOwn(context: Context, effects: Effects, of: Redemption): Promise<RedeemResult> {
  const { tenantId } = context.actor;
  const account = await context.store.accounts.findOne({ _id: of.account.id, tenantId }).lean();
  if (!account) throw badCode();
  if (of.invitation.accountId === null) await claimFor(context, effects, of.invitation, account);
  const now = await context.store.invitations.findOne({ _id: of.invitation._id, tenantId }).lean();
  if (now?.status === 'accepted') return answer(of, 'already-has-access', null);
  return answer(of, 'already-invited', await offerFacts(context, of));
}

async function askInstead(context: Context, effects: Effects, of: Redemption): Promise<RedeemResult> {
  const { invitation, organization, account } = of;
  const { _id, tenantId, codeVersion } = invitation;
  const liveKey = requestKey(organization._id, account.id);
  if (await context.store.accessRequests.exists({ tenantId, liveKey }))
    return answer(of, 'already-requested', null);
  const { modifiedCount } = await context.store.invitations.updateOne(
    { _id, tenantId, status: 'pending', codeVersion, codeSpentAt: null, lockedAt: null },
    { $set: { codeSpentAt: context.now() } },
  );
  if (modifiedCount === 0) throw badCode();
  const detail = { username: account.username, forwarded: true };
  const subjects = [_id, account.id];
  effects.record({ action: 'invitation.code-spent', organizationId: organization._id, subjects, detail });
  const requestId = newId(context, 'req');
  await openRequest(context, effects, { requestId, organization, invitation, account });
  return answer(of, 'requested', null);
}

async function offerFacts(
  context: Context,
  { invitation, organization }: Redemption,
): Promise<OfferFacts | null> {
  const { _id, access, inviterName, expiresAt, accessEndsAt, tenantId } = invitation;
  if (!access) return null;
  return {
    invitationId: _id,
    organizationName: organization.name,
    access: await describeAccess(context, tenantId, access),
    inviterName,
    status: 'pending',
    expiresAt,
    answeredAt: null,
    accessEndsAt,
  };
}

function answer(
  { organization, account }: Redemption,
  outcome: RedeemResult['outcome'],
  offer: OfferFacts | null,
): RedeemResult {
  return { outcome, organizationName: organization.name, username: account.username, offer };
}
