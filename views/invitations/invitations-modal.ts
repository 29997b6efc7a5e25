import type { KnownBlock, ModalView } from '@slack/types';
import { type InvitationFilter, invitationFilters } from '../../src/domain/invitations.ts';
import type { ListedInvitation } from '../../src/domain/overviews.ts';
import { button, context, paging, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, plainLines } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { option } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';
import { invitationFilterNames, invitationStatusNames } from '../common/words.ts';
import { purpose } from './invitation-row.ts';

/** The list of invitations, filtered by status. */
export function invitationsModal(data: {
  metadata: string;
  filter: InvitationFilter;
  items: ListedInvitation[];
  older: string | null;
  newer: string | null;
}): ModalView {
  const { metadata, filter, items, older, newer } = data;
  return modal({
    callback: callbackIds.invitations,
    title: 'Invitations',
    metadata,
    blocks: [
      filterBlock(filter),
      ...(items.length === 0 ? [section(plain`${emptyText(filter)}`)] : []),
      ...items.flatMap(rowBlocks),
      ...paging(older, newer),
    ],
  });
}

function filterBlock(filter: InvitationFilter): KnownBlock {
  const choice = (value: InvitationFilter) => option({ value, text: invitationFilterNames[value] });
  return {
    type: 'actions',
    block_id: 'invitation-filter',
    elements: [
      {
        type: 'static_select',
        action_id: actionIds.invitationFilter,
        placeholder: plain`Status`,
        options: invitationFilters.map(choice),
        initial_option: choice(filter),
      },
    ],
  };
}

function emptyText(filter: InvitationFilter): string {
  if (filter === 'all') return 'No invitations yet. Send the first one with /invite-user.';
  return `No invitation has the status ${invitationStatusNames[filter]}.`;
}

function rowBlocks(row: ListedInvitation): KnownBlock[] {
  return [
    section(
      plainLines([
        row.email,
        [invitationStatusNames[row.status], row.organizationName, purpose(row)].join(' · '),
      ]),
      {
        id: `invitation:${row.id}`,
        button: button('Open', {
          action: actionIds.invitationOpen,
          value: row.id,
          label: `Open the invitation of ${row.email}`,
        }),
      },
    ),
    context(mrkdwn`Sent by ${row.inviterName}, ${date(row.createdAt)}. Valid until ${date(row.expiresAt)}.`),
  ];
}
