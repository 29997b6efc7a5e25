import type { KnownBlock, ModalView } from '@slack/types';
import type { DirectResult } from '../../src/domain/direct-invitations.ts';
import { accessTo, placeName, roleWithin } from '../common/access.ts';
import { actions, button, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';

const titles: Readonly<Record<DirectResult['outcome'], string>> = {
  sent: 'Invitation sent',
  'sent-with-code': 'Invitation sent',
  proposed: 'Waits for approval',
  waitlisted: 'On the waitlist',
  granted: 'Access given',
};

/**
 * What became of a direct invitation. Closing it closes the form as well, so that nothing is sent twice.
 * @param more.mayRepeat whether another form with its review finds room on top of the open ones
 */
export function directResultView(result: DirectResult, { mayRepeat }: { mayRepeat: boolean }): ModalView {
  return modal({
    callback: callbackIds.directResult,
    title: titles[result.outcome],
    clearOnClose: true,
    blocks: [
      ...outcomeBlocks(result),
      actions('next', [
        button('Open the invitation', { action: actionIds.invitationOpen, value: result.invitationId }),
        ...(mayRepeat
          ? [button('Invite another person', { action: actionIds.inviteUser, value: 'direct' })]
          : []),
      ]),
    ],
  });
}

function outcomeBlocks(result: DirectResult): KnownBlock[] {
  const { personName, email, organizationName, access, expiresAt, position } = result;
  const to = accessTo(organizationName, access);
  switch (result.outcome) {
    case 'sent':
      return [
        section(plain`${personName} (${email}) is invited to ${to}.`),
        section(mrkdwn`The invitation is valid until ${date(expiresAt)}.`),
        section(plain`If no e-mail arrives, ask the person to look in the spam folder.`),
      ];
    case 'sent-with-code':
      return [
        section(plain`${personName} (${email}) is invited to ${to}.`),
        section(
          plain`The person has no account yet and gets a code by e-mail. The invitation waits for the account.`,
        ),
        section(mrkdwn`The code is valid until ${date(expiresAt)}.`),
        section(plain`If no e-mail arrives, ask the person to look in the spam folder.`),
      ];
    case 'proposed':
      return [
        section(plain`Nothing is sent yet: the role ${roleWithin(access)} takes two approvers.`),
        section(
          plain`The invitation of ${personName} (${email}) to ${to} is sent when a second approver agrees.`,
        ),
        section(mrkdwn`The second approver can agree until ${date(expiresAt)}.`),
      ];
    case 'waitlisted':
      return [
        section(
          position === null
            ? plain`${personName} (${email}) is on the waitlist of ${placeName(organizationName, access)}.`
            : plain`${personName} (${email}) is on the waitlist of ${placeName(organizationName, access)}, at place ${position}.`,
        ),
        section(plain`The invitation is sent when a seat is free and it is this person’s turn.`),
      ];
    case 'granted':
      return [
        section(plain`${personName} (${email}) has access to ${to} now.`),
        section(plain`${organizationName} gives this access at once: there is nothing to accept.`),
      ];
  }
}
