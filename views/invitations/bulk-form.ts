import type { KnownBlock, ModalView } from '@slack/types';
import { type BulkAction, bulkActionName, bulkActions, bulkAtMost } from '../../src/domain/bulk.ts';
import type { InvitationFilter } from '../../src/domain/invitations.ts';
import type { ListedInvitation } from '../../src/domain/overviews.ts';
import { button, context, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { multiSelectInput, radioInput } from '../common/inputs.ts';
import { infoModal, modal } from '../common/modal.ts';
import { invitationFilterNames, invitationStatusNames } from '../common/words.ts';
import { bulkActionText, bulkTitle, invitationCount } from './bulk-words.ts';
import { purpose } from './invitation-row.ts';

interface BulkForm {
  metadata: string;
  filter: InvitationFilter;
  /** The name of the person or the app whose invitations alone are listed. */
  narrowed: string | null;
  items: readonly ListedInvitation[];
  /** Whether the list has more than can be chosen from. */
  hasMore: boolean;
  /** What is chosen at first. Each press is another field, so that it forgets what was chosen. */
  chosen: 'all' | 'none' | '';
}

/** Asks with which of the invitations of a list to do what. Nothing is done before the preview. */
export function bulkForm({ metadata, filter, narrowed, items, hasMore, chosen }: BulkForm): ModalView {
  const where = listName(filter, narrowed);
  if (items.length === 0) {
    return infoModal(bulkTitle, [section(plain`${where}: there is no invitation to choose.`)]);
  }
  return modal({
    callback: callbackIds.bulk,
    title: bulkTitle,
    submit: 'Preview',
    metadata,
    blocks: [
      allBlock(
        `${where}: ${invitationCount(items.length)}${hasMore ? ', the newest' : ''}.`,
        items.length,
        chosen,
      ),
      ...(hasMore ? [moreBlock] : []),
      multiSelectInput({
        name: 'invitations',
        label: 'Invitations',
        placeholder: 'Choose invitations',
        choices: items.map(choiceOf),
        values: chosen === 'all' ? items.map(({ id }) => id) : [],
        scope: chosen,
      }),
      radioInput({
        name: 'action',
        label: 'Action',
        hint: 'You see what will happen before anything is done.',
        choices: bulkActions.map((action) => ({
          value: bulkActionName(action),
          text: bulkActionText(action),
          description: explanations[action.kind],
        })),
      }),
    ],
  });
}

const explanations: Readonly<Record<BulkAction['kind'], string>> = {
  resend: 'Each gets a new e-mail. Where it has a code, the old code stops working.',
  revoke: 'Each ends, and the person is told. You can undo this for ten minutes.',
  extend: 'The code stays the same, and nobody gets an e-mail.',
};

function listName(filter: InvitationFilter, narrowed: string | null): string {
  const name = invitationFilterNames[filter];
  return narrowed === null ? name : `${name}, only for ${narrowed}`;
}

function allBlock(text: string, amount: number, chosen: BulkForm['chosen']): KnownBlock {
  const isAll = chosen === 'all';
  return section(plain`${text}`, {
    id: 'everything',
    button: button(isAll ? 'Choose none' : `Choose all ${amount}`, {
      action: actionIds.bulkChoose,
      value: isAll ? 'none' : 'all',
    }),
  });
}

const moreBlock = context(
  plain`There are more than ${bulkAtMost}. To reach the others, choose a status, a person or an app in the list first.`,
);

function choiceOf(invitation: ListedInvitation) {
  const { id, email, status, organizationName } = invitation;
  const description = [invitationStatusNames[status], purpose(invitation), organizationName].join(' · ');
  return { value: id, text: email, description };
}
