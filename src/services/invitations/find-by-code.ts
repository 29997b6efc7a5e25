import { deriveSecret, type ParsedCode, parseCode, secretsMatch } from '../../domain/codes.ts';
import { badCode, DomainError, ExpiredCode, formError, replacedCode } from '../../domain/errors.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { findAccountOf } from '../accounts.ts';
import { type Context, requirePerson } from '../context.ts';
import { type Try, takeTry } from './attempt-limits.ts';
import { isSenderAllowed } from './backing.ts';
import { refuseCode } from './refuse-code.ts';

/** How many earlier versions of a code are still recognised as replaced by a resend. */
const rememberedVersions = 3;

/** The proof that a person has shown a code: which invitation, and in which version. */
export interface Claim {
  invitationId: string;
  version: number;
}

/**
 * Looks a typed code up, within the limits on tries, and says which invitation it claims. Grants nothing.
 * Unknown, wrong, foreign and used codes read the same and cost the same work (A17).
 * @param emailKey the verified address of the person: only the invited one hears that a code is old or expired (A25, A26)
 * @throws DomainError `form` for a mistyped code (costs no try), `limit`, or `code`; `ExpiredCode` where its time is over
 */
export async function findByCode(context: Context, typed: unknown, emailKey: string | null): Promise<Claim> {
  const actor = requirePerson(context);
  const code = parseCode(typed);
  if (typeof code === 'string') throw formError({ code: codeProblems[code] });

  const attempt = await takeTry(context, actor);
  try {
    return await evaluate(context, attempt, code, emailKey);
  } catch (error) {
    // A try that could not be looked at to the end was none.
    if (!(error instanceof DomainError)) await attempt.giveBack();
    throw error;
  }
}

async function evaluate(
  context: Context,
  attempt: Try,
  code: ParsedCode,
  emailKey: string | null,
): Promise<Claim> {
  const invitation = await context.store.invitations
    .findOne({ tenantId: context.actor.tenantId, selector: code.selector })
    .lean();
  const version = matchingVersion(context, invitation, code);
  if (!invitation || version === null) {
    await attempt.useUp();
    await refuseCode(context, { reason: 'wrong', invitation });
    throw badCode();
  }

  const verdict = await judge(context, invitation, version, emailKey);
  switch (verdict) {
    case 'open':
      await attempt.giveBack();
      return { invitationId: invitation._id, version };
    case 'expired':
      await attempt.giveBack();
      throw new ExpiredCode(invitation._id);
    case 'replaced':
      await attempt.giveBack();
      throw replacedCode();
    case 'closed':
    case 'orphaned':
      await attempt.useUp();
      await refuseCode(context, { reason: verdict, invitation });
      throw badCode();
  }
}

const codeProblems = {
  empty: 'Enter the code from your invitation e-mail.',
  malformed: 'A code has 20 letters and digits, in five groups of four. Copy it from your invitation e-mail.',
  mistyped: 'There is a typing mistake in this code. Compare it with your invitation e-mail.',
} as const;

/** The version that the secret belongs to. Does the same work without an invitation, so that time tells nothing. */
function matchingVersion(
  context: Context,
  invitation: InvitationRecord | null,
  code: ParsedCode,
): number | null {
  const current = invitation?.codeVersion ?? 1;
  let match: number | null = null;
  for (let version = current; version >= current - rememberedVersions; version -= 1) {
    const secret = deriveSecret(context.codeKey, {
      tenantId: context.actor.tenantId,
      invitationId: invitation?._id ?? 'none',
      version,
    });
    if (secretsMatch(secret, code.secret) && invitation && version > 0) match = version;
  }
  return match;
}

/** What a right secret is worth to this person: `orphaned` when its sender may no longer invite (A14). */
async function judge(
  context: Context,
  invitation: InvitationRecord,
  version: number,
  emailKey: string | null,
): Promise<'open' | 'expired' | 'replaced' | 'closed' | 'orphaned'> {
  const { status, organizationId } = invitation;
  if (invitation.lockedAt) return 'closed';
  if (invitation.codeSpentAt && !(await hasAskedWith(context, invitation))) return 'closed';
  if (status === 'redeemed' || status === 'accepted')
    return (await isRedeemer(context, invitation)) ? 'open' : 'closed';
  const isInvited = emailKey === invitation.emailKey;
  const isLive = status === 'pending' && invitation.expiresAt > context.now();
  if (version !== invitation.codeVersion) return isInvited && isLive ? 'replaced' : 'closed';
  if (status === 'expired' || (status === 'pending' && !isLive)) return isInvited ? 'expired' : 'closed';
  if (!isLive) return 'closed';
  const organization = await context.store.organizations
    .findOne({ _id: organizationId, tenantId: invitation.tenantId })
    .lean();
  const isBacked = organization && (await isSenderAllowed(context, organization, invitation));
  return isBacked ? 'open' : 'orphaned';
}

/** Whether the person has used this code before: asked anew, because the same form may have just made the account (A49). */
async function isRedeemer(context: Context, { accountId }: InvitationRecord): Promise<boolean> {
  const account = await findAccountOf(context, requirePerson(context));
  return account !== null && account._id === accountId;
}

/** Whether the code was spent on a request of this person's: whoever sends the same form again hears the same (A24, A49). */
async function hasAskedWith(
  context: Context,
  { _id: invitationId, tenantId, codeSpentAt }: InvitationRecord,
): Promise<boolean> {
  const account = await findAccountOf(context, requirePerson(context));
  if (!account || !codeSpentAt) return false;
  const own = { tenantId, accountId: account._id, invitationId, createdAt: { $gte: codeSpentAt } };
  return (await context.store.accessRequests.exists(own)) !== null;
}
