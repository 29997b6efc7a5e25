import { section } from '../common/blocks.ts';
import { mrkdwn, shorten } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';

/** Announces the report that follows. */
export function importReportAskedMessage({ fileName }: { fileName: string }): SlackMessage {
  const text = mrkdwn`You asked for the report of the import of ${shorten(fileName, 100)}. It follows as a CSV file.`;
  return message(text, [section(text)]);
}
