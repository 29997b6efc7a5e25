/** Mails about an invitation and its code. */
import type { Briefing } from '../../src/domain/messages.ts';
import { placeName } from '../common/access.ts';
import { mailDate } from '../common/dates.ts';
import { words } from './escape.ts';
import { type Mail, mail } from './layout.ts';
import { codeSteps, howToAccept, keepPrivate, noteParts, text } from './parts.ts';

type Of<Template extends Briefing['template']> = Extract<Briefing, { template: Template }>;

/** Step 1: the code, and what to do with it; or the same once more. */
export function joinInvitationMail(briefing: Of<'join-invitation'>): Mail {
  const { organizationName, inviterName, note, expiresAt, isReminder, code } = briefing;
  const start = isReminder ? 'Reminder: ' : '';
  return mail({
    subject: `${start}${words`${inviterName} invites you to ${organizationName}`}`,
    preheader: words`Your code for Gatehouse, valid until ${mailDate(expiresAt)}.`,
    parts: [
      text(
        `${start}${words`${inviterName} invites you to ask for access to ${organizationName} with Gatehouse, an app in Slack. This is your code:`}`,
      ),
      { kind: 'code', code },
      text(words`It is valid until ${mailDate(expiresAt)}. It works once.`),
      ...noteParts(inviterName, note),
      ...codeSteps(
        code,
        words`An approver of ${organizationName} decides. You get an e-mail and a message in Slack.`,
      ),
      text(words`If the code does not work, ask ${inviterName} to send it again.`),
      text(keepPrivate),
    ],
  });
}

/** The invitation was taken back: its code does not work any more, or its offer cannot be accepted any more. */
export function invitationWithdrawnMail(briefing: Of<'invitation-withdrawn'>): Mail {
  const { hasCode } = briefing;
  const place = placeOf(briefing);
  const end = hasCode
    ? 'The code that you got does not work any more.'
    : 'The invitation cannot be accepted any more.';
  return mail({
    subject: words`Your invitation to ${place} was withdrawn`,
    preheader: end,
    parts: [
      text(`${words`Your invitation to ${place} was withdrawn.`} ${end}`),
      text(
        'You do not have to do anything. If you think that this is a mistake, ask the person who invited you.',
      ),
    ],
  });
}

/** The withdrawal was taken back: the code works again, or the offer can be accepted again. */
export function invitationRestoredMail(briefing: Of<'invitation-restored'>): Mail {
  const { hasCode, expiresAt } = briefing;
  const place = placeOf(briefing);
  const again = hasCode ? 'The code that you got works again.' : 'The invitation can be accepted again.';
  return mail({
    subject: words`Your invitation to ${place} is valid again`,
    preheader: again,
    parts: [
      text(
        `${words`Your invitation to ${place} is valid again.`} ${again} ${words`It is valid until ${mailDate(expiresAt)}.`}`,
      ),
      text(
        hasCode
          ? 'In Slack, type /request-access and your code, and send it. Or open Gatehouse, go to Home and press Enter code.'
          : howToAccept,
      ),
    ],
  });
}

/** What is meant: somebody may be invited to an organization and to its workgroups at the same time. */
function placeOf({
  organizationName,
  access,
}: Pick<Of<'invitation-withdrawn'>, 'organizationName' | 'access'>): string {
  return access ? placeName(organizationName, access) : organizationName;
}

/** To the invited person: too many wrong tries have locked the code. */
export function codeLockedMail({ organizationName }: Of<'code-locked'>): Mail {
  return mail({
    subject: words`A code for ${organizationName} is locked`,
    preheader: 'A wrong code was entered too often.',
    parts: [
      text(words`Your code for ${organizationName} is locked, because a wrong code was entered too often.`),
      text('Ask for the invitation to be sent again. You then get a new code.'),
    ],
  });
}
