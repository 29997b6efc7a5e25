import type { Briefing } from '../../src/domain/messages.ts';
import { context, section } from '../common/blocks.ts';
import { channel, mrkdwn, plain } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';

/** While nothing can be posted in the approvals channel: in the settings, and on Home. */
export const channelTrouble = 'The approvals channel cannot be reached. Choose another one.';

/** In a channel that has just become an approvals channel. */
export function approvalsHereMessage(
  briefing: Extract<Briefing, { template: 'approvals-here' }>,
): SlackMessage {
  const text = mrkdwn`Requests for access to ${briefing.organizationName} are posted in this channel.`;
  return message(text, [
    section(text),
    context(
      plain`Chosen by ${briefing.configuredBy}. To choose another channel, type /gatehouse organization.`,
    ),
  ]);
}

/** To an approver, when the approvals channel cannot be posted to. */
export function channelUnreachableMessage(
  briefing: Extract<Briefing, { template: 'channel-unreachable' }>,
): SlackMessage {
  const text = mrkdwn`Gatehouse cannot post in ${channel(briefing.channel)}, the approvals channel of ${briefing.organizationName}. Requests come to you as direct messages for now.`;
  return message(text, [
    section(text),
    section(plain`Invite Gatehouse to the channel, or choose another channel with /gatehouse organization.`),
  ]);
}
