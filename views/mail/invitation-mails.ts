/** Mails to the people who are invited. */
import type { Briefing, OfferFacts } from '../../src/domain/messages.ts';
import { mailDate } from '../common/dates.ts';
import { asRole } from '../common/words.ts';
import { words } from './escape.ts';
import { type Mail, type MailPart, mail } from './layout.ts';

type Of<Template extends Briefing['template']> = Extract<Briefing, { template: Template }>;

const text = (line: string): MailPart => ({ kind: 'text', text: line });

/** Step 1: the code, and what to do with it. */
export function joinInvitationMail(briefing: Of<'join-invitation'>): Mail {
  const { organizationName, inviterName, note, expiresAt, code } = briefing;
  const itsNote: MailPart[] =
    note === null ? [] : [text(words`A note from ${inviterName}:`), { kind: 'quote', text: note }];
  return mail({
    subject: words`${inviterName} invites you to ${organizationName}`,
    preheader: words`Your code for Gatehouse, valid until ${mailDate(expiresAt)}.`,
    parts: [
      text(
        words`${inviterName} invites you to ask for access to ${organizationName} with Gatehouse, an app in Slack. This is your code:`,
      ),
      { kind: 'code', code },
      text(words`It is valid until ${mailDate(expiresAt)}. It works once.`),
      ...itsNote,
      text('What to do:'),
      {
        kind: 'steps',
        steps: [
          `In Slack, type /request-access ${code} and send it. Or open Gatehouse, go to Home and press Enter code.`,
          'If you have no Gatehouse account yet, create it in the same form.',
          words`An approver of ${organizationName} decides. You get an e-mail and a message in Slack.`,
        ],
      },
      text(words`If the code does not work, ask ${inviterName} to send it again.`),
      text('If you did not expect this e-mail, ignore it. Keep the code private.'),
    ],
  });
}

/** The invitation was taken back: its code does not work any more, or its offer cannot be accepted any more. */
export function invitationWithdrawnMail({ organizationName, hasCode }: Of<'invitation-withdrawn'>): Mail {
  const end = hasCode
    ? 'The code that you got does not work any more.'
    : 'The invitation cannot be accepted any more.';
  return mail({
    subject: words`Your invitation to ${organizationName} was withdrawn`,
    preheader: end,
    parts: [
      text(`${words`Your invitation to ${organizationName} was withdrawn.`} ${end}`),
      text(
        'You do not have to do anything. If you think that this is a mistake, ask the person who invited you.',
      ),
    ],
  });
}

/** Step 2: access is offered, and waits for Accept. */
export function offerMail({ organizationName, inviterName, role, expiresAt }: OfferFacts): Mail {
  return mail({
    subject: words`Your invitation to ${organizationName}`,
    preheader: 'Accept it in Slack to get access.',
    parts: [
      text(words`${inviterName} invites you to ${organizationName} as ${asRole(role)}.`),
      text('To get access, open Slack. Press Accept in the message from Gatehouse, or on its Home tab.'),
      text(words`The invitation is valid until ${mailDate(expiresAt)}.`),
      text('If you did not expect this e-mail, ignore it or press Decline.'),
    ],
  });
}

/** The invitation was accepted. */
export function accessGrantedMail({ organizationName, role }: Of<'access-granted'>): Mail {
  return mail({
    subject: words`You have access to ${organizationName}`,
    preheader: words`You are ${asRole(role)} of ${organizationName}.`,
    parts: [
      text(words`You accepted the invitation. You are now ${asRole(role)} of ${organizationName}.`),
      text('To see your access, open the Home tab of Gatehouse in Slack.'),
    ],
  });
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
