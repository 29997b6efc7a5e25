import { denyModal } from '../../views/access-requests/deny-modal.ts';
import { requestCard } from '../../views/access-requests/request-card.ts';
import { requestDeniedView } from '../../views/access-requests/request-denied-view.ts';
import { requestsModal } from '../../views/access-requests/requests-modal.ts';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeMessage } from '../../views/common/notices.ts';
import { offerResultView } from '../../views/invitations/offer-result-view.ts';
import { helpMessage } from '../../views/messages/help-message.ts';
import { stale } from '../domain/errors.ts';
import { kindOf } from '../domain/ids.ts';
import type { RequestFacts } from '../domain/messages.ts';
import { approveRequest } from '../services/access-requests/approve.ts';
import { denyRequest } from '../services/access-requests/deny.ts';
import { getRequestToDecide, listRequests } from '../services/access-requests/queue.ts';
import { withdrawRequest } from '../services/access-requests/withdraw.ts';
import { offerByUsername } from '../services/invitations/offer.ts';
import type { Cursor } from '../services/paging.ts';
import { refreshHome } from './home.ts';
import { offerForm } from './offer-form.ts';
import { needsSetUp } from './organizations.ts';
import { isInReminder, redrawNewestReminder, redrawReminder, redrawWhenLate } from './redraw-reminder.ts';
import type { ActionTurn, Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';

/** Decisions on access requests: the card's buttons, the queue, and the invitation of an account by hand. */
export const accessRequests: Feature = {
  commands: {
    '/access-requests': needsSetUp(async (turn) => {
      const word = turn.text.trim().toLowerCase();
      if (word === '') return turn.show(await queue(turn, null));
      const problem = word === 'help' ? undefined : `Gatehouse does not know “${word.slice(0, 40)}”.`;
      await turn.tell(helpMessage('access-requests', problem));
    }),
  },
  actions: {
    [actionIds.openRequests]: async (turn) => turn.show(await queue(turn, null)),
    [actionIds.requestApprove]: redrawWhenLate(openApprove),
    [actionIds.requestDeny]: redrawWhenLate(openDeny),
    [actionIds.requestWithdraw]: withdraw,
    [actionIds.inviteAccount]: openByHand,
  },
  submissions: {
    [callbackIds.offer]: submitOffer,
    [callbackIds.deny]: submitDeny,
  },
};

/** One page of the requests that wait for this approver. */
export async function queue(turn: Turn, cursor: Cursor) {
  const page = await listRequests(turn.context, cursor);
  return requestsModal({ metadata: turn.seal(callbackIds.requests), ...page });
}

async function openApprove(turn: ActionTurn): Promise<void> {
  const request = await openRequest(turn);
  if (request) await turn.show(await offerForm(turn, turn.value, { values: {} }));
}

async function openDeny(turn: ActionTurn): Promise<void> {
  const request = await openRequest(turn);
  if (!request) return;
  const metadata = turn.seal(callbackIds.deny, turn.value);
  await turn.show(denyModal({ metadata, request: request.facts }));
}

/** The request of a pressed button. One that is decided already has its card brought up to date instead (A44, A50). */
async function openRequest(turn: ActionTurn) {
  const request = await getRequestToDecide(turn.context, turn.value);
  const { facts } = request;
  if (facts.status === 'pending') return request;
  await showDecided(turn, facts);
  await turn.tell(noticeMessage(handled(facts)));
  return null;
}

/** The place of a button that came too late shows what is so now: the card, a reminder, the queue, or Home. */
async function showDecided(turn: ActionTurn, facts: RequestFacts): Promise<void> {
  if (isInReminder(turn)) return redrawReminder(turn);
  if (!turn.view) return turn.rewrite(requestCard(facts));
  if (turn.view.callbackId === callbackIds.requests) return turn.replace(await queue(turn, null));
  refreshHome(turn);
}

/** After a decision: Home, the reminder, and the queue below the form, if the form was opened from there. */
async function refreshAround(turn: SubmissionTurn): Promise<void> {
  refreshHome(turn);
  redrawNewestReminder(turn);
  if (!turn.parentViewId || kindOf(turn.form.subject) !== 'req') return;
  try {
    await turn.client.views.update({ view_id: turn.parentViewId, view: await queue(turn, null) });
  } catch (error) {
    turn.log.warn({ err: error }, 'queue not refreshed');
  }
}

function handled({ decidedBy, decidedAt, status }: RequestFacts): string {
  if (status === 'expired') return 'This request has expired.';
  return stale(decidedBy ?? undefined, decidedAt ?? undefined).message;
}

/** The value is the username to start with, or empty. */
async function openByHand(turn: ActionTurn): Promise<void> {
  const display = turn.view?.callbackId === callbackIds.inviteResult ? turn.replace : turn.show;
  await display(await offerForm(turn, '', { values: turn.value === '' ? {} : { username: turn.value } }));
}

/** The form's subject is the request it approves, or the one organization that it can be for. */
async function submitOffer(turn: SubmissionTurn): Promise<Verdict> {
  const { form, values, context } = turn;
  const offer =
    kindOf(form.subject) === 'req'
      ? await approveRequest(context, { ...values, requestId: form.subject })
      : await offerByUsername(context, { ...values, organizationId: form.subject || values.organizationId });
  await refreshAround(turn);
  return { response_action: 'update', view: offerResultView(offer, undoOf(form.subject)) };
}

/** What the maker of a decision can take back: the request, not an invitation by hand, which can be revoked. */
function undoOf(subject: string): string | null {
  return kindOf(subject) === 'req' ? subject : null;
}

async function submitDeny(turn: SubmissionTurn): Promise<Verdict> {
  const { personName } = await denyRequest(turn.context, { ...turn.values, requestId: turn.form.subject });
  await refreshAround(turn);
  return { response_action: 'update', view: requestDeniedView(personName, turn.form.subject) };
}

async function withdraw(turn: ActionTurn): Promise<void> {
  await withdrawRequest(turn.context, turn.value);
  refreshHome(turn);
}
