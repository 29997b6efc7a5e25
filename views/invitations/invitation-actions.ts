/** What can be done with an invitation by those who manage it. */
import type { ActionsBlock, Button, KnownBlock, PlainTextElement } from '@slack/types';
import { expiryChoices } from '../../src/domain/invitations.ts';
import type { ListedInvitation } from '../../src/domain/overviews.ts';
import {
  extendableStatuses,
  invitationTransitions,
  resendableStatuses,
  sourcesOf,
} from '../../src/domain/states.ts';
import { actions, button, confirmation, context } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, shorten } from '../common/escape.ts';
import { actionIds, scopedBlockId } from '../common/ids.ts';
import { option } from '../common/inputs.ts';
import { count } from '../common/words.ts';
import { hasCode } from './invitation-row.ts';

export function management(invitation: ListedInvitation): KnownBlock[] {
  const { id, status, isOwn, isRemindable, undoUntil } = invitation;
  if (isOwn) return [context(plain`This invitation is for you. Somebody else has to manage it.`)];
  const resendable = resendableStatuses.includes(status);
  const buttons = [
    ...(resendable ? [button('Resend', { action: actionIds.invitationResend, value: id })] : []),
    ...(isRemindable ? [button('Remind now', { action: actionIds.invitationRemind, value: id })] : []),
    ...(sourcesOf(invitationTransitions, 'revoked').includes(status) ? [revokeButton(invitation)] : []),
    ...(undoUntil === null ? [] : [button('Undo', { action: actionIds.undo, value: id })]),
  ];
  return [
    ...(buttons.length === 0 ? [] : [actions('manage', buttons)]),
    ...(resendable ? [context(advice(invitation))] : []),
    ...(undoUntil === null
      ? []
      : [context(mrkdwn`You can take the revocation back until ${date(undoUntil)}.`)]),
    ...extension(invitation),
    ...roleChange(invitation),
  ];
}

function advice(invitation: ListedInvitation): PlainTextElement {
  return hasCode(invitation)
    ? plain`Before you resend it, ask the person to look in the spam folder. A new e-mail has a new code, and the old code stops working.`
    : plain`Before you resend it, ask the person to look in the spam folder.`;
}

function revokeButton(invitation: ListedInvitation): Button {
  const { id, email } = invitation;
  const code = hasCode(invitation) ? ' and its code stops working' : '';
  return button('Revoke', {
    action: actionIds.invitationRevoke,
    value: id,
    style: 'danger',
    confirm: confirmation(
      'Revoke the invitation?',
      `The invitation of ${shorten(email, 100)} ends${code}. You can undo this for ten minutes.`,
      'Revoke',
    ),
  });
}

/** Empty again, by another block id, once the end has moved. */
function extension({ id, status, expiresAt, accessEndsAt }: ListedInvitation): ActionsBlock[] {
  const isAtItsEnd = accessEndsAt !== null && accessEndsAt <= expiresAt;
  if (!extendableStatuses.includes(status) || isAtItsEnd) return [];
  return [
    actions(scopedBlockId('extend', String(expiresAt.getTime())), [
      {
        type: 'static_select',
        action_id: actionIds.invitationExtend,
        placeholder: plain`Extend`,
        options: expiryChoices.map((days) =>
          option({ value: `${id}:${days}`, text: `Extend by ${count(days, 'day', 'days')}` }),
        ),
      },
    ]),
  ];
}

/** The first hundred roles, which is what Slack's menus hold. */
function roleChange({ id, otherRoles }: ListedInvitation): ActionsBlock[] {
  if (otherRoles.length === 0) return [];
  return [
    actions('change-role', [
      {
        type: 'static_select',
        action_id: actionIds.invitationChangeRole,
        placeholder: plain`Change role`,
        options: otherRoles
          .slice(0, 100)
          .map((role) => option({ value: `${id}:${role.id}`, text: role.name || '–' })),
      },
    ]),
  ];
}
