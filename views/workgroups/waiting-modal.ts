import type { KnownBlock, ModalView } from '@slack/types';
import type { ListedInvitation } from '../../src/domain/overviews.ts';
import { invitationTransitions, resendableStatuses, sourcesOf } from '../../src/domain/states.ts';
import { actions, button, confirmation, context, paging, section } from '../common/blocks.ts';
import { mrkdwn, plain, plainLines, shorten } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';
import { noticeBlock } from '../common/notices.ts';
import { course, hasCode, invitee, purpose, statusWords } from '../invitations/invitation-row.ts';

/** Who waits for access to a workgroup: for an account, or for an answer. `notice` says what has just happened. */
export function waitingModal(data: {
  metadata: string;
  items: ListedInvitation[];
  older: string | null;
  newer: string | null;
  notice?: string | undefined;
}): ModalView {
  const { metadata, items, older, newer, notice } = data;
  return modal({
    callback: callbackIds.workgroupWaiting,
    title: 'Who waits',
    metadata,
    blocks: [
      ...(notice === undefined ? [] : [noticeBlock(notice)]),
      ...(items.length === 0
        ? [section(plain`Nobody waits any more. Close this to see the workgroup.`)]
        : []),
      ...items.flatMap(rowBlocks),
      ...paging(older, newer),
    ],
  });
}

function rowBlocks(row: ListedInvitation): KnownBlock[] {
  const { id, email, status, isOwn } = row;
  const label = `Resend the invitation of ${email}`;
  const buttons = [
    ...(resendableStatuses.includes(status)
      ? [button('Resend', { action: actionIds.waitingResend, value: id, label })]
      : []),
    ...(sourcesOf(invitationTransitions, 'revoked').includes(status) ? [revokeButton(row)] : []),
  ];
  return [
    section(plainLines([invitee(row), `${statusWords(row)} · ${purpose(row)}`])),
    context(mrkdwn`${course(row, row.inviterName)}`),
    ...(buttons.length === 0 || isOwn ? [] : [actions(`waiting:${id}`, buttons)]),
  ];
}

function revokeButton(row: ListedInvitation) {
  const code = hasCode(row) ? ' and its code stops working' : '';
  return button('Revoke', {
    action: actionIds.waitingRevoke,
    value: row.id,
    style: 'danger',
    label: `Revoke the invitation of ${row.email}`,
    confirm: confirmation(
      'Revoke the invitation?',
      `The invitation of ${shorten(row.email, 100)} ends${code}. The person is told by e-mail.`,
      'Revoke',
    ),
  });
}
