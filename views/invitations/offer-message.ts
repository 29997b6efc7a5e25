import type { KnownBlock } from '@slack/types';
import type { Briefing, OfferFacts } from '../../src/domain/messages.ts';
import { actions, button, confirmation, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { type Markup, mrkdwn, plain } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { message, type SlackMessage } from '../common/message.ts';
import { asRole } from '../common/words.ts';

/** An access invitation, to its invitee. Once it is answered or over, no buttons are left. */
export function offerMessage(offer: OfferFacts): SlackMessage {
  const { inviterName, organizationName, role } = offer;
  const invites = mrkdwn`${inviterName} invites you to ${organizationName} as ${asRole(role)}.`;
  const summary = offer.status === 'pending' ? invites : mrkdwn`${{ markup: invites.text }} ${answer(offer)}`;
  return message(summary, offerBlocks(offer));
}

/** One access invitation: in the direct message, and on Home. */
export function offerBlocks(offer: OfferFacts): KnownBlock[] {
  const { inviterName, organizationName, role, expiresAt, status } = offer;
  const invites = {
    markup: mrkdwn`${inviterName} invites you to *${organizationName}* as ${asRole(role)}.`.text,
  };
  if (status !== 'pending') return [section(mrkdwn`${invites} ${answer(offer)}`)];
  return [section(mrkdwn`${invites} Valid until ${date(expiresAt)}.`), answerButtons(offer)];
}

function answerButtons({ invitationId, organizationName }: OfferFacts): KnownBlock {
  return actions(`offer:${invitationId}`, [
    button('Accept', {
      action: actionIds.offerAccept,
      value: invitationId,
      style: 'primary',
      label: `Accept the invitation to ${organizationName}`,
    }),
    button('Decline', {
      action: actionIds.offerDecline,
      value: invitationId,
      label: `Decline the invitation to ${organizationName}`,
      confirm: confirmation(
        'Decline the invitation?',
        `You get no access to ${organizationName}. If you change your mind, you need a new invitation.`,
        'Decline',
      ),
    }),
  ]);
}

function answer({ status, answeredAt, expiresAt, inviterName }: OfferFacts): Markup {
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
        markup: mrkdwn`The invitation expired, ${date(expiresAt)}. Ask ${inviterName} to send it again.`.text,
      };
    case 'undeliverable':
      return { markup: mrkdwn`The invitation is on hold. Ask ${inviterName} to send it again.`.text };
    case 'waitlisted':
    case 'pending':
      return { markup: mrkdwn`The invitation waits.`.text };
  }
}

/** To the person who invited: what the invitee answered. */
export function offerAnsweredMessage(
  briefing: Extract<Briefing, { template: 'offer-answered' }>,
): SlackMessage {
  const { personName, username, organizationName, role, accepted } = briefing;
  const sentence = <Text>(tag: (strings: TemplateStringsArray, ...values: string[]) => Text): Text =>
    accepted
      ? tag`${personName} (${username}) accepted the invitation to ${organizationName} and is now ${asRole(role)}.`
      : tag`${personName} (${username}) declined the invitation to ${organizationName} as ${asRole(role)}.`;
  return message(sentence(mrkdwn), [section(sentence(plain))]);
}
