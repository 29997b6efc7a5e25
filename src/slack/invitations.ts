import type { ModalView, PlainTextOption } from '@slack/types';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { option } from '../../views/common/inputs.ts';
import { noticeMessage } from '../../views/common/notices.ts';
import { invitationView } from '../../views/invitations/invitation-view.ts';
import { invitationsModal } from '../../views/invitations/invitations-modal.ts';
import { retryResultView } from '../../views/invitations/retry-result-view.ts';
import { helpMessage } from '../../views/messages/help-message.ts';
import { slackDate } from '../domain/errors.ts';
import type { InvitationFilter } from '../domain/invitations.ts';
import { changeOfferedRole } from '../services/invitations/change-role.ts';
import { extendInvitation } from '../services/invitations/extend.ts';
import { findNarrowings, readNarrowing } from '../services/invitations/find.ts';
import { listInvitations, parseFilter } from '../services/invitations/list.ts';
import { remindInvitee } from '../services/invitations/remind.ts';
import { type ResentInvitation, resendInvitation } from '../services/invitations/resend.ts';
import { retryUndeliverable } from '../services/invitations/retry-undeliverable.ts';
import { revokeInvitation } from '../services/invitations/revoke.ts';
import { invitationTimeline } from '../services/invitations/timeline.ts';
import type { Cursor } from '../services/paging.ts';
import { refreshHome } from './home.ts';
import { needsSetUp } from './organizations.ts';
import type { ActionTurn, CommandTurn, Feature, OptionsTurn, Turn } from './turn.ts';

/** `/invitations`: list by status, person and app; timeline; resend, remind, change the role, extend, revoke, bulk retry. */
export const invitations: Feature = {
  commands: { '/invitations': needsSetUp(command) },
  actions: {
    [actionIds.openInvitations]: async (turn) => turn.show(await invitationsPage(turn, {}, null)),
    [actionIds.invitationFilter]: filterBy,
    [actionIds.invitationsFind]: narrow,
    [actionIds.invitationsRetryAll]: retryAll,
    [actionIds.invitationOpen]: async (turn) => turn.show(await invitationDetail(turn, turn.value)),
    [actionIds.invitationResend]: resend,
    [actionIds.invitationRemind]: remind,
    [actionIds.invitationChangeRole]: changeRole,
    [actionIds.invitationExtend]: extend,
    [actionIds.invitationRevoke]: revoke,
  },
  options: { [actionIds.invitationsFind]: find },
};

/** What a list shows: it is the sealed form's subject, for the next page. */
interface Shown {
  filter?: InvitationFilter;
  narrowing?: string;
}

async function command(turn: CommandTurn): Promise<void> {
  if (turn.text.trim().toLowerCase() === 'help') return turn.tell(helpMessage('invitations'));
  const filter = parseFilter(turn.text);
  if (!filter) {
    const problem = `Gatehouse does not know the status “${turn.text.trim().slice(0, 40)}”.`;
    return turn.tell(helpMessage('invitations', problem));
  }
  await turn.show(await invitationsPage(turn, { filter }, null));
}

/** One page of the list. */
export async function invitationsPage(turn: Turn, shown: Shown, cursor: Cursor): Promise<ModalView> {
  const { filter = 'all', narrowing = '' } = shown;
  const narrowed = await readNarrowing(turn.context, narrowing);
  const page = await listInvitations(turn.context, {
    filter,
    narrowing: narrowed?.narrowing ?? null,
    cursor,
  });
  const metadata = turn.seal(callbackIds.invitations, `${filter} ${narrowing}`);
  return invitationsModal({ metadata, filter, narrowed: narrowed && { text: narrowed.name }, ...page });
}

/** What the list shows in which somebody pressed or chose. */
export function shownIn(turn: ActionTurn): Required<Shown> {
  const [filter = '', narrowing = ''] = turn.form().subject.split(' ');
  return { filter: parseFilter(filter) ?? 'all', narrowing };
}

/** A choice of the status keeps the narrowing; *Show all* ends both. */
async function filterBy(turn: ActionTurn): Promise<void> {
  const { narrowing } = shownIn(turn);
  const isShowAll = turn.blockId === 'narrowed';
  const filter = parseFilter(turn.value) ?? 'all';
  await turn.replace(await invitationsPage(turn, isShowAll ? {} : { filter, narrowing }, null));
}

async function narrow(turn: ActionTurn): Promise<void> {
  const { filter } = shownIn(turn);
  await turn.replace(await invitationsPage(turn, { filter, narrowing: turn.value }, null));
}

async function find(turn: OptionsTurn): Promise<PlainTextOption[]> {
  const found = await findNarrowings(turn.context, turn.query);
  return found.map(({ id, name, detail }) => option({ value: id, text: name, description: detail }));
}

export async function invitationDetail(turn: Turn, invitationId: string): Promise<ModalView> {
  const { invitation, timeline } = await invitationTimeline(turn.context, invitationId);
  const metadata = turn.seal(callbackIds.invitation, invitationId);
  return invitationView({ metadata, invitation, timeline });
}

/** The invitation's own view shows what is so now; elsewhere a sentence says it. */
async function showChange(turn: ActionTurn, invitationId: string, text: string): Promise<void> {
  refreshHome(turn);
  if (turn.view?.callbackId === callbackIds.invitation) {
    return turn.replace(await invitationDetail(turn, invitationId));
  }
  await turn.tell(noticeMessage(text));
}

async function resend(turn: ActionTurn): Promise<void> {
  await showChange(turn, turn.value, resentText(await resendInvitation(turn.context, turn.value)));
}

/** What the person reads who has resent an invitation. */
export function resentText({ email, expiresAt, hasCode }: ResentInvitation): string {
  const what = hasCode
    ? `A new code is on its way to ${email}; the old one no longer works. It is`
    : `The invitation is on its way to ${email} again. It is`;
  const advice = 'If the mail does not arrive, ask them to look in the spam folder.';
  return `${what} valid until ${slackDate(expiresAt)}. ${advice}`;
}

async function remind(turn: ActionTurn): Promise<void> {
  const { email } = await remindInvitee(turn.context, turn.value);
  await showChange(turn, turn.value, `${email} is reminded.`);
}

/** The value is the invitation and the number of days. */
async function extend(turn: ActionTurn): Promise<void> {
  const [invitationId = '', days = ''] = turn.value.split(':');
  const { email, expiresAt } = await extendInvitation(turn.context, { invitationId, days });
  const text = `The invitation of ${email} is valid until ${slackDate(expiresAt)} now.`;
  await showChange(turn, invitationId, text);
}

/** The value is the invitation and the new role. */
async function changeRole(turn: ActionTurn): Promise<void> {
  const [invitationId = '', roleId = ''] = turn.value.split(':');
  const { email } = await changeOfferedRole(turn.context, { invitationId, roleId });
  await showChange(turn, invitationId, `The role in the invitation of ${email} is changed.`);
}

async function revoke(turn: ActionTurn): Promise<void> {
  const { email } = await revokeInvitation(turn.context, turn.value);
  await showChange(turn, turn.value, `The invitation of ${email} is revoked. The person is told by mail.`);
}

/** The value is the last one that was tried, or empty. */
async function retryAll(turn: ActionTurn): Promise<void> {
  const result = await retryUndeliverable(turn.context, turn.value);
  refreshHome(turn);
  await turn.replace(retryResultView(result));
}
