import { denyModal } from '../../views/access-requests/deny-modal.ts';
import { requestCard } from '../../views/access-requests/request-card.ts';
import { requestsModal } from '../../views/access-requests/requests-modal.ts';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeMessage, noticeView } from '../../views/common/notices.ts';
import { offerModal } from '../../views/invitations/offer-modal.ts';
import { helpMessage } from '../../views/messages/help-message.ts';
import { deny, slackDate, stale } from '../domain/errors.ts';
import type { RequestFacts } from '../domain/messages.ts';
import { assignableRoles, organizationRoles } from '../domain/permissions.ts';
import { approveRequest } from '../services/access-requests/approve.ts';
import { denyRequest } from '../services/access-requests/deny.ts';
import { getRequestToDecide, listRequests } from '../services/access-requests/queue.ts';
import { withdrawRequest } from '../services/access-requests/withdraw.ts';
import type { Cursor } from '../services/invitations/list.ts';
import { type OfferResult, offerByUsername } from '../services/invitations/offer.ts';
import { organizationsFor } from '../services/organizations.ts';
import { refreshHome } from './home.ts';
import { needsSetUp } from './organizations.ts';
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
    [actionIds.requestApprove]: openApprove,
    [actionIds.requestDeny]: openDeny,
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
  if (!request) return;
  await turn.show(
    offerModal({
      metadata: turn.seal(callbackIds.offer, turn.value),
      organizations: [{ id: request.organizationId, name: request.facts.organizationName }],
      request: request.facts,
      roles: request.roles,
      values: { email: request.facts.email, username: request.facts.username },
    }),
  );
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

/** The place of a button that came too late shows what is so now: the card, the queue, or Home. */
async function showDecided(turn: ActionTurn, facts: RequestFacts): Promise<void> {
  if (!turn.view) return turn.rewrite(requestCard(facts));
  if (turn.view.callbackId === callbackIds.requests) return turn.replace(await queue(turn, null));
  refreshHome(turn);
}

/** After a decision: Home, and the queue below the form, if the form was opened from there. */
async function refreshAround(turn: SubmissionTurn): Promise<void> {
  refreshHome(turn);
  if (!turn.parentViewId || !turn.form.subject.startsWith('req_')) return;
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
  const places = await organizationsFor(turn.context, 'access:grant');
  const [first] = places;
  if (!first) throw deny();
  const highest = places.map(({ role }) => organizationRoles.indexOf(role)).sort()[0] ?? 0;
  const display = turn.view?.callbackId === callbackIds.inviteResult ? turn.replace : turn.show;
  await display(
    offerModal({
      metadata: turn.seal(callbackIds.offer, places.length === 1 ? first.organization._id : ''),
      organizations: places.map(({ organization }) => ({ id: organization._id, name: organization.name })),
      request: null,
      roles: assignableRoles(organizationRoles[highest] ?? 'member'),
      values: turn.value === '' ? {} : { username: turn.value },
    }),
  );
}

/** The form's subject is the request it approves, or the one organization that it can be for. */
async function submitOffer(turn: SubmissionTurn): Promise<Verdict> {
  const { form, values, context } = turn;
  const offer = form.subject.startsWith('req_')
    ? await approveRequest(context, { ...values, requestId: form.subject })
    : await offerByUsername(context, { ...values, organizationId: form.subject || values.organizationId });
  await refreshAround(turn);
  return { response_action: 'update', view: noticeView({ title: 'Invitation sent', text: sent(offer) }) };
}

function sent({ personName, organizationName, role, expiresAt }: OfferResult): string {
  return `${personName} is invited to ${organizationName} as ${role}, by mail and direct message. The invitation is valid until ${slackDate(expiresAt)}. You hear of the answer.`;
}

async function submitDeny(turn: SubmissionTurn): Promise<Verdict> {
  const { personName } = await denyRequest(turn.context, { ...turn.values, requestId: turn.form.subject });
  await refreshAround(turn);
  const text = `The request of ${personName} is denied. The person is told by mail and direct message.`;
  return { response_action: 'update', view: noticeView({ title: 'Request denied', text }) };
}

async function withdraw(turn: ActionTurn): Promise<void> {
  await withdrawRequest(turn.context, turn.value);
  refreshHome(turn);
}
