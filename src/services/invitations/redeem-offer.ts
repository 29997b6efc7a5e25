import type { AccessFacts } from '../../domain/access.ts';
import type { ActingAccount } from '../../domain/context.ts';
import { badCode, DomainError, replacedCode } from '../../domain/errors.ts';
import type { OfferFacts } from '../../domain/messages.ts';
import { statusAt } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { describeAccess } from '../access.ts';
import { endExpiredRequest } from '../access-requests/end-expired.ts';
import { openRequest } from '../access-requests/open.ts';
import type { Effects } from '../command.ts';
import { type Context, newId } from '../context.ts';
import { standingOf, targetOf, type Way, wayOf } from '../workgroups/belonging.ts';
import { isSenderAllowed } from './backing.ts';
import { claim } from './claim.ts';
import type { Claim } from './find-by-code.ts';
import { giveAccess } from './give-access.ts';
import { requestKey } from './keys.ts';
import { letIn } from './let-in.ts';
import { offerFacts } from './offer-facts.ts';

export interface RedeemResult {
  outcome: 'requested' | 'granted' | 'already-requested' | 'already-invited' | 'already-has-access';
  organizationName: string;
  username: string;
  /** What the code offers, when it waits for this person's Accept. */
  offer: OfferFacts | null;
  /** What the code has given, when nothing has to be accepted. */
  granted?: AccessFacts;
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
  if (!(await isSenderAllowed(context, organization, invitation))) throw badCode();
  if (wayOf(invitation)) return enterByCode(context, effects, of);
  return isInvited ? claimOwn(context, effects, of) : askInstead(context, effects, of);
}

/**
 * The code of a workgroup. Through a partner it lets in the invited person alone, who has to belong there; a new account has been
 * let in on the way. The organization's own people need access to it first, which the code asks for.
 * @throws DomainError `code` for everybody else, and for whoever belongs to another organization; `form` for the invited person
 * who belongs nowhere yet: the code is right, and another one would not help
 */
async function enterByCode(context: Context, effects: Effects, of: Redemption): Promise<RedeemResult> {
  const { invitation, account: actor } = of;
  const { tenantId } = invitation;
  const way = wayOf(invitation);
  const account = await context.store.accounts.findOne({ _id: actor.id, tenantId }).lean();
  if (!way || !account) throw badCode();
  const standing = await standingOf(context, way, account);
  if (standing === 'elsewhere') throw badCode();
  if (way.partnerId === null && standing === 'nowhere') return askInstead(context, effects, of);
  if (invitation.emailKey !== account.emailKey) throw badCode();
  if (standing === 'nowhere') throw await notYet(context, way);
  if (invitation.accountId === null) await letIn(context, effects, invitation, account);
  return whatCame(context, of);
}

async function notYet(context: Context, way: Way): Promise<DomainError> {
  const { tenantId } = context.actor;
  const target = await context.store.organizations.findOne({ _id: targetOf(way), tenantId }).lean();
  const name = target?.name ?? 'the organization that you were invited through';
  return new DomainError(
    'form',
    `This invitation waits until you belong to ${name}. Ask one of its admins for access; then it takes effect by itself.`,
  );
}

/** A new account has claimed it already, on the way. */
async function claimOwn(context: Context, effects: Effects, of: Redemption): Promise<RedeemResult> {
  const { tenantId } = context.actor;
  const account = await context.store.accounts.findOne({ _id: of.account.id, tenantId }).lean();
  if (!account) throw badCode();
  if (of.invitation.accountId === null)
    await claim(context, effects, { invitation: of.invitation, account }, giveAccess);
  return whatCame(context, of);
}

async function whatCame(context: Context, of: Redemption): Promise<RedeemResult> {
  const { _id, tenantId } = of.invitation;
  const now = await context.store.invitations.findOne({ _id, tenantId }).lean();
  if (now?.status === 'accepted' && now.access) {
    const granted = await describeAccess(context, tenantId, now.access);
    return { ...answer(of, 'granted', null), granted };
  }
  return answer(of, 'already-invited', await factsOf(context, of));
}

async function askInstead(context: Context, effects: Effects, of: Redemption): Promise<RedeemResult> {
  const { invitation, organization, account } = of;
  const { _id, tenantId, codeVersion } = invitation;
  const liveKey = requestKey(organization._id, account.id);
  const request = await context.store.accessRequests.findOne({ tenantId, liveKey }).lean();
  if (request && !(await endExpiredRequest(context, effects, request))) {
    return answer(of, 'already-requested', null);
  }
  const { modifiedCount } = await context.store.invitations.updateOne(
    { _id, tenantId, status: 'pending', codeVersion, codeSpentAt: null, lockedAt: null },
    { $set: { codeSpentAt: context.now() } },
  );
  if (modifiedCount === 0) throw badCode();
  const forwarded = invitation.emailKey !== account.emailKey;
  const detail = { username: account.username, ...(forwarded ? { forwarded } : {}) };
  const subjects = [_id, account.id];
  effects.record({ action: 'invitation.code-spent', organizationId: organization._id, subjects, detail });
  const requestId = newId(context, 'req');
  await openRequest(context, effects, { requestId, organization, invitation, account });
  return answer(of, 'requested', null);
}

async function factsOf(
  context: Context,
  { invitation, organization }: Redemption,
): Promise<OfferFacts | null> {
  if (!invitation.access) return null;
  const access = await describeAccess(context, invitation.tenantId, invitation.access);
  return offerFacts(invitation, { organizationName: organization.name, access, now: context.now() });
}

function answer(
  { organization, account }: Redemption,
  outcome: RedeemResult['outcome'],
  offer: OfferFacts | null,
): RedeemResult {
  return { outcome, organizationName: organization.name, username: account.username, offer };
}
