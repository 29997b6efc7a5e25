import { section } from '../common/blocks.ts';
import { mrkdwn, shorten } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';

/** The end of the message about an import, for who may not see the import any more. */
export function importHiddenMessage({
  fileName,
  organizationName,
}: {
  fileName: string;
  organizationName: string;
}): SlackMessage {
  const file = shorten(fileName, 100);
  const text = mrkdwn`You can't import people into ${organizationName} any more, so the import of ${file} is not shown here. Ask an owner what was done.`;
  return message(text, [section(text)]);
}
