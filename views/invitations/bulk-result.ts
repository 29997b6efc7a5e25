/** Where many invitations at once stand: the progress, and the end. The same in a modal and as messages. */
import type { KnownBlock, ModalView, PlainTextElement } from '@slack/types';
import type { BulkResult } from '../../src/domain/bulk.ts';
import { chunks, header, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { message, type SlackMessage } from '../common/message.ts';
import { modal } from '../common/modal.ts';
import { importProgress } from '../imports/import-progress.ts';
import { bulkTitle, invitationCount, problemSections } from './bulk-words.ts';

/** A message holds about twelve thousand characters. */
const sectionsPerMessage = 3;

/**
 * `externalId` is how the view is found again; Go on starts the same once more, which does nothing twice.
 * @param now for the time that is left
 */
export function bulkProgressView(
  { externalId, metadata }: { externalId: string; metadata: string },
  progress: { done: number; total: number; startedAt: Date },
  now: Date,
): ModalView {
  const view = modal({
    callback: callbackIds.bulkPreview,
    title: bulkTitle,
    submit: 'Go on',
    close: 'Close',
    clearOnClose: true,
    metadata,
    blocks: [
      section(importProgress(progress, now)),
      section(
        plain`If you close this window, the result comes as a direct message. If nothing moves for a minute, press Go on: nothing is done twice.`,
      ),
    ],
  });
  return { ...view, external_id: externalId };
}

/** What became of it, in place of the progress. */
export function bulkResultView(result: BulkResult): ModalView {
  return closing([section(summary(result)), ...failures(result)]);
}

/** The same for whoever has closed the view: as many messages as the reasons need. */
export function bulkResultMessages(result: BulkResult): SlackMessage[] {
  const { text } = summary(result);
  const blocks = [section(summary(result)), ...failures(result)];
  return chunks(blocks, sectionsPerMessage).map((some) => message({ type: 'mrkdwn', text }, some));
}

/** What is below was about the time before: closing this one closes it as well. */
function closing(blocks: KnownBlock[]): ModalView {
  return modal({ callback: callbackIds.info, title: bulkTitle, clearOnClose: true, blocks });
}

function summary({ action, done, problems }: BulkResult): PlainTextElement {
  const what = { resend: 'on the way again', revoke: 'revoked', extend: 'extended' }[action.kind];
  const isUndoable = action.kind === 'revoke' && done > 0;
  const sentences = [
    `${invitationCount(done)} ${done === 1 ? 'is' : 'are'} ${what}.`,
    ...(problems.length === 0 ? [] : [`${invitationCount(problems.length)} did not work.`]),
    ...(isUndoable ? ['You can take each back within ten minutes, in /invitations.'] : []),
  ];
  return plain`${sentences.join(' ')}`;
}

function failures({ problems }: BulkResult): KnownBlock[] {
  return problems.length === 0 ? [] : [header('Not done'), ...problemSections(problems)];
}
