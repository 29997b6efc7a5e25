/** The week of the organizations in which somebody decides: what is to be done, and where. */
import type { KnownBlock } from '@slack/types';
import type { DigestOrganization } from '../../src/domain/reminders.ts';
import { context, header, section } from '../common/blocks.ts';
import { mrkdwn, plain, plainLines, shorten } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';
import { count, listed } from '../common/words.ts';

const most = 10;

export function digestMessage({
  organizations,
}: {
  organizations: readonly DigestOrganization[];
}): SlackMessage {
  const names = listed(
    organizations.map(({ organizationName }) => shorten(organizationName, 60)),
    5,
  );
  const hidden = organizations.length - most;
  return message(mrkdwn`Your week in Gatehouse: there is something to do in ${names}.`, [
    header('Your week in Gatehouse'),
    ...organizations.slice(0, most).map(organizationBlock),
    ...(hidden > 0
      ? [context(plain`${count(hidden, 'more organization', 'more organizations')}: open the Home tab.`)]
      : []),
  ]);
}

function organizationBlock(organization: DigestOrganization): KnownBlock {
  return section(
    plainLines([organization.organizationName, ...toDo(organization).map((line) => `• ${line}`)]),
  );
}

function toDo(organization: DigestOrganization): string[] {
  const { requests, proposals, expired, undeliverable, endings, full, deadLetters } = organization;
  const lines: [amount: number, text: string][] = [
    [requests, `${count(requests, 'request waits', 'requests wait')} for a decision: type /access-requests.`],
    [
      proposals,
      `${count(proposals, 'invitation waits', 'invitations wait')} for a second approver: type /invitations proposed.`,
    ],
    [
      expired,
      `${count(expired, 'invitation has', 'invitations have')} expired in the last seven days: type /invitations expired.`,
    ],
    [
      undeliverable,
      `${count(undeliverable, 'invitation', 'invitations')} could not be delivered: type /invitations undeliverable.`,
    ],
    [
      endings,
      `${count(endings, 'access ends', 'accesses end')} within fourteen days: type /gatehouse people.`,
    ],
    [
      full,
      `${count(full, 'subscription has', 'subscriptions have')} no free seat, and somebody waits: type /gatehouse subscriptions.`,
    ],
    [
      deadLetters,
      `${count(deadLetters, 'message', 'messages')} could not be sent: type /gatehouse deliveries.`,
    ],
  ];
  return lines.filter(([amount]) => amount > 0).map(([, text]) => text);
}
