import type { Briefing } from '../../src/domain/messages.ts';
import { quote, section } from '../common/blocks.ts';
import { mrkdwn } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';

/** To the person who asked: the request was denied, with the reason if there is one. */
export function requestDeniedMessage(
  briefing: Extract<Briefing, { template: 'request-denied' }>,
): SlackMessage {
  const text = mrkdwn`Your request for access to ${briefing.organizationName} was denied.`;
  if (briefing.reason === null) return message(text, [section(text)]);
  return message(text, [section(mrkdwn`${{ markup: text.text }} The reason:`), quote(briefing.reason)]);
}
