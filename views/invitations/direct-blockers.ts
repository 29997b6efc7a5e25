/** Why an invitation cannot be sent, in words, each with its remedy. */
import type { Button, KnownBlock } from '@slack/types';
import type { Blocker, DirectReview } from '../../src/domain/direct-invitations.ts';
import { accessName } from '../common/access.ts';
import { button, section } from '../common/blocks.ts';
import { plainLines } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { count, invitationStatusNames, listed } from '../common/words.ts';

/** One blocker: what is in the way, what can be done, and the button that does it where there is one. */
export function blockerBlock(blocker: Blocker, review: DirectReview, index: number): KnownBlock {
  const remedy = remedyOf(blocker, review);
  return section(plainLines(sentences(blocker, review)), {
    id: `blocker:${index}`,
    ...(remedy === null ? {} : { button: remedy }),
  });
}

function sentences(blocker: Blocker, review: DirectReview): string[] {
  const { personName, email, organizationName } = review;
  switch (blocker.kind) {
    case 'yourself':
      return ['You can’t invite yourself.', 'Ask another admin to send you the invitation.'];
    case 'has-account':
      return [
        `${email} belongs to an account: ${blocker.personName} (${blocker.username}).`,
        'Invite the account instead of a new person.',
      ];
    case 'has-access':
      return [
        `${personName} has access already: ${accessName(blocker.access)}.`,
        blocker.mayOpen ? 'To change it, open the person.' : 'To change it, ask an admin.',
      ];
    case 'live-invitation':
      return [
        `There is an invitation already. Status: ${invitationStatusNames[blocker.status]}.`,
        nextStep(blocker),
      ];
    case 'no-seat':
      return [
        `No free seats (${blocker.used}/${blocker.limit}).`,
        mayWait(review)
          ? waitlistWords(blocker.waiting)
          : 'The waitlist is open to this person once nothing else is in the way.',
      ];
    case 'domain-not-allowed':
      return [
        `${organizationName} invites nobody whose e-mail address is at ${blocker.domain}.`,
        `Allowed: ${listed(blocker.allowed)}. An owner can change this with /gatehouse settings.`,
      ];
    case 'role-above-yours':
      return [
        `You can’t give the role ${blocker.roleName}.`,
        'Choose another role, or ask an admin to send the invitation.',
      ];
    case 'no-mail':
      return [`${blocker.email}: ${blocker.problem}`, 'Go back and correct the e-mail address.'];
    case 'access-ends-too-early':
      return ['The last day of the access is over already.', 'Go back and choose a later day, or none.'];
  }
}

function nextStep({ canResend, mayOpen }: Extract<Blocker, { kind: 'live-invitation' }>): string {
  if (canResend) return 'Resend it, or choose something else to invite to.';
  return mayOpen
    ? 'Open it to see what it waits for.'
    : 'Choose something else to invite to, or ask an admin about it.';
}

/** Whoever is on the waitlist is invited without another look, so only a seat may be missing. */
function mayWait({ blockers }: DirectReview): boolean {
  return blockers.every(({ kind }) => kind === 'no-seat');
}

function waitlistWords(waiting: number): string {
  if (waiting === 0) return 'Nobody is on the waitlist. A seat that gets free goes to the first in line.';
  return `${count(waiting, 'person is', 'people are')} on the waitlist. A seat that gets free goes to the first in line.`;
}

function remedyOf(blocker: Blocker, review: DirectReview): Button | null {
  const { draftId, personName, email } = review;
  switch (blocker.kind) {
    case 'has-account':
      return button('Invite this account', {
        action: actionIds.reviewUseAccount,
        value: draftId,
        label: `Invite the account ${blocker.username}`,
      });
    case 'has-access':
      if (!blocker.mayOpen) return null;
      return button('Open', {
        action: actionIds.personOpen,
        value: `${blocker.accountId}:${blocker.organizationId}`,
        label: `Open ${personName}`,
      });
    case 'live-invitation':
      return invitationButton(blocker, email);
    case 'no-seat':
      if (!mayWait(review)) return null;
      return button('Put on the waitlist', {
        action: actionIds.reviewWaitlist,
        value: draftId,
        label: `Put ${personName} on the waitlist`,
      });
    case 'yourself':
    case 'domain-not-allowed':
    case 'role-above-yours':
    case 'no-mail':
    case 'access-ends-too-early':
      return null;
  }
}

function invitationButton(
  { invitationId: value, canResend, mayOpen }: Extract<Blocker, { kind: 'live-invitation' }>,
  email: string,
): Button | null {
  if (canResend) {
    const label = `Resend the invitation of ${email}`;
    return button('Resend', { action: actionIds.invitationResend, value, label });
  }
  const label = `Open the invitation of ${email}`;
  return mayOpen ? button('Open', { action: actionIds.invitationOpen, value, label }) : null;
}
