import type { KnownBlock, ModalView } from '@slack/types';
import type { WorkgroupDetail } from '../../src/domain/workgroups.ts';
import { actions, button, confirmation, context, facts, header, paging, section } from '../common/blocks.ts';
import { plain, shorten } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';
import { noticeBlock } from '../common/notices.ts';
import { count, listed } from '../common/words.ts';
import { memberBlocks } from './members.ts';
import { collaborativeWords, membersWords } from './workgroups-modal.ts';

/** One workgroup with a page of its people. `notice` says what has just happened. */
export function workgroupView(data: {
  metadata: string;
  workgroup: WorkgroupDetail;
  /** The account of whoever looks. */
  viewerId: string | null;
  notice?: string | undefined;
}): ModalView {
  const { metadata, workgroup, viewerId, notice } = data;
  const { people, hasOlder, hasNewer } = workgroup;
  return modal({
    callback: callbackIds.workgroup,
    title: 'Workgroup',
    metadata,
    blocks: [
      ...(notice === undefined ? [] : [noticeBlock(notice)]),
      ...about(workgroup),
      actions('workgroup', managing(workgroup)),
      header('People'),
      ...(people.length === 0 ? [section(plain`Nobody is in it yet. Press Invite people.`)] : []),
      ...people.flatMap((member) => memberBlocks(workgroup, member, member.accountId === viewerId)),
      ...paging(
        hasOlder ? (people.at(-1)?.grantId ?? null) : null,
        hasNewer ? (people[0]?.grantId ?? null) : null,
      ),
    ],
  });
}

function about(workgroup: WorkgroupDetail): KnownBlock[] {
  const { name, organizationName, description, waiting } = workgroup;
  return [
    ...facts([
      ['Workgroup', name],
      ['Organization', organizationName],
      ['Partners', collaborativeWords(workgroup)],
      ['People', membersWords(workgroup)],
      ['Waiting', count(waiting, 'invitation', 'invitations')],
    ]),
    ...(description === null ? [] : [section(plain`${description}`)]),
    context(plain`${partnersWords(workgroup)}`),
  ];
}

function partnersWords({ collaborative, partners, organizationName }: WorkgroupDetail): string {
  if (!collaborative) return `Only people of ${organizationName} can be let in.`;
  if (partners.length === 0)
    return `People of partners can be let in, and ${organizationName} has no partner yet. Its admins add one with /gatehouse domains.`;
  const names = partners.map(({ name }) => shorten(name, 60));
  return `People of ${listed(names)} can be let in as well.`;
}

function managing(workgroup: WorkgroupDetail) {
  const { id, name, waiting, mayEdit } = workgroup;
  return [
    button('Invite people', { action: actionIds.workgroupInvite, value: id, style: 'primary' }),
    ...(waiting > 0
      ? [
          button(`Waiting (${waiting})`, {
            action: actionIds.workgroupWaiting,
            value: id,
            label: `Show who waits for access to ${name}`,
          }),
        ]
      : []),
    ...(mayEdit
      ? [button('Edit', { action: actionIds.workgroupEdit, value: id }), archiveButton(workgroup)]
      : []),
  ];
}

function archiveButton({ id, name, members, admins, waiting }: WorkgroupDetail) {
  const people = members + admins;
  const loss = people === 0 ? 'Nobody loses access' : count(people, 'person loses', 'people lose');
  const access = people === 0 ? '' : ' access';
  const invitations =
    waiting === 0 ? '' : `, and ${count(waiting, 'invitation is', 'invitations are')} revoked`;
  return button('Archive', {
    action: actionIds.workgroupArchive,
    value: id,
    style: 'danger',
    confirm: confirmation(
      `Archive ${shorten(name, 60)}?`,
      `${loss}${access}${invitations}. Everybody concerned is told. This cannot be undone.`,
      'Archive',
    ),
  });
}
