/** Mails that offer an access. An address without an account gets a code with it. */
import type { Briefing, OfferFacts } from '../../src/domain/messages.ts';
import { accessTo, comingAlong, placeName } from '../common/access.ts';
import { mailDate } from '../common/dates.ts';
import { words } from './escape.ts';
import { type Mail, type MailPart, mail } from './layout.ts';
import { codeSteps, howToAccept, keepPrivate, noteParts, text } from './parts.ts';

type Offer = OfferFacts & { code: string | null; note: string | null };

/** Access is offered, and waits for Accept. */
export function offerMail(offer: Offer): Mail {
  return mail(contents(offer, ''));
}

/** The same once more, because it waits for an answer. */
export function offerReminderMail(offer: Omit<Offer, 'note'>): Mail {
  return mail(contents({ ...offer, note: null }, 'Reminder: '));
}

function contents(offer: Offer, start: string) {
  if (offer.waitsFor !== undefined && offer.code === null) return toWaiting(offer, offer.waitsFor, start);
  return offer.code === null ? toAccount(offer, start) : toAddress(offer, offer.code, start);
}

function toAccount(offer: Offer, start: string) {
  const { organizationName, inviterName, access, expiresAt, note } = offer;
  return {
    subject: `${start}${words`Your invitation to ${placeName(organizationName, access)}`}`,
    preheader: 'Accept it in Slack to get access.',
    parts: [
      text(`${start}${words`${inviterName} invites you to ${accessTo(organizationName, access)}.`}`),
      ...alongParts(offer),
      ...noteParts(inviterName, note),
      text(howToAccept),
      text(`${words`The invitation is valid until ${mailDate(expiresAt)}.`}${accessEnd(offer)}`),
      text('If you did not expect this e-mail, ignore it or press Decline.'),
    ],
  };
}

/** To somebody who has an account, and no access yet to the organization that they come through. */
function toWaiting(offer: Offer, waitsFor: string, start: string) {
  const { organizationName, inviterName, access, expiresAt, note } = offer;
  return {
    subject: `${start}${words`Your invitation to ${placeName(organizationName, access)}`}`,
    preheader: words`You get it with your access to ${waitsFor}.`,
    parts: [
      text(`${start}${words`${inviterName} invites you to ${accessTo(organizationName, access)}.`}`),
      ...noteParts(inviterName, note),
      text(
        words`You get this access as soon as you have access to ${waitsFor}. If you do not have that yet, ask an owner or an admin of ${waitsFor}.`,
      ),
      text(`${words`The invitation is valid until ${mailDate(expiresAt)}.`}${accessEnd(offer)}`),
      text('If you did not expect this e-mail, ignore it.'),
    ],
  };
}

/** What follows once the code was entered. */
function afterCode({ organizationName, access }: Offer): string {
  if (access.kind !== 'workgroup')
    return words`Press Accept to get access. If your e-mail address in Slack is not the one that this e-mail was sent to, an approver of ${organizationName} decides first.`;
  return access.partnerName === null
    ? words`An approver of ${organizationName} decides. With your access to ${organizationName} you get the access to the workgroup.`
    : words`Your e-mail address in Slack must be the one that this e-mail was sent to. You get the access with your account.`;
}

function toAddress(offer: Offer, code: string, start: string) {
  const { organizationName, inviterName, access, expiresAt, note } = offer;
  const parts: MailPart[] = [
    text(
      `${start}${words`${inviterName} invites you to ${accessTo(organizationName, access)}. ${access.kind === 'workgroup' ? 'You enter it' : 'You accept'} with Gatehouse, an app in Slack. This is your code:`}`,
    ),
    { kind: 'code', code },
    text(`${words`It is valid until ${mailDate(expiresAt)}. It works once.`}${accessEnd(offer)}`),
    ...alongParts(offer),
    ...noteParts(inviterName, note),
    ...codeSteps(code, afterCode(offer)),
    text(words`If the code does not work, ask ${inviterName} for it to be sent again.`),
    text(keepPrivate),
  ];
  return {
    subject: `${start}${words`${inviterName} invites you to ${placeName(organizationName, access)}`}`,
    preheader: words`Your code for Gatehouse, valid until ${mailDate(expiresAt)}.`,
    parts,
  };
}

function alongParts({ comesAlong }: OfferFacts): MailPart[] {
  const sentence = comingAlong(comesAlong);
  return sentence === null ? [] : [text(words`${sentence}`)];
}

function accessEnd({ accessEndsAt }: OfferFacts): string {
  return accessEndsAt === null ? '' : words` The access ends on ${mailDate(accessEndsAt)}.`;
}

/** What is offered is something else now. */
export function invitationChangedMail(briefing: Extract<Briefing, { template: 'invitation-changed' }>): Mail {
  const { organizationName, access, changedBy } = briefing;
  return mail({
    subject: words`Your invitation to ${organizationName} has changed`,
    preheader: words`It is now to ${accessTo(organizationName, access)}.`,
    parts: [
      text(words`${changedBy} changed your invitation. It is now to ${accessTo(organizationName, access)}.`),
      text('All else stays as it was. Accept it in Slack as before.'),
      text('If you do not want it, press Decline.'),
    ],
  });
}
