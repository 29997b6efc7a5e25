import type { Briefing } from '../../src/domain/messages.ts';
import { section } from '../common/blocks.ts';
import { mrkdwn, plain } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';

type Reopened = Extract<Briefing, { template: 'request-reopened' }>;

/** To the person who asked: the decision was taken back within its ten minutes. */
export function requestReopenedMessage(briefing: Reopened): SlackMessage {
  return message(reopened(mrkdwn, briefing), [section(reopened(plain, briefing))]);
}

/** The same for elsewhere; `tag` makes it fit for where it stands. */
export function reopened<Text>(
  tag: (strings: TemplateStringsArray, organizationName: string) => Text,
  { organizationName, after }: Reopened,
): Text {
  return after === 'approved'
    ? tag`The decision on your request for access to ${organizationName} was taken back. It waits again. The invitation cannot be accepted any more.`
    : tag`The decision on your request for access to ${organizationName} was taken back. It waits again.`;
}
