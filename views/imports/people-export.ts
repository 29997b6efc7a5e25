import { section } from '../common/blocks.ts';
import { mrkdwn } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';

/** Announces the file that follows. */
export function peopleExportMessage({ organizationName }: { organizationName: string }): SlackMessage {
  const text = mrkdwn`You asked for the people of ${organizationName} and their access. The list follows as a CSV file.`;
  return message(text, [section(text)]);
}
