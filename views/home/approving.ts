/** What waits for an approver, organization by organization. */
import type { KnownBlock } from '@slack/types';
import type { RequestFacts } from '../../src/domain/messages.ts';
import { type HomeApproving, homeShows } from '../../src/domain/overviews.ts';
import type { InvitationStatus } from '../../src/domain/states.ts';
import { addressesDiffer, decision, isProposed, proposed } from '../access-requests/request-card.ts';
import { accessName } from '../common/access.ts';
import { context, header, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, plainLines } from '../common/escape.ts';
import { seatLine } from '../common/seats.ts';
import { count, invitationStatusNames } from '../common/words.ts';
import { proposalBlocks } from '../invitations/proposal-message.ts';

/** @param more in how many other organizations the person decides */
export function approvingBlocks(approving: readonly HomeApproving[], more: number): KnownBlock[] {
  if (approving.length === 0) return [];
  const shown = approving.slice(0, homeShows.organizations);
  const hidden = approving.length - shown.length + more;
  return [
    header('To decide'),
    ...shown.flatMap(organizationBlocks),
    ...(hidden > 0
      ? [context(plain`${count(hidden, 'more organization', 'more organizations')}: type /access-requests.`)]
      : []),
  ];
}

function organizationBlocks(approving: HomeApproving): KnownBlock[] {
  const { organizationName, pending, total, invitations, proposals, proposalsTotal } = approving;
  const shown = pending.slice(0, homeShows.requests);
  const asked = proposals.slice(0, homeShows.proposals);
  const hidden = Math.max(total, pending.length) - shown.length;
  return [
    section(mrkdwn`*${organizationName}*: ${whatWaits(approving)}.`),
    ...shown.flatMap(requestBlocks),
    ...(hidden > 0 ? [context(plain`${hidden} more: press Requests or type /access-requests.`)] : []),
    ...asked.flatMap(proposalBlocks),
    ...moreProposals(Math.max(proposalsTotal, proposals.length) - asked.length),
    ...seatBlocks(approving),
    context(plain`Invitations: ${invitationCounts(invitations)}.`),
  ];
}

function whatWaits({ pending, total, proposals, proposalsTotal }: HomeApproving): string {
  const requests = Math.max(total, pending.length);
  const proposed = Math.max(proposalsTotal, proposals.length);
  const parts = [
    ...(requests === 0 ? [] : [`${count(requests, 'request waits', 'requests wait')} for a decision`]),
    ...(proposed === 0
      ? []
      : [`${count(proposed, 'invitation waits', 'invitations wait')} for a second approver`]),
  ];
  return parts.length === 0 ? 'no request waits for a decision' : parts.join('. ');
}

function requestBlocks(request: RequestFacts): KnownBlock[] {
  const { personName, username, email, invitedEmail, createdAt, wanted } = request;
  const lines = [
    `${personName} (${username}, ${email})`,
    ...(invitedEmail === null ? [] : [addressesDiffer(plain, invitedEmail).text]),
    ...(wanted === null ? [] : [`The code offers ${accessName(wanted)}.`]),
    ...(isProposed(request) ? [proposed(plain, request).text] : []),
  ];
  return [
    { ...section(plainLines(lines)), fields: [mrkdwn`Requested ${date(createdAt)}`] },
    decision(request),
  ];
}

function moreProposals(hidden: number): KnownBlock[] {
  if (hidden <= 0) return [];
  const what = count(hidden, 'more invitation waits', 'more invitations wait');
  return [context(plain`${what} for a second approver: type /invitations proposed.`)];
}

function seatBlocks({ seats, seatsTotal }: HomeApproving): KnownBlock[] {
  if (seats.length === 0) return [];
  const shown = seats.slice(0, homeShows.subscriptions);
  const hidden = Math.max(seatsTotal, seats.length) - shown.length;
  return [
    section(
      plainLines([
        'Seats',
        ...shown.map(seatLine),
        ...(hidden > 0
          ? [`${count(hidden, 'more subscription', 'more subscriptions')}: press Subscriptions.`]
          : []),
      ]),
    ),
  ];
}

function invitationCounts(invitations: Partial<Record<InvitationStatus, number>>): string {
  const counts = (Object.keys(invitationStatusNames) as InvitationStatus[])
    .filter((status) => (invitations[status] ?? 0) > 0)
    .map((status) => `${invitations[status]} ${countedStatus(status)}`);
  return counts.length === 0 ? 'none open' : counts.join(', ');
}

function countedStatus(status: InvitationStatus): string {
  if (status === 'proposed') return 'waiting for a second approver';
  return invitationStatusNames[status].toLowerCase();
}
