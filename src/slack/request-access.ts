import { expiredCodeMessage, expiredCodeView } from '../../views/access-requests/expired-code.ts';
import { redeemedMessage, redeemedView } from '../../views/access-requests/redeemed.ts';
import { requestAccessModal } from '../../views/access-requests/request-access-modal.ts';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { helpMessage } from '../../views/messages/help-message.ts';
import { parseEmail } from '../domain/email.ts';
import { ExpiredCode } from '../domain/errors.ts';
import { verifiedEmail } from '../services/accounts.ts';
import { type Claim, findByCode } from '../services/invitations/find-by-code.ts';
import { claimedOffer, redeemInvitation } from '../services/invitations/redeem.ts';
import { refreshHome } from './home.ts';
import type { CommandTurn, Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';

/** `/request-access`, its shortcut and Home's *Enter code*: redeem a code, with a new account where there is none. */
export const requestAccess: Feature = {
  commands: { '/request-access': command },
  shortcuts: { 'request-access': openEmpty },
  actions: { [actionIds.enterCode]: openEmpty },
  submissions: { [callbackIds.requestAccess]: submit },
};

/** A code that was typed after the command is looked at right away: whoever has an account needs no form. */
async function command(turn: CommandTurn): Promise<void> {
  const typed = turn.text.trim();
  if (typed.toLowerCase() === 'help') return turn.tell(helpMessage('request-access'));
  if (typed === '') return openEmpty(turn);
  const { account } = turn.context.actor;
  if (account) {
    const claim = await findUnexpired(turn, typed, account.emailKey);
    if (claim instanceof ExpiredCode) return turn.tell(expiredCodeMessage(await offerOf(turn, claim)));
    const result = await redeemInvitation(turn.context, { claim });
    refreshHome(turn);
    return turn.tell(redeemedMessage(result));
  }
  const profile = await turn.profile();
  const claim = await findByCode(turn.context, typed, keyOf(profile.email));
  await show(turn, { ask: false, ...(await claimedOffer(turn.context, claim)) }, claim);
}

async function openEmpty(turn: Turn): Promise<void> {
  await show(turn, { ask: true }, null);
}

async function show(
  turn: Turn,
  code: Parameters<typeof requestAccessModal>[0]['code'],
  claim: Claim | null,
): Promise<void> {
  const { account } = turn.context.actor;
  const metadata = turn.seal(
    callbackIds.requestAccess,
    claim ? `${claim.invitationId}:${claim.version}` : '',
  );
  if (account) {
    const { username, email } = account;
    return turn.show(requestAccessModal({ metadata, code, account: { username, email } }));
  }
  const profile = await turn.profile();
  const { firstName, lastName } = profile;
  const email = verifiedEmail(profile).address;
  const newAccount = { email, values: { firstName, lastName }, username: null };
  await turn.show(requestAccessModal({ metadata, code, account: null, newAccount }));
}

async function submit(turn: SubmissionTurn): Promise<Verdict> {
  const { account } = turn.context.actor;
  const profile = account ? undefined : await turn.profile();
  const emailKey = account?.emailKey ?? keyOf(profile?.email ?? null);
  const claim = shownBefore(turn) ?? (await findUnexpired(turn, turn.values.code, emailKey));
  if (claim instanceof ExpiredCode) {
    if (!account) throw claim;
    return { response_action: 'update', view: expiredCodeView(await offerOf(turn, claim)) };
  }
  const result = await redeemInvitation(turn.context, {
    claim,
    newAccount: turn.values,
    ...(profile ? { profile } : {}),
  });
  refreshHome(turn);
  return { response_action: 'update', view: redeemedView(result) };
}

/** Whoever was invited, and comes too late, can ask for a new invitation. */
function findUnexpired(turn: Turn, typed: unknown, emailKey: string | null): Promise<Claim | ExpiredCode> {
  return findByCode(turn.context, typed, emailKey).catch((error: unknown) => {
    if (error instanceof ExpiredCode) return error;
    throw error;
  });
}

async function offerOf({ context }: Turn, { invitationId }: ExpiredCode) {
  return { invitationId, ...(await claimedOffer(context, { invitationId })) };
}

/** The claim that the form was opened with, when the code was typed after the command. */
function shownBefore({ form }: SubmissionTurn): Claim | null {
  const [invitationId, version] = form.subject.split(':');
  return invitationId && version ? { invitationId, version: Number(version) } : null;
}

function keyOf(address: string | null): string | null {
  const email = address === null ? null : parseEmail(address);
  return email && 'key' in email ? email.key : null;
}
