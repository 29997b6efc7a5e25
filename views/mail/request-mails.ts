/** Mails about access requests: to the notification address, and to the person who asked. */
import type { Briefing, RequestFacts } from '../../src/domain/messages.ts';
import { addressesDiffer, identity } from '../access-requests/request-card.ts';
import { reopened } from '../access-requests/request-reopened-message.ts';
import { accessName } from '../common/access.ts';
import { mailDate } from '../common/dates.ts';
import { words } from './escape.ts';
import { type Mail, type MailPart, mail } from './layout.ts';
import { text } from './parts.ts';

/** To the notification address: who asks, with e-mail address and username. */
export function requestOpenedMail(request: RequestFacts): Mail {
  const { personName, organizationName, username, email, createdAt } = request;
  const { invitedEmail, inviterName, wanted } = request;
  return mail({
    subject: words`${personName} asks for access to ${organizationName}`,
    preheader: words`Username ${username}, e-mail ${email}.`,
    parts: [
      text(words`${personName} asks for access to ${organizationName}. Requested on ${mailDate(createdAt)}.`),
      { kind: 'facts', facts: identity(request) },
      ...(inviterName === null ? [] : [text(words`Invited by ${inviterName}.`)]),
      ...(wanted === null ? [] : [text(words`The code offers ${accessName(wanted)}.`)]),
      ...(invitedEmail === null ? [] : [text(addressesDiffer(words, invitedEmail))]),
      text('To decide, open the request in Slack: type /access-requests.'),
    ],
  });
}

/** To the person who asked. */
export function requestDeniedMail(briefing: Extract<Briefing, { template: 'request-denied' }>): Mail {
  const { organizationName, reason } = briefing;
  return mail({
    subject: words`Your request for access to ${organizationName}`,
    preheader: 'Your request was denied.',
    parts: [
      text(words`Your request for access to ${organizationName} was denied.`),
      ...(reason === null ? [] : [text('The reason:'), { kind: 'quote', text: reason } satisfies MailPart]),
      text('If you have a question about this, ask the person who invited you.'),
    ],
  });
}

/** To the person who asked: the decision was taken back within its ten minutes. */
export function requestReopenedMail(briefing: Extract<Briefing, { template: 'request-reopened' }>): Mail {
  return mail({
    subject: words`Your request for access to ${briefing.organizationName}`,
    preheader: 'Your request waits again.',
    parts: [text(reopened(words, briefing)), text('You do not have to do anything.')],
  });
}
