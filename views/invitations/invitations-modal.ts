import type { KnownBlock, ModalView } from '@slack/types';
import { type InvitationFilter, invitationFilters } from '../../src/domain/invitations.ts';
import type { ListedInvitation } from '../../src/domain/overviews.ts';
import { actions, button, confirmation, context, paging, section } from '../common/blocks.ts';
import { mrkdwn, plain, plainLines } from '../common/escape.ts';
import { actionIds, callbackIds, scopedBlockId } from '../common/ids.ts';
import { option } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';
import { invitationFilterNames, invitationStatusNames } from '../common/words.ts';
import { course, invitee, purpose, statusWords } from './invitation-row.ts';

interface Invitations {
  metadata: string;
  filter: InvitationFilter;
  items: ListedInvitation[];
  older: string | null;
  newer: string | null;
  /** The name of the person or the app whose invitations alone are listed. */
  narrowed?: { text: string } | null;
  /** How many invitations could not be delivered. */
  undeliverable?: number;
}

/** The list of invitations, filtered by status, and by person or app. */
export function invitationsModal(data: Invitations): ModalView {
  const { metadata, filter, items, older, newer, narrowed = null, undeliverable = 0 } = data;
  return modal({
    callback: callbackIds.invitations,
    title: 'Invitations',
    metadata,
    blocks: [
      filterBlock(filter),
      findBlock(narrowed),
      ...(narrowed === null ? [] : [narrowedBlock(narrowed)]),
      ...(filter === 'undeliverable' && undeliverable > 0 ? [retryBlock(undeliverable)] : []),
      ...(items.length === 0 ? [] : [severalBlock]),
      ...(items.length === 0 ? [section(plain`${emptyText(filter, narrowed)}`)] : []),
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

/** Another block id once the list is narrowed, so that the select is empty again when all is shown. */
function findBlock(narrowed: Invitations['narrowed']): KnownBlock {
  return actions(scopedBlockId(actionIds.invitationsFind, narrowed ? 'narrowed' : ''), [
    {
      type: 'external_select',
      action_id: actionIds.invitationsFind,
      placeholder: plain`Find a person or app`,
      min_query_length: 1,
    },
  ]);
}

function narrowedBlock({ text }: { text: string }): KnownBlock {
  return section(plain`Only the invitations for ${text} are shown.`, {
    id: 'narrowed',
    button: button('Show all', { action: actionIds.invitationFilter, value: 'all' }),
  });
}

const severalBlock = actions('several', [
  button('Select several', {
    action: actionIds.bulkOpen,
    label: 'Resend, revoke or extend several invitations at once',
  }),
]);

function retryBlock(amount: number): KnownBlock {
  const confirm = confirmation(
    `Resend all ${amount}?`,
    'Each address gets a new e-mail. Where it has a code, the old code stops working. Those that cannot be delivered come back to this list.',
    'Resend all',
  );
  return actions('retry-all', [
    button(`Resend all ${amount}`, {
      action: actionIds.invitationsRetryAll,
      confirm: { ...confirm, style: 'primary' },
    }),
  ]);
}

function emptyText(filter: InvitationFilter, narrowed: Invitations['narrowed']): string {
  if (narrowed) return 'There is no such invitation. Press Show all to see the others.';
  if (filter === 'proposed') return 'No invitation waits for a second approver.';
  if (filter === 'all') return 'No invitations yet. Send the first one with /invite-user.';
  return `No invitation has the status ${invitationStatusNames[filter]}.`;
}

function rowBlocks(row: ListedInvitation): KnownBlock[] {
  return [
    section(plainLines([invitee(row), [statusWords(row), row.organizationName, purpose(row)].join(' · ')]), {
      id: `invitation:${row.id}`,
      button: button('Open', {
        action: actionIds.invitationOpen,
        value: row.id,
        label: `Open the invitation of ${row.email}`,
      }),
    }),
    context(mrkdwn`${course(row, row.inviterName)}`),
  ];
}
