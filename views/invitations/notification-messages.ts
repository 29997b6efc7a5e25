/** Messages to the people who invite: what happened to an invitation or its code. */
import type { Briefing } from '../../src/domain/messages.ts';
import { accessTo } from '../common/access.ts';
import { facts, quote, section } from '../common/blocks.ts';
import { mrkdwn, plain } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';
import { listed } from '../common/words.ts';

type Of<Template extends Briefing['template']> = Extract<Briefing, { template: Template }>;

/** Somebody else than the invited person entered the code. */
export function codeForwardedMessage(briefing: Of<'code-forwarded'>): SlackMessage {
  const text = mrkdwn`A code for ${briefing.organizationName} was entered from an account with another e-mail address. No access is given until an approver decides.`;
  return message(text, [
    section(text),
    ...facts([
      ['Invited address', briefing.invitedEmail],
      ['Account’s address', briefing.accountEmail],
      ['Account’s username', briefing.username],
    ]),
    section(
      plain`The approvers see both addresses. If they belong to one person, you do not have to do anything. If not, tell the approvers to deny the request.`,
    ),
  ]);
}

/** Too many wrong tries have locked a code. The invited person gets a mail about it. */
export function codeLockedMessage({ organizationName, invitedEmail }: Of<'code-locked'>): SlackMessage {
  const text = mrkdwn`The code that was sent to ${invitedEmail} for ${organizationName} is locked, because a wrong code was entered too often.`;
  return message(text, [
    section(text),
    section(plain`To give the person a new code, open the invitation with /invitations and press Resend.`),
  ]);
}

/** Many accounts try codes at once. */
export function codeAttackMessage({ organizationNames }: Of<'code-attack'>): SlackMessage {
  const text = mrkdwn`Many wrong codes were entered in a short time. Gatehouse takes no codes until this stops.`;
  const affected =
    organizationNames.length === 0 ? [] : [section(plain`Organizations: ${listed(organizationNames, 20)}.`)];
  return message(text, [
    section(text),
    ...affected,
    section(plain`No access was given by a wrong code. Look at recent requests with care: /access-requests.`),
  ]);
}

/** The inviter has lost the right to invite, so the code does not work. */
export function inviterWithoutAuthorityMessage(briefing: Of<'inviter-without-authority'>): SlackMessage {
  const text = mrkdwn`An invitation to ${briefing.organizationName} does not work now: ${briefing.inviterName}, who sent it, may no longer invite people.`;
  return message(text, [
    section(text),
    ...facts([['Invited address', briefing.invitedEmail]]),
    section(plain`Send the person a new invitation with /invite-user, or revoke this one with /invitations.`),
  ]);
}

/** The mail could not be delivered: the mail server refused it, or somebody gave it up while it still failed. */
export function invitationUndeliverableMessage(briefing: Of<'invitation-undeliverable'>): SlackMessage {
  const { organizationName, invitedEmail, reason, givenUpBy } = briefing;
  const text = mrkdwn`An invitation to ${organizationName} could not be delivered.`;
  return message(text, [
    section(text),
    ...facts([['Invited address', invitedEmail]]),
    ...(givenUpBy === null
      ? [section(plain`The mail server’s answer:`), quote(reason)]
      : [section(plain`The mail still failed when ${givenUpBy} gave it up. It is not tried again.`)]),
    section(
      plain`If the address is right, resend the invitation with /invitations undeliverable. If not, invite the right address with /invite-user.`,
    ),
  ]);
}

/** To who proposed an invitation to a privileged role: a second approver agreed, or did not. */
export function proposalDecidedMessage(briefing: Of<'proposal-decided'>): SlackMessage {
  const { organizationName, who, access, approved, decidedBy } = briefing;
  const to = accessTo(organizationName, access);
  const text = approved
    ? mrkdwn`${decidedBy} approved the invitation of ${who} to ${to}. The invitation takes its course.`
    : mrkdwn`${decidedBy} denied the invitation of ${who} to ${to}. It was not sent.`;
  return message(text, [section(text)]);
}

/** To who proposed an invitation to a privileged role: the denial was taken back. */
export function proposalReopenedMessage(briefing: Of<'proposal-reopened'>): SlackMessage {
  const { organizationName, who, access } = briefing;
  const text = mrkdwn`The denial of the invitation of ${who} to ${accessTo(organizationName, access)} was taken back. It waits for a second approver again.`;
  return message(text, [section(text)]);
}

/** To who proposed an invitation to a privileged role: its time is over, and nobody else has agreed. */
export function proposalExpiredMessage(briefing: Of<'proposal-expired'>): SlackMessage {
  const { organizationName, who, access } = briefing;
  const text = mrkdwn`The invitation of ${who} to ${accessTo(organizationName, access)} has expired, because no second approver agreed in time. It was not sent.`;
  const next = plain`If it is still needed, send a new one with /invite-user, and tell the second approver.`;
  return message(text, [section(text), section(next)]);
}

/** To the inviter: somebody has left the waitlist. */
export function waitlistSeatMessage({ organizationName, who, access }: Of<'waitlist-seat'>): SlackMessage {
  const text = mrkdwn`A seat is free: ${who} has left the waitlist for ${accessTo(organizationName, access)}. The invitation takes its course.`;
  return message(text, [section(text), section(plain`To see it, type /invitations.`)]);
}
