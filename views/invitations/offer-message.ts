import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { Briefing, OfferFacts } from '../../src/domain/messages.ts';
import { accessTo, asRole, comingAlong, placeName, roleWithin } from '../common/access.ts';
import { actions, button, confirmation, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { type Markup, mrkdwn, plain } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { message, type SlackMessage } from '../common/message.ts';
import { renewalButton } from '../reminders/renewal.ts';

/** An access invitation, to its invitee. Once it is answered or over, no buttons are left. */
export function offerMessage(offer: OfferFacts): SlackMessage {
  return told(offer, '');
}

/** The same once more, because it waits for an answer. */
export function offerReminderMessage(offer: OfferFacts): SlackMessage {
  return told(offer, 'Reminder: ');
}

function told(offer: OfferFacts, start: string): SlackMessage {
  const opening = { markup: start };
  const { inviterName, organizationName, access } = offer;
  const invites = mrkdwn`${opening}${inviterName} invites you to ${accessTo(organizationName, access)}.`;
  const summary = offer.status === 'pending' ? invites : mrkdwn`${{ markup: invites.text }} ${answer(offer)}`;
  return message(summary, blocks(offer, opening));
}

/** One access invitation, on Home. */
export function offerBlocks(offer: OfferFacts): KnownBlock[] {
  return blocks(offer, { markup: '' });
}

function blocks(offer: OfferFacts, opening: Markup): KnownBlock[] {
  const { inviterName, organizationName, access, expiresAt, status } = offer;
  const invites = {
    markup:
      mrkdwn`${opening}${inviterName} invites you to *${placeName(organizationName, access)}* ${asRole(access)}.`
        .text,
  };
  if (status !== 'pending') return [section(mrkdwn`${invites} ${answer(offer)}`), ...renewal(offer)];
  return [
    section(mrkdwn`${invites} Valid until ${date(expiresAt)}.${accessEnd(offer)}`),
    ...along(offer),
    answerButtons(offer),
  ];
}

function accessEnd({ accessEndsAt }: OfferFacts): Markup {
  return { markup: accessEndsAt === null ? '' : ` The access ends ${date(accessEndsAt).markup}.` };
}

function along({ comesAlong }: OfferFacts): KnownBlock[] {
  const sentence = comingAlong(comesAlong);
  return sentence === null ? [] : [section(plain`${sentence}`)];
}

/** Accept and Decline. */
export function answerButtons({ invitationId, organizationName, access }: OfferFacts): ActionsBlock {
  const place = placeName(organizationName, access);
  return actions(`offer:${invitationId}`, [
    button('Accept', {
      action: actionIds.offerAccept,
      value: invitationId,
      style: 'primary',
      label: `Accept the invitation to ${place}`,
    }),
    button('Decline', {
      action: actionIds.offerDecline,
      value: invitationId,
      label: `Decline the invitation to ${place}`,
      confirm: confirmation(
        'Decline the invitation?',
        `You get no access to ${place}. If you change your mind, you need a new invitation.`,
        'Decline',
      ),
    }),
  ]);
}

/** An expired invitation can be asked for anew, once. */
function renewal({
  invitationId,
  organizationName,
  access,
  status,
  renewalAskedAt,
}: OfferFacts): KnownBlock[] {
  if (status !== 'expired' || renewalAskedAt) return [];
  const place = placeName(organizationName, access);
  return [actions(`renewal:${invitationId}`, [renewalButton(invitationId, place)])];
}

function answer({ status, answeredAt, expiresAt, inviterName, renewalAskedAt }: OfferFacts): Markup {
  const at = { markup: answeredAt === null ? '' : `, ${date(answeredAt).markup}` };
  switch (status) {
    case 'accepted':
    case 'redeemed':
      return { markup: mrkdwn`You accepted${at}.`.text };
    case 'declined':
      return { markup: mrkdwn`You declined${at}.`.text };
    case 'revoked':
      return { markup: mrkdwn`The invitation was withdrawn${at}.`.text };
    case 'expired':
      return {
        markup: renewalAskedAt
          ? mrkdwn`The invitation expired, ${date(expiresAt)}. You asked for a new one, ${date(renewalAskedAt)}.`
              .text
          : mrkdwn`The invitation expired, ${date(expiresAt)}. Ask for a new one, and ${inviterName} is told.`
              .text,
      };
    case 'undeliverable':
      return { markup: mrkdwn`The invitation is on hold. Ask ${inviterName} to send it again.`.text };
    case 'proposed':
      return { markup: 'The invitation waits for a second approver.' };
    case 'waitlisted':
      return { markup: 'The invitation waits for a free seat.' };
    case 'pending':
      return { markup: 'The invitation waits for your answer.' };
  }
}

/** To the person who invited: what the invitee answered. */
export function offerAnsweredMessage(
  briefing: Extract<Briefing, { template: 'offer-answered' }>,
): SlackMessage {
  const { personName, username, organizationName, access, answer } = briefing;
  const sentence = <Text>(tag: (strings: TemplateStringsArray, ...values: string[]) => Text): Text => {
    const place = placeName(organizationName, access);
    const role = roleWithin(access);
    if (answer === 'given')
      return tag`${personName} (${username}) has access to ${place} now, and is ${role}.`;
    return answer === 'accepted'
      ? tag`${personName} (${username}) accepted the invitation to ${place} and is now ${role}.`
      : tag`${personName} (${username}) declined the invitation to ${accessTo(organizationName, access)}.`;
  };
  return message(sentence(mrkdwn), [section(sentence(plain))]);
}

/** To the invitee: what is offered is something else now. */
export function invitationChangedMessage(
  briefing: Extract<Briefing, { template: 'invitation-changed' }>,
): SlackMessage {
  const { changedBy, organizationName, access } = briefing;
  const text = mrkdwn`${changedBy} changed your invitation. It is now to ${accessTo(organizationName, access)}.`;
  return message(text, [
    section(text),
    section(
      plain`Answer it as before: press Accept or Decline in the message from Gatehouse, or on its Home tab.`,
    ),
  ]);
}
