/** Mails to the person whose access begins, changes or ends. */
import type { Briefing } from '../../src/domain/messages.ts';
import { placeName } from '../common/access.ts';
import { mailDate } from '../common/dates.ts';
import { changed, ended, granted, standing, whomToAsk } from '../invitations/access-messages.ts';
import { words } from './escape.ts';
import { type Mail, type MailPart, mail } from './layout.ts';
import { noteParts, text } from './parts.ts';

type Of<Template extends Briefing['template']> = Extract<Briefing, { template: Template }>;

const seeHome = text('To see your access, open the Home tab of Gatehouse in Slack.');

/** The invitation was accepted, or the organization gives such access at once. */
export function accessGrantedMail(briefing: Of<'access-granted'>): Mail {
  const { organizationName, access, giverName, note } = briefing;
  return mail({
    subject: words`You have access to ${placeName(organizationName, access)}`,
    preheader: words`You are ${standing(organizationName, access)}.`,
    parts: [text(granted(words, briefing)), ...ends(briefing), ...noteParts(giverName, note), seeHome],
  });
}

/** Another role, or another end. */
export function accessChangedMail(briefing: Of<'access-changed'>): Mail {
  const { organizationName, access } = briefing;
  return mail({
    subject: words`Your access to ${placeName(organizationName, access)} has changed`,
    preheader: words`You are now ${standing(organizationName, access)}.`,
    parts: [text(changed(words, briefing)), ...ends(briefing), seeHome],
  });
}

/** The access is over. */
export function accessEndedMail(briefing: Of<'access-ended'>): Mail {
  const { organizationName, access } = briefing;
  return mail({
    subject: words`Your access to ${placeName(organizationName, access)} has ended`,
    preheader: whomToAsk(words, briefing),
    parts: [text(ended(words, briefing)), text(whomToAsk(words, briefing))],
  });
}

function ends({ endsAt }: { endsAt: Date | null }): MailPart[] {
  return endsAt === null ? [] : [text(words`The access ends on ${mailDate(endsAt)}.`)];
}
