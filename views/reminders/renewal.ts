/** An invitation has expired, and its invitee asks for a new one. */
import type { Button } from '@slack/types';
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

/** To the inviter: what they can do about it stands beside it. */
export function renewalAskedMessage(
  briefing: Extract<Briefing, { template: 'renewal-asked' }>,
): SlackMessage {
  const { who, organizationName, invitationId, access } = briefing;
  const place = access === null ? organizationName : accessTo(organizationName, access);
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
