/** Messages to the person whose access begins, changes or ends. */
import type { AccessFacts } from '../../src/domain/access.ts';
import type { Briefing } from '../../src/domain/messages.ts';
import { accessTo, placeName, roleWithin } from '../common/access.ts';
import { quote, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { type Markup, mrkdwn, plain } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';

type Of<Template extends Briefing['template']> = Extract<Briefing, { template: Template }>;
type Tag<Text> = (strings: TemplateStringsArray, ...values: string[]) => Text;

/** The invitation was accepted, or the organization gives such access at once. */
export function accessGrantedMessage(briefing: Of<'access-granted'>): SlackMessage {
  const { note, giverName } = briefing;
  const text = mrkdwn`${{ markup: granted(mrkdwn, briefing).text }}${ends(briefing)}`;
  return message(text, [
    section(text),
    ...(note === null ? [] : [section(plain`A note from ${giverName}:`), quote(note)]),
    section(plain`To see your access, open the Home tab of Gatehouse.`),
  ]);
}

/** Another role, or another end. */
export function accessChangedMessage(briefing: Of<'access-changed'>): SlackMessage {
  const text = mrkdwn`${{ markup: changed(mrkdwn, briefing).text }}${ends(briefing)}`;
  return message(text, [section(text), section(plain`To see your access, open the Home tab of Gatehouse.`)]);
}

/** The access is over. */
export function accessEndedMessage(briefing: Of<'access-ended'>): SlackMessage {
  const text = ended(mrkdwn, briefing);
  return message(text, [section(text), section(whomToAsk(plain, briefing))]);
}

/** The words of these messages, for mails too; `tag` makes them fit for where they stand. */
export function granted<Text>(
  tag: Tag<Text>,
  { organizationName, access, accepted, giverName }: Of<'access-granted'>,
): Text {
  return accepted
    ? tag`You accepted the invitation. You are now ${standing(organizationName, access)}.`
    : tag`${giverName} gives you access to ${accessTo(organizationName, access)}. There is nothing to accept.`;
}

export function changed<Text>(tag: Tag<Text>, { organizationName, access }: Of<'access-changed'>): Text {
  return tag`Your access has changed. You are now ${standing(organizationName, access)}.`;
}

export function ended<Text>(
  tag: Tag<Text>,
  { organizationName, access, formerPartner }: Of<'access-ended'>,
): Text {
  const place = placeName(organizationName, access);
  return formerPartner
    ? tag`Your access to ${place} has ended: ${formerPartner.name} is no longer a partner of ${organizationName}.`
    : tag`Your access to ${place} has ended.`;
}

/** Who ended a partnership can begin it again. */
export function whomToAsk<Text>(
  tag: Tag<Text>,
  { organizationName, formerPartner }: Of<'access-ended'>,
): Text {
  return formerPartner
    ? tag`If you still need it, ask an owner of ${formerPartner.left ? formerPartner.name : organizationName}.`
    : tag`If you still need it, ask an owner or an admin of ${organizationName}.`;
}

/** What somebody is: `an admin of Aster Labs`, or `Editor on Atlas (Team) of Aster Labs`. */
export function standing(organizationName: string, access: AccessFacts): string {
  const preposition = access.kind === 'app' ? 'on' : 'of';
  return `${roleWithin(access)} ${preposition} ${placeName(organizationName, access)}`;
}

function ends({ endsAt }: { endsAt: Date | null }): Markup {
  return { markup: endsAt === null ? '' : ` The access ends ${date(endsAt).markup}.` };
}
