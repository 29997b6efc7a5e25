/** An invitation has expired, and its invitee asks for a new one. */
import type { ActionsBlock, Button } from '@slack/types';
import type { AccessFacts } from '../../src/domain/access.ts';
import type { Briefing } from '../../src/domain/messages.ts';
import { accessTo } from '../common/access.ts';
import { actions, button, section } from '../common/blocks.ts';
import { mrkdwn, plain } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { message, type SlackMessage } from '../common/message.ts';

/** Asks for a new invitation. `place` is what the expired one was to. */
export function renewalButton(invitationId: string, place: string): Button {
  return button('Ask for a new one', {
    action: actionIds.renewalAsk,
    value: invitationId,
    label: `Ask for a new invitation to ${place}`,
  });
}

/** An expired invitation as its invitee asks for a new one; `access` is null where it was to ask for access. */
export interface Renewable {
  invitationId: string;
  organizationName: string;
  access: AccessFacts | null;
}

/** The block of the button in an answer that has nothing else to say, and gives way to what comes of it. */
export const renewalAnswerBlock = 'renewal-answer';

/** The button under an answer to whoever comes too late. */
export function renewalAnswer(expired: Renewable): ActionsBlock {
  const { invitationId } = expired;
  return actions(`${renewalAnswerBlock}:${invitationId}`, [
    renewalButton(invitationId, renewalPlace(expired)),
  ]);
}

/** What an expired invitation was to: `Aster Labs`, or `Atlas (Team) of Aster Labs as Editor`. */
export function renewalPlace({
  organizationName,
  access,
}: Pick<Renewable, 'organizationName' | 'access'>): string {
  return access === null ? organizationName : accessTo(organizationName, access);
}

/** To the inviter: what they can do about it stands beside it, until somebody has done it. */
export function renewalAskedMessage(
  briefing: Extract<Briefing, { template: 'renewal-asked' }>,
): SlackMessage {
  const { who, invitationId, isSentAgain } = briefing;
  const place = renewalPlace(briefing);
  if (isSentAgain) {
    const over = mrkdwn`${who} asked for a new invitation to ${place}. The invitation was sent again.`;
    return message(over, [section(over)]);
  }
  const text = mrkdwn`${who} asks for a new invitation to ${place}. The one that you sent has expired.`;
  return message(text, [
    section(text),
    section(
      plain`If the person should still have it, press Resend. The mail then has a new code if one is needed.`,
    ),
    actions(`renewal:${invitationId}`, [
      button('Resend', {
        action: actionIds.invitationResend,
        value: invitationId,
        style: 'primary',
        label: `Resend the invitation of ${who}`,
      }),
    ]),
  ]);
}
