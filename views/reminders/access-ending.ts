/** To the person whose access ends soon. */
import type { Briefing } from '../../src/domain/messages.ts';
import { accessTo } from '../common/access.ts';
import { section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, shorten } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';
import { listed } from '../common/words.ts';

type Ending = Extract<Briefing, { template: 'access-ending' }>;

export function accessEndingMessage(briefing: Ending): SlackMessage {
  const { organizationName, access, endsAt } = briefing;
  const text = mrkdwn`Your access to ${accessTo(organizationName, access)} ends ${date(endsAt)}.`;
  return message(text, [section(text), section(whoExtends(plain, briefing))]);
}

/** Whom to ask, for the mail too; `tag` makes it fit for where it stands. */
export function whoExtends<Text>(
  tag: (strings: TemplateStringsArray, ...values: string[]) => Text,
  { askWhom, organizationName }: Ending,
): Text {
  if (askWhom.length === 0) {
    return tag`If you need it for longer, ask an owner or an admin of ${organizationName}.`;
  }
  const names = listed(
    askWhom.map((name) => shorten(name, 60)),
    5,
  );
  return tag`If you need it for longer, ask ${names} of ${organizationName}.`;
}
