/** What waits for an approver, organization by organization. */
import type { KnownBlock } from '@slack/types';
import type { RequestFacts } from '../../src/domain/messages.ts';
import type { HomeApproving } from '../../src/domain/overviews.ts';
import type { InvitationStatus } from '../../src/domain/states.ts';
import { addressesDiffer, decision } from '../access-requests/request-card.ts';
import { context, header, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, plainLines } from '../common/escape.ts';
import { count, invitationStatusNames } from '../common/words.ts';

const most = { organizations: 4, requests: 3 };

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

function organizationBlocks({ organizationName, pending, total, invitations }: HomeApproving): KnownBlock[] {
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
    context(plain`Invitations: ${invitationCounts(invitations)}.`),
  ];
}

function requestBlocks(request: RequestFacts): KnownBlock[] {
  const { personName, username, email, invitedEmail, createdAt } = request;
  const differs = invitedEmail === null ? [] : [addressesDiffer(plain, invitedEmail).text];
  return [
    section(plainLines([`${personName} (${username}, ${email})`, ...differs])),
    context(mrkdwn`Requested ${date(createdAt)}`),
    decision(request),
  ];
}

function invitationCounts(invitations: Partial<Record<InvitationStatus, number>>): string {
  const counts = (Object.keys(invitationStatusNames) as InvitationStatus[])
    .filter((status) => (invitations[status] ?? 0) > 0)
    .map((status) => `${invitations[status]} ${invitationStatusNames[status].toLowerCase()}`);
  return counts.length === 0 ? 'none open' : counts.join(', ');
}
