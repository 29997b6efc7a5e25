import type { Briefing } from '../../src/domain/messages.ts';
import { section } from '../common/blocks.ts';
import { mrkdwn, plain } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';

type Expired = Extract<Briefing, { template: 'request-expired' }>;

/** To the person who asked: nobody has decided in time. */
export function requestExpiredMessage(briefing: Expired): SlackMessage {
  return message(expired(mrkdwn, briefing), [section(expired(plain, briefing))]);
}

function expired<Text>(
  tag: (strings: TemplateStringsArray, organizationName: string, whom: string) => Text,
  { organizationName, inviterName }: Expired,
): Text {
  const whom = inviterName ?? 'the person who invited you';
  return tag`Nobody decided on your request for access to ${organizationName} in time, and it has expired. To ask again, ask ${whom} for a new code.`;
}
