/** To the owners: mails of Gatehouse do not arrive, and what they can do. */
import type { Briefing } from '../../src/domain/messages.ts';
import { section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, shorten } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';

type Of<Template extends Briefing['template']> = Extract<Briefing, { template: Template }>;

/** The notification address takes no mail. */
export function notificationRefusedMessage(briefing: Of<'notification-refused'>): SlackMessage {
  const { organizationName, address } = briefing;
  const text = mrkdwn`A mail to ${address}, the notification address of ${organizationName}, was refused.`;
  return message(text, [
    section(text),
    section(
      plain`Requests still reach the approvers in Slack. Choose another address with /gatehouse organization; /gatehouse deliveries says why it was refused.`,
    ),
  ]);
}

/** No mail leaves. */
export function mailStoppedMessage({ problem }: Of<'mail-stopped'>): SlackMessage {
  const text = mrkdwn`Gatehouse cannot send mail. ${shorten(problem, 500)}`;
  return message(text, [
    section(text),
    section(
      plain`Mails wait, and leave once this is set right. Tell whoever runs Gatehouse in your company. /gatehouse deliveries shows what waits.`,
    ),
  ]);
}

/** Slack lets Gatehouse in again. */
export function tenantResumedMessage({ frozenAt }: Of<'tenant-resumed'>): SlackMessage {
  const text = mrkdwn`Gatehouse works again. Slack did not let it in since ${date(frozenAt)}.`;
  return message(text, [
    section(text),
    section(
      plain`What it was to send at that time was cancelled. See the invitations of these days with /invitations, and send them again where it matters.`,
    ),
  ]);
}
