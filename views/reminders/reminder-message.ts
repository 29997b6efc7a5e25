/** All that waits for one person, in one message: the first of each kind, with what can be done about it on the spot. */
import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { OfferFacts, ProposalFacts } from '../../src/domain/messages.ts';
import type { AccessEnding, ReminderFacts } from '../../src/domain/reminders.ts';
import { addressesDiffer, decision, isProposed, proposed } from '../access-requests/request-card.ts';
import { accessName, accessTo } from '../common/access.ts';
import { actions, button, context, header, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, plainLines, shorten } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { message, type SlackMessage } from '../common/message.ts';
import { count, listed } from '../common/words.ts';
import { answerButtons } from '../invitations/offer-message.ts';
import { proposalButtons } from '../invitations/proposal-message.ts';

/** How many of each kind are shown; the rest is counted. */
const most = 5;

/** The beginning of the ids of the blocks with buttons: whoever hears a press knows by it that the message is a reminder. */
export const reminderBlock = 'reminder-';

export function reminderMessage(facts: ReminderFacts): SlackMessage {
  const { requests, proposals, offers, endings } = facts;
  const { requestsTotal, proposalsTotal, offersTotal, endingsTotal } = facts;
  const waiting = whatWaits(facts);
  if (waiting.length === 0) return saying('Nothing waits for you any more.');
  const summary = plain`Reminder: ${listed(waiting)}.`;
  return message(mrkdwn`${summary.text}`, [
    section(summary),
    ...part('Requests to decide', requests, requestBlocks),
    ...more(requestsTotal, requests, 'type /access-requests'),
    ...part('Invitations for a second approver', proposals, proposalBlocks),
    ...more(proposalsTotal, proposals, 'type /invitations proposed'),
    ...part('Invitations for you', offers, offerBlocks),
    ...more(offersTotal, offers, 'open the Home tab of Gatehouse'),
    ...part('Access that ends soon', endings, endingBlocks),
    ...more(endingsTotal, endings, 'type /gatehouse people'),
  ]);
}

/** What a reminder becomes once a newer one has come: what is to be done stands there alone. */
export function reminderReplacedMessage(): SlackMessage {
  return saying('There is a newer reminder below.');
}

function saying(text: string): SlackMessage {
  return message(mrkdwn`${text}`, [section(plain`${text}`)]);
}

function whatWaits({ requestsTotal, proposalsTotal, offersTotal, endingsTotal }: ReminderFacts): string[] {
  const parts: [amount: number, text: string][] = [
    [requestsTotal, `${count(requestsTotal, 'request waits', 'requests wait')} for your decision`],
    [
      proposalsTotal,
      `${count(proposalsTotal, 'invitation waits', 'invitations wait')} for you as the second approver`,
    ],
    [offersTotal, `${count(offersTotal, 'invitation waits', 'invitations wait')} for your answer`],
    [
      endingsTotal,
      `${count(endingsTotal, 'access that you can extend ends', 'accesses that you can extend end')} soon`,
    ],
  ];
  return parts.filter(([amount]) => amount > 0).map(([, text]) => text);
}

function part<Item>(
  title: string,
  items: readonly Item[],
  blocksOf: (item: Item) => KnownBlock[],
): KnownBlock[] {
  return items.length === 0 ? [] : [header(title), ...items.slice(0, most).flatMap(blocksOf)];
}

function more(total: number, items: readonly unknown[], where: string): KnownBlock[] {
  const hidden = Math.max(total, items.length) - Math.min(items.length, most);
  return hidden > 0 ? [context(plain`${hidden} more: ${where}.`)] : [];
}

/** Twenty items with the longest of names would be more text than Slack takes in one message. */
const short = (name: string) => shorten(name, 40);
const shortMail = (address: string) => shorten(address, 60);
const shortAccess = (access: string) => shorten(access, 160);

function requestBlocks(request: ReminderFacts['requests'][number]): KnownBlock[] {
  const { personName, username, email, organizationName, invitedEmail, createdAt, escalated } = request;
  const approvals = request.approvals.map(short);
  const lines = [
    plain`${short(personName)} (${username}, ${shortMail(email)}) asks for access to ${short(organizationName)}.`
      .text,
    ...(invitedEmail === null ? [] : [addressesDiffer(plain, shortMail(invitedEmail)).text]),
    ...(isProposed(request) ? [shorten(proposed(plain, { ...request, approvals }).text, 220)] : []),
    ...(escalated ? ['It waits for the owners too.'] : []),
  ];
  return [
    { ...section(plainLines(lines)), fields: [mrkdwn`Requested ${date(createdAt)}`] },
    inReminder({ ...decision(request), elements: [...decision(request).elements, ...later(request)] }),
  ];
}

function later({ requestId, personName }: ReminderFacts['requests'][number]): ActionsBlock['elements'] {
  return [
    button('Snooze until tomorrow', {
      action: actionIds.requestSnooze,
      value: requestId,
      label: `Snooze the request of ${personName}`,
    }),
    button('Mute reminders for this one', {
      action: actionIds.requestMute,
      value: requestId,
      label: `Mute reminders for the request of ${personName}`,
    }),
  ];
}

function proposalBlocks(proposal: ProposalFacts): KnownBlock[] {
  const { personName, email, organizationName, access, proposedBy, expiresAt } = proposal;
  const who = personName === null ? shortMail(email) : `${short(personName)} (${shortMail(email)})`;
  const what = shortAccess(accessName(access));
  return [
    {
      ...section(
        plain`${short(proposedBy)} proposes to invite ${who} to ${short(organizationName)}: ${what}.`,
      ),
      fields: [mrkdwn`Valid until ${date(expiresAt)}`],
    },
    inReminder(proposalButtons(proposal)),
  ];
}

function offerBlocks(offer: OfferFacts): KnownBlock[] {
  const { inviterName, organizationName, access, expiresAt } = offer;
  return [
    {
      ...section(
        plain`${short(inviterName)} invites you to ${shortAccess(accessTo(organizationName, access))}.`,
      ),
      fields: [mrkdwn`Valid until ${date(expiresAt)}`],
    },
    inReminder(answerButtons(offer)),
  ];
}

function endingBlocks({ grantId, personName, organizationName, access, endsAt }: AccessEnding): KnownBlock[] {
  return [
    {
      ...section(plain`${short(personName)}: ${shortAccess(accessTo(organizationName, access))}.`, {
        id: `${reminderBlock}ending:${grantId}`,
        button: button('Extend', {
          action: actionIds.grantChange,
          value: grantId,
          label: `Extend the access of ${personName}`,
        }),
      }),
      fields: [mrkdwn`Ends ${date(endsAt)}`],
    },
  ];
}

function inReminder(block: ActionsBlock): ActionsBlock {
  return actions(`${reminderBlock}${block.block_id}`, block.elements);
}
