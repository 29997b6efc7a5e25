/** What waits for an approver, organization by organization. */
import type { KnownBlock } from '@slack/types';
import type { RequestFacts } from '../../src/domain/messages.ts';
import type { HomeApproving } from '../../src/domain/overviews.ts';
import type { InvitationStatus } from '../../src/domain/states.ts';
import { addressesDiffer, decision, isProposed, proposed } from '../access-requests/request-card.ts';
import { accessName } from '../common/access.ts';
import { context, header, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, plainLines } from '../common/escape.ts';
import { seatLine } from '../common/seats.ts';
import { count, invitationStatusNames } from '../common/words.ts';
import { proposalBlocks } from '../invitations/proposal-message.ts';

const most = { organizations: 3, requests: 3, proposals: 3, subscriptions: 5 };

export function approvingBlocks(approving: readonly HomeApproving[]): KnownBlock[] {
  if (approving.length === 0) return [];
  const hidden = approving.length - most.organizations;
  return [
    header('To decide'),
    ...approving.slice(0, most.organizations).flatMap(organizationBlocks),
    ...(hidden > 0
      ? [context(plain`${count(hidden, 'more organization', 'more organizations')}: type /access-requests.`)]
      : []),
  ];
}

function organizationBlocks(approving: HomeApproving): KnownBlock[] {
  const { organizationName, pending, total, invitations, proposals, seats } = approving;
  const shown = pending.slice(0, most.requests);
  const hidden = Math.max(total, pending.length) - shown.length;
  return [
    section(
      shown.length === 0
        ? mrkdwn`*${organizationName}*: no request waits for a decision.`
        : mrkdwn`*${organizationName}*: ${count(Math.max(total, pending.length), 'request waits', 'requests wait')} for a decision.`,
    ),
    ...shown.flatMap(requestBlocks),
    ...(hidden > 0 ? [context(plain`${hidden} more: press Requests or type /access-requests.`)] : []),
    ...proposals.slice(0, most.proposals).flatMap(proposalBlocks),
    ...moreProposals(proposals.length - most.proposals),
    ...seatBlocks(seats),
    context(plain`Invitations: ${invitationCounts(invitations)}.`),
  ];
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

function seatBlocks(seats: HomeApproving['seats']): KnownBlock[] {
  if (seats.length === 0) return [];
  const hidden = seats.length - most.subscriptions;
  return [
    section(
      plainLines([
        'Seats',
        ...seats.slice(0, most.subscriptions).map(seatLine),
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
