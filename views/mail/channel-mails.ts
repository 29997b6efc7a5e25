/** For an organization whose approvers cannot be reached in Slack. */
import type { Briefing } from '../../src/domain/messages.ts';
import { words } from './escape.ts';
import { type Mail, mail } from './layout.ts';
import { text } from './parts.ts';

/** Neither the approvals channel nor somebody who was to be told instead can be reached. */
export function channelUnreachableMail(
  briefing: Extract<Briefing, { template: 'channel-unreachable' }>,
): Mail {
  const { organizationName } = briefing;
  return mail({
    subject: words`The approvals channel of ${organizationName} cannot be reached`,
    preheader: 'Access requests may wait without anybody knowing.',
    parts: [
      text(
        words`Gatehouse cannot post in the approvals channel of ${organizationName}, and somebody who was to be told instead could not be reached in Slack either.`,
      ),
      text(
        'Access requests may wait without anybody knowing. An owner or admin can see them in Slack with /access-requests, and choose another channel with /gatehouse organization.',
      ),
    ],
  });
}
