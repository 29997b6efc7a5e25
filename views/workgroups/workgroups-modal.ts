import type { KnownBlock, ModalView } from '@slack/types';
import { type WorkgroupRow, workgroupsPerPage } from '../../src/domain/workgroups.ts';
import { actions, button, context, paging, section } from '../common/blocks.ts';
import { plain, plainLines, shorten } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';
import { count } from '../common/words.ts';

/** A page of the workgroups whose people somebody manages. */
export function workgroupsModal(data: {
  metadata: string;
  /** Those of the page. */
  rows: WorkgroupRow[];
  /** Whether there is an organization in which this person may create one. */
  mayCreate: boolean;
  /** How many there are on all pages, and before this one. */
  total: number;
  offset: number;
}): ModalView {
  const { metadata, rows, mayCreate, total, offset } = data;
  const next = offset + workgroupsPerPage;
  return modal({
    callback: callbackIds.workgroups,
    title: 'Workgroups',
    metadata,
    blocks: [
      ...(mayCreate
        ? [actions('create', [button('Create a workgroup', { action: actionIds.workgroupCreate })])]
        : []),
      ...(rows.length === 0 ? [section(plain`${emptyText}`)] : []),
      ...rows.flatMap(rowBlocks),
      ...paging(
        next < total ? String(next) : null,
        offset > 0 ? String(Math.max(0, offset - workgroupsPerPage)) : null,
      ),
    ],
  });
}

const emptyText =
  'No workgroup yet. Create the first one, then invite people into it. Decide first whether partners’ people can be let in: that is fixed from then on.';

function rowBlocks(row: WorkgroupRow): KnownBlock[] {
  const { id, name, organizationName, description, waiting } = row;
  return [
    section(
      plainLines([
        name,
        `${organizationName} · ${collaborativeWords(row)}`,
        [membersWords(row), ...(waiting > 0 ? [`${waiting} waiting`] : [])].join(' · '),
      ]),
      {
        id: `workgroup:${id}`,
        button: button('Open', {
          action: actionIds.workgroupOpen,
          value: id,
          label: `Open the workgroup ${name} of ${organizationName}`,
        }),
      },
    ),
    ...(description === null ? [] : [context(plain`${shorten(description, 300)}`)]),
  ];
}

/** Whether partners' people can be let in. */
export function collaborativeWords({ collaborative }: Pick<WorkgroupRow, 'collaborative'>): string {
  return collaborative ? 'Collaborative' : 'Not collaborative';
}

/** `3 members, 1 admin`. */
export function membersWords({ members, admins }: Pick<WorkgroupRow, 'members' | 'admins'>): string {
  return `${count(members, 'member', 'members')}, ${count(admins, 'admin', 'admins')}`;
}
