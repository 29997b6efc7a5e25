import type { Button, KnownBlock, ModalView, PlainTextElement } from '@slack/types';
import type { ListedInvitation, TimelineEntry } from '../../src/domain/overviews.ts';
import { invitationTransitions, resendableStatuses, sourcesOf } from '../../src/domain/states.ts';
import {
  actions,
  button,
  chunks,
  confirmation,
  context,
  facts,
  header,
  quote,
  section,
} from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, shorten } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';
import { count, invitationStatusNames } from '../common/words.ts';
import { purpose } from './invitation-row.ts';

/** One invitation: what it is, what has happened to it, and what can be done. */
export function invitationView(data: {
  metadata: string;
  invitation: ListedInvitation;
  timeline: TimelineEntry[];
}): ModalView {
  const { metadata, invitation, timeline } = data;
  return modal({
    callback: callbackIds.invitation,
    title: 'Invitation',
    metadata,
    blocks: [
      ...facts([
        ['E-mail', invitation.email],
        ['Organization', invitation.organizationName],
        ['For', purpose(invitation)],
        ['Status', invitationStatusNames[invitation.status]],
        ['Sent by', invitation.inviterName],
      ]),
      section(mrkdwn`Sent ${date(invitation.createdAt)}. Valid until ${date(invitation.expiresAt)}.`),
      ...(invitation.note === null ? [] : [section(plain`Note:`), quote(invitation.note)]),
      ...management(invitation),
      ...history(timeline),
    ],
  });
}

function management(invitation: ListedInvitation): KnownBlock[] {
  const { id, status } = invitation;
  const resendable = resendableStatuses.includes(status);
  const buttons = [
    ...(resendable ? [button('Resend', { action: actionIds.invitationResend, value: id })] : []),
    ...(sourcesOf(invitationTransitions, 'revoked').includes(status) ? [revokeButton(invitation)] : []),
  ];
  if (buttons.length === 0) return [];
  return [actions('manage', buttons), ...(resendable ? [context(advice(invitation))] : [])];
}

function advice({ kind }: ListedInvitation): PlainTextElement {
  return kind === 'join'
    ? plain`Before you resend it, ask the person to look in the spam folder. A new e-mail has a new code, and the old code stops working.`
    : plain`Before you resend it, ask the person to look in the spam folder.`;
}

function revokeButton({ id, email, kind }: ListedInvitation): Button {
  const code = kind === 'join' ? ' and its code stops working' : '';
  return button('Revoke', {
    action: actionIds.invitationRevoke,
    value: id,
    style: 'danger',
    confirm: confirmation(
      'Revoke the invitation?',
      `The invitation of ${shorten(email, 100)} ends${code}. This cannot be undone.`,
      'Revoke',
    ),
  });
}

const mostEntries = 50;

function history(timeline: readonly TimelineEntry[]): KnownBlock[] {
  const shown = timeline.slice(-mostEntries);
  const hidden = timeline.length - shown.length;
  const lines = shown.map(({ at, text }) => mrkdwn`${date(at)}: ${shorten(text, 100)}`.text);
  return [
    header('History'),
    ...(hidden > 0 ? [context(plain`${count(hidden, 'earlier event', 'earlier events')} not shown.`)] : []),
    ...(shown.length === 0 ? [section(plain`Nothing has happened yet.`)] : []),
    ...chunks(lines, 4).map((some) => section(mrkdwn`${{ markup: some.join('\n') }}`)),
  ];
}
