import type { AccessFacts } from '../../domain/access.ts';
import type { ActingAccount, PersonActor, SlackProfile } from '../../domain/context.ts';
import { badCode, DomainError, formError, replacedCode } from '../../domain/errors.ts';
import { newAccountSchema } from '../../domain/people.ts';
import { allows, type OrganizationRole } from '../../domain/permissions.ts';
import { settingsOf } from '../../domain/settings.ts';
import { invitationTransitions, sourcesOf } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { describeAccess } from '../access.ts';
import { endExpiredRequest } from '../access-requests/end-expired.ts';
import { openRequest } from '../access-requests/open.ts';
import { actingAccount, findAccountOf, insertAccount, verifiedEmail } from '../accounts.ts';
import { rolesIn } from '../authority.ts';
import { command, type Effects } from '../command.ts';
import { type Context, newId, requirePerson } from '../context.ts';
import { parseInput } from '../parse.ts';
import { homeByCode } from '../workgroups/home.ts';
import { endExpired } from './end-expired.ts';
import type { Claim } from './find-by-code.ts';
import { offerKey, requestKey } from './keys.ts';
import { type RedeemResult, redeemOffer } from './redeem-offer.ts';
import { refuseCode } from './refuse-code.ts';

const redeemable = sourcesOf(invitationTransitions, 'redeemed');
const membership = { kind: 'organization', role: 'member' } as const;

interface Redemption {
  claim: Claim;
  newAccount?: unknown;
  profile?: SlackProfile;
}

/**
 * Turns a claimed join invitation into an access request, and makes the person's account on the way if there is none. The code
 * of an access invitation brings the invited person to its Accept; from anybody else it becomes a request (design §2).
 * Whoever else sends the same claim later hears that the code is not valid; the same person gets the same answer.
 * @param newAccount required when the person has no account; its address is the one of `profile`
 * @throws DomainError `code` when the code was used, resent, revoked or expired meanwhile; `form` on the account's fields
 */
export async function redeemInvitation(context: Context, input: Redemption): Promise<RedeemResult> {
  try {
    return await redeem(context, input);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'code') await refuseClaim(context, input.claim);
    throw error;
  }
}

async function redeem(context: Context, input: Redemption): Promise<RedeemResult> {
  const actor = requirePerson(context);
  const { claim, profile } = input;
  const fields = actor.account ? null : parseInput(newAccountSchema, input.newAccount);
  return command(context, 'invitation.redeem', async (effects) => {
    const existing = actor.account ?? (await accountOf(context, actor));
    const { invitation, organization } = await findClaimed(context, claim);
    if (invitation.kind === 'access') {
      const home = existing ? null : await homeByCode(context, invitation, profile?.email ?? null);
      const account = existing ?? (await newAccount(context, effects, { fields, profile, home }));
      return redeemOffer(context, effects, { invitation, organization, claim, account });
    }
    const holder = { invitation, organization, claim, existing };
    const create = () => newAccount(context, effects, { fields, profile, home: null });
    return redeemJoin(context, effects, holder, create, profile);
  });
}

/** The code of a join invitation: it opens an access request, unless there is nothing left to ask for. */
async function redeemJoin(
  context: Context,
  effects: Effects,
  of: {
    invitation: InvitationRecord;
    organization: OrganizationRecord;
    claim: Claim;
    existing: ActingAccount | null;
  },
  createAccount: () => Promise<ActingAccount>,
  profile: SlackProfile | undefined,
): Promise<RedeemResult> {
  const { invitation, organization, claim, existing } = of;
  if (existing && invitation.status === 'redeemed' && invitation.accountId === existing.id)
    return answerAgain(context, effects, organization, existing);
  // Those who lost a race find out before they write, so that a crowd does not hold each other up.
  if (!redeemable.includes(invitation.status)) throw badCode();
  if (claim.version !== invitation.codeVersion && isFor(invitation, existing, profile)) throw replacedCode();
  const roles = await rolesIn(context, organization._id, [invitation.invitedBy, existing?.id ?? '']);
  if (!allows(roles.get(invitation.invitedBy), 'invitation:send', settingsOf(organization))) throw badCode();

  const account = existing ?? (await createAccount());
  const known = existing && (await whatTheyHave(context, effects, organization._id, existing, roles));
  const requestId = known === null ? newId(context, 'req') : null;
  await markRedeemed(context, effects, { invitation, claim, account, requestId });
  if (requestId) await openRequest(context, effects, { requestId, organization, invitation, account });
  return answer(known ?? 'requested', organization, account);
}

/** The organization that a claim is for, and what an access invitation offers: shown to whoever has proven to hold the code. */
export async function claimedOffer(
  context: Context,
  claim: Pick<Claim, 'invitationId'>,
): Promise<{ organizationName: string; access: AccessFacts | null }> {
  const { invitation, organization } = await findClaimed(context, claim);
  const { tenantId, access } = invitation;
  return {
    organizationName: organization.name,
    access: access && (await describeAccess(context, tenantId, access)),
  };
}

async function findClaimed(
  context: Context,
  claim: Pick<Claim, 'invitationId'>,
): Promise<{ invitation: InvitationRecord; organization: OrganizationRecord }> {
  const { tenantId } = context.actor;
  const invitation = await context.store.invitations.findOne({ _id: claim.invitationId, tenantId }).lean();
  if (!invitation) throw badCode();
  const organization = await context.store.organizations
    .findOne({ _id: invitation.organizationId, tenantId })
    .lean();
  if (!organization) throw badCode();
  return { invitation, organization };
}

/** Notes a code that was right when it was looked up, and closed when it was to be used. */
async function refuseClaim(context: Context, { invitationId }: Claim): Promise<void> {
  const { tenantId } = context.actor;
  const invitation = await context.store.invitations.findOne({ _id: invitationId, tenantId }).lean();
  await refuseCode(context, { reason: 'closed', invitation });
}

/** The same answer for whoever has used the code before, as long as something came of it. */
async function answerAgain(
  context: Context,
  effects: Effects,
  organization: OrganizationRecord,
  account: ActingAccount,
): Promise<RedeemResult> {
  const roles = await rolesIn(context, organization._id, [account.id]);
  const known = await whatTheyHave(context, effects, organization._id, account, roles);
  if (known === null) throw badCode();
  return answer(known === 'already-requested' ? 'requested' : known, organization, account);
}

/** The account of somebody who had none when they opened the form: the same form may have made it (A49). */
async function accountOf(context: Context, actor: PersonActor): Promise<ActingAccount | null> {
  const account = await findAccountOf(context, actor);
  return account && actingAccount(account);
}

/** Whether the invited address is the person's own. */
function isFor(
  { emailKey }: InvitationRecord,
  account: ActingAccount | null,
  profile: SlackProfile | undefined,
): boolean {
  return emailKey === (account?.emailKey ?? (profile?.email ? verifiedEmail(profile).key : null));
}

async function newAccount(
  context: Context,
  effects: Effects,
  of: {
    fields: Parameters<typeof insertAccount>[2] | null;
    profile: SlackProfile | undefined;
    /** The organization that it comes in by; a join code is no access, so it brings nobody home. */
    home: string | null;
  },
): Promise<ActingAccount> {
  const { fields, profile, home } = of;
  if (!fields || !profile) throw formError({ username: 'Create your account first.' });
  return actingAccount(await insertAccount(context, effects, fields, profile, home));
}

async function whatTheyHave(
  context: Context,
  effects: Effects,
  organizationId: string,
  { id: accountId, emailKey }: ActingAccount,
  roles: ReadonlyMap<string, OrganizationRole>,
): Promise<Exclude<RedeemResult['outcome'], 'requested'> | null> {
  const { tenantId } = context.actor;
  if (roles.has(accountId)) return 'already-has-access';
  const offer = await context.store.invitations
    .findOne({ tenantId, liveKey: offerKey(organizationId, membership, emailKey) })
    .lean();
  if (offer && !(await endExpired(context, effects, offer))) return 'already-invited';
  const request = await context.store.accessRequests
    .findOne({ tenantId, liveKey: requestKey(organizationId, accountId) })
    .lean();
  if (!request || (await endExpiredRequest(context, effects, request))) return null;
  return 'already-requested';
}

/** The conditional write that only one redemption of a code version can win (I6). */
async function markRedeemed(
  context: Context,
  { record }: Effects,
  of: { invitation: InvitationRecord; claim: Claim; account: ActingAccount; requestId: string | null },
): Promise<void> {
  const { invitation, claim, account, requestId } = of;
  const { modifiedCount } = await context.store.invitations.updateOne(
    {
      _id: invitation._id,
      tenantId: invitation.tenantId,
      status: { $in: redeemable },
      codeVersion: claim.version,
      lockedAt: null,
      expiresAt: { $gt: context.now() },
    },
    {
      $set: {
        status: 'redeemed',
        accountId: account.id,
        requestId,
        endedAt: context.now(),
        endedBy: account.name,
      },
      $unset: { liveKey: 1, nextReminderAt: 1 },
    },
  );
  if (modifiedCount === 0) throw badCode();
  record({
    action: 'invitation.redeemed',
    organizationId: invitation.organizationId,
    subjects: [invitation._id, account.id],
    detail: { username: account.username },
  });
}

function answer(
  outcome: RedeemResult['outcome'],
  organization: OrganizationRecord,
  account: ActingAccount,
): RedeemResult {
  return { outcome, organizationName: organization.name, username: account.username, offer: null };
}
