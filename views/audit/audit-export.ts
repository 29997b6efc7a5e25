import { section } from '../common/blocks.ts';
import { mrkdwn } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';

/** Announces the file that follows. */
export function auditExportMessage({ organizationName }: { organizationName: string }): SlackMessage {
  const text = mrkdwn`You asked for the audit of ${organizationName}. It follows as a CSV file.`;
  return message(text, [section(text)]);
}
