/** The people of a workgroup, each with what can be done. */
import type { KnownBlock } from '@slack/types';
import {
  type WorkgroupDetail,
  type WorkgroupMember,
  workgroupRoleNames,
} from '../../src/domain/workgroups.ts';
import { actions, button, confirmation, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plainLines, shorten } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';

/** Two blocks: who it is, and the buttons. Nobody changes their own role. */
export function memberBlocks(
  workgroup: WorkgroupDetail,
  member: WorkgroupMember,
  isOwn: boolean,
): KnownBlock[] {
  const { grantId, name, username, email, role, partnerName, since } = member;
  const through = partnerName === null ? [] : [`through ${partnerName}`];
  return [
    {
      ...section(
        plainLines([`${name} (${username}, ${email})`, [workgroupRoleNames[role], ...through].join(' · ')]),
      ),
      fields: [mrkdwn`Since ${date(since)}`],
    },
    actions(
      `member:${grantId}`,
      isOwn ? [leaveButton(workgroup, member)] : [roleButton(member), removeButton(workgroup, member)],
    ),
  ];
}

function roleButton({ grantId, name, role }: WorkgroupMember) {
  const other = role === 'admin' ? 'member' : 'admin';
  return button(`Make ${other}`, {
    action: actionIds.workgroupRole,
    value: `${grantId}:${other}`,
    label: `Make ${shorten(name, 45)} a workgroup ${other}`,
  });
}

function removeButton({ name: workgroupName }: WorkgroupDetail, { grantId, name }: WorkgroupMember) {
  return button('Remove', {
    action: actionIds.workgroupRemove,
    value: grantId,
    style: 'danger',
    label: `Remove ${shorten(name, 45)} from the workgroup`,
    confirm: confirmation(
      `Remove ${shorten(name, 60)}?`,
      `${shorten(name, 80)} loses access to the workgroup ${shorten(workgroupName, 60)} at once and is told. To let the person in again, invite them.`,
      'Remove',
    ),
  });
}

function leaveButton({ name: workgroupName }: WorkgroupDetail, { grantId }: WorkgroupMember) {
  return button('Leave', {
    action: actionIds.workgroupRemove,
    value: grantId,
    style: 'danger',
    label: `Leave the workgroup ${shorten(workgroupName, 50)}`,
    confirm: confirmation(
      `Leave ${shorten(workgroupName, 60)}?`,
      `You lose access to the workgroup ${shorten(workgroupName, 60)} at once. To come in again, somebody has to invite you.`,
      'Leave',
    ),
  });
}
