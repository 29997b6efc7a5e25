/** The views and messages of many invitations at once, in every state. Part of the catalogue. */
import type { ModalView } from '@slack/types';
import { type BulkProblem, bulkActions, bulkAtMost } from '../../src/domain/bulk.ts';
import { stale } from '../../src/domain/errors.ts';
import type { SlackMessage } from '../../views/common/message.ts';
import { bulkForm } from '../../views/invitations/bulk-form.ts';
import { bulkCheckingView, bulkPreview } from '../../views/invitations/bulk-preview.ts';
import { bulkProgressView, bulkResultMessages, bulkResultView } from '../../views/invitations/bulk-result.ts';
import { appAccess, at, invitationRow, type Named, type Typed, times } from './samples.ts';

const metadata = 'opaque';

/** Of an invitation that is not to be known, and of one that is. */
function problemsOf(typed: Typed): BulkProblem[] {
  const { message: problem } = stale(typed.person, at('21T09:35'));
  return [
    { email: null, problem },
    { email: typed.email, problem },
  ];
}

export function bulkCatalogue(typed: Typed): Named<ModalView> {
  const items = times(bulkAtMost, (index) =>
    invitationRow(typed, { id: `i${index}`, access: appAccess(typed) }),
  );
  const list = { metadata, filter: 'pending', narrowed: typed.app, items, hasMore: true } as const;
  const problems = problemsOf(typed);
  const some = (amount: number) => times(amount, () => typed.email);
  const progress = { done: 50, total: bulkAtMost, startedAt: at('21T10:00') };
  return [
    ...(['', 'all', 'none'] as const).map((chosen): [string, ModalView] => [
      `bulk form, chosen: ${chosen}`,
      bulkForm({ ...list, chosen }),
    ]),
    ['bulk form, empty', bulkForm({ ...list, items: [], hasMore: false, chosen: '' })],
    ['bulk, checking', bulkCheckingView('bulk-check-frm_1', bulkAtMost)],
    [
      'bulk, progress',
      bulkProgressView({ externalId: 'bulk-frm_1', metadata: 'opaque' }, progress, at('21T10:01')),
    ],
    ...bulkActions.flatMap(
      (action): Named<ModalView> => [
        [
          `bulk preview, ${action.kind}`,
          bulkPreview({ action, possible: 1, addresses: some(1), problems }, metadata),
        ],
        [
          `bulk preview, ${action.kind}, all`,
          bulkPreview({ action, possible: 100, addresses: some(100), problems: [] }, metadata),
        ],
        [
          `bulk preview, ${action.kind}, none`,
          bulkPreview({ action, possible: 0, addresses: [], problems }, metadata),
        ],
        [`bulk result, ${action.kind}`, bulkResultView({ action, done: 1, problems })],
      ],
    ),
  ];
}

export function bulkMessages(typed: Typed): Named<SlackMessage> {
  return bulkActions.flatMap((action) =>
    bulkResultMessages({ action, done: 0, problems: problemsOf(typed) }).map(
      (message, index): [string, SlackMessage] => [`bulk result, ${action.kind}, ${index}`, message],
    ),
  );
}
