import type { KnownBlock, ModalView } from '@slack/types';
import { type OwnWorkgroup, workgroupRoleNames } from '../../src/domain/workgroups.ts';
import { button, confirmation, section } from '../common/blocks.ts';
import { plain, plainLines } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { infoModal } from '../common/modal.ts';
import { noticeBlock } from '../common/notices.ts';

/** The workgroups that somebody is in, to leave them. `notice` says what has just happened. */
export function ownWorkgroupsModal({
  rows,
  notice,
}: {
  rows: readonly OwnWorkgroup[];
  notice?: string | undefined;
}): ModalView {
  return infoModal('Your workgroups', [
    ...(notice === undefined ? [] : [noticeBlock(notice)]),
    ...(rows.length === 0 ? [section(plain`You are in no workgroup.`)] : []),
    ...rows.map(rowBlock),
  ]);
}

function rowBlock(row: OwnWorkgroup): KnownBlock {
  const { grantId, name, organizationName, role, partnerName } = row;
  const through = partnerName === null ? [] : [`through ${partnerName}`];
  return section(
    plainLines([`${name} of ${organizationName}`, [workgroupRoleNames[role], ...through].join(' · ')]),
    {
      id: `own-workgroup:${grantId}`,
      button: button('Leave', {
        action: actionIds.workgroupLeave,
        value: grantId,
        style: 'danger',
        label: `Leave the workgroup ${name}`,
        confirm: confirmation(
          'Leave the workgroup?',
          `You lose your access to ${name} of ${organizationName}. To come back, you need a new invitation.`,
          'Leave',
        ),
      }),
    },
  );
}
