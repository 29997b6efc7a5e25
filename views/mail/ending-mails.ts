import type { Briefing } from '../../src/domain/messages.ts';
import { accessTo, placeName } from '../common/access.ts';
import { mailDate } from '../common/dates.ts';
import { whoExtends } from '../reminders/access-ending.ts';
import { words } from './escape.ts';
import { type Mail, mail } from './layout.ts';
import { text } from './parts.ts';

/** The access ends soon. */
export function accessEndingMail(briefing: Extract<Briefing, { template: 'access-ending' }>): Mail {
  const { organizationName, access, endsAt } = briefing;
  return mail({
    subject: words`Your access to ${placeName(organizationName, access)} ends soon`,
    preheader: words`It ends on ${mailDate(endsAt)}.`,
    parts: [
      text(words`Your access to ${accessTo(organizationName, access)} ends on ${mailDate(endsAt)}.`),
      text(whoExtends(words, briefing)),
    ],
  });
}
