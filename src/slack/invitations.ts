import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeMessage } from '../../views/common/notices.ts';
import { invitationView } from '../../views/invitations/invitation-view.ts';
import { invitationsModal } from '../../views/invitations/invitations-modal.ts';
import { helpMessage } from '../../views/messages/help-message.ts';
import { slackDate } from '../domain/errors.ts';
import type { InvitationFilter } from '../domain/invitations.ts';
import { acceptOffer, declineOffer } from '../services/invitations/answer.ts';
import { type Cursor, listInvitations, parseFilter } from '../services/invitations/list.ts';
import { resendInvitation, revokeInvitation } from '../services/invitations/manage.ts';
import { invitationTimeline } from '../services/invitations/timeline.ts';
import { refreshHome } from './home.ts';
import { needsSetUp } from './organizations.ts';
import type { ActionTurn, CommandTurn, Feature, Turn } from './turn.ts';

/** `/invitations`: list, timeline, resend, revoke; and the invitee's Accept and Decline. */
export const invitations: Feature = {
  commands: { '/invitations': needsSetUp(command) },
  actions: {
    [actionIds.openInvitations]: async (turn) => turn.show(await list(turn, 'all', null)),
    [actionIds.invitationFilter]: async (turn) =>
      turn.replace(await list(turn, parseFilter(turn.value) ?? 'all', null)),
    [actionIds.invitationOpen]: async (turn) => turn.show(await detail(turn, turn.value)),
    [actionIds.invitationResend]: resend,
    [actionIds.invitationRevoke]: revoke,
    [actionIds.offerAccept]: accept,
    [actionIds.offerDecline]: decline,
  },
};

async function command(turn: CommandTurn): Promise<void> {
  if (turn.text.trim().toLowerCase() === 'help') return turn.tell(helpMessage('invitations'));
  const filter = parseFilter(turn.text);
  if (!filter) {
    const problem = `Gatehouse does not know the status “${turn.text.trim().slice(0, 40)}”.`;
    return turn.tell(helpMessage('invitations', problem));
  }
  await turn.show(await list(turn, filter, null));
}

/** One page of the list; the sealed form remembers the filter for the next page. */
export async function list(turn: Turn, filter: InvitationFilter, cursor: Cursor) {
  const page = await listInvitations(turn.context, { filter, cursor });
  return invitationsModal({ metadata: turn.seal(callbackIds.invitations, filter), filter, ...page });
}

async function detail(turn: Turn, invitationId: string) {
  const { invitation, timeline } = await invitationTimeline(turn.context, invitationId);
  const metadata = turn.seal(callbackIds.invitation, invitationId);
  return invitationView({ metadata, invitation, timeline });
}

async function resend(turn: ActionTurn): Promise<void> {
  const { email, expiresAt, hasCode } = await resendInvitation(turn.context, turn.value);
  refreshHome(turn);
  if (turn.view?.callbackId === callbackIds.invitation) return turn.replace(await detail(turn, turn.value));
  const what = hasCode
    ? `A new code is on its way to ${email}; the old one no longer works. It is`
    : `The invitation is on its way to ${email} again. It is`;
  const advice = 'If the mail does not arrive, ask them to look in the spam folder.';
  await turn.tell(noticeMessage(`${what} valid until ${slackDate(expiresAt)}. ${advice}`));
}

async function revoke(turn: ActionTurn): Promise<void> {
  const { email } = await revokeInvitation(turn.context, turn.value);
  refreshHome(turn);
  if (turn.view?.callbackId === callbackIds.invitation) return turn.replace(await detail(turn, turn.value));
  await turn.tell(noticeMessage(`The invitation of ${email} is revoked. The person is told by mail.`));
}

async function accept(turn: ActionTurn): Promise<void> {
  const { organizationName, role } = await acceptOffer(turn.context, turn.value);
  refreshHome(turn);
  await turn.tell(
    noticeMessage(`You have access to ${organizationName} now, as ${role}. Your Home tab shows it.`),
  );
}

async function decline(turn: ActionTurn): Promise<void> {
  const { organizationName } = await declineOffer(turn.context, turn.value);
  refreshHome(turn);
  await turn.tell(
    noticeMessage(`You declined the invitation to ${organizationName}. Nothing changed for you.`),
  );
}
