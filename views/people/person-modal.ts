import type { KnownBlock, ModalView } from '@slack/types';
import type { ListedInvitation, PersonDetail } from '../../src/domain/overviews.ts';
import { accessName } from '../common/access.ts';
import { actions, button, confirmation, context, facts, header, history, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, shorten } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';
import { invitationStatusNames } from '../common/words.ts';
import { activeGrantBlocks, endedGrantBlocks } from './grants.ts';

/** A modal holds a hundred blocks. */
const most = { active: 25, invitations: 10, ended: 10, events: 40 };

/** All that an organization has with one person, and what can be done about it. */
export function personModal({ metadata, person }: { metadata: string; person: PersonDetail }): ModalView {
  return modal({
    callback: callbackIds.person,
    title: 'Person',
    metadata,
    blocks: [
      ...facts([
        ['Name', person.name],
        ['Username', person.username],
        ['E-mail', person.email],
        ['Organization', person.organizationName],
      ]),
      ...activeBlocks(person),
      ...invitationBlocks(person.invitations),
      ...endedBlocks(person),
      ...history(person.history, most.events),
      ...(person.isRemovable ? [removeBlock(person)] : []),
    ],
  });
}

function activeBlocks({ active, organizationName }: PersonDetail): KnownBlock[] {
  return [
    header('Access'),
    ...(active.length === 0 ? [section(plain`No access to ${organizationName}.`)] : []),
    ...active.slice(0, most.active).flatMap(activeGrantBlocks),
    ...hiddenBlocks(active.length - most.active),
  ];
}

function invitationBlocks(invitations: readonly ListedInvitation[]): KnownBlock[] {
  if (invitations.length === 0) return [];
  return [
    header('Invitations'),
    ...invitations.slice(0, most.invitations).map(invitationBlock),
    ...hiddenBlocks(invitations.length - most.invitations, ' Find all of them with /invitations.'),
  ];
}

function invitationBlock({ id, access, status, expiresAt }: ListedInvitation): KnownBlock {
  const what = access === null ? 'Create an account' : accessName(access);
  return section(mrkdwn`${what}. ${invitationStatusNames[status]}, valid until ${date(expiresAt)}.`, {
    id: `invitation:${id}`,
    button: button('Open', {
      action: actionIds.invitationOpen,
      value: id,
      label: `Open the invitation: ${what}`,
    }),
  });
}

function endedBlocks({ ended }: PersonDetail): KnownBlock[] {
  if (ended.length === 0) return [];
  return [
    header('Ended access'),
    ...endedGrantBlocks(ended.slice(0, most.ended)),
    ...hiddenBlocks(ended.length - most.ended),
  ];
}

function hiddenBlocks(hidden: number, where = ''): KnownBlock[] {
  return hidden > 0 ? [context(plain`${hidden} more not shown.${where}`)] : [];
}

function removeBlock({ accountId, name, organizationName }: PersonDetail): KnownBlock {
  return actions('remove', [
    button(`Remove from ${organizationName}`, {
      action: actionIds.personRemove,
      value: accountId,
      style: 'danger',
      confirm: confirmation(
        `Remove ${shorten(name, 30)} from ${shorten(organizationName, 30)}?`,
        `All access and all invitations of ${shorten(name, 60)} to ${shorten(organizationName, 60)} end, and the seats are freed. This cannot be undone.`,
        'Remove',
      ),
    }),
  ]);
}
