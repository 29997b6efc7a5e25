/** The imports of an organization, running and past. Part of the view in which its people are found. */
import type { KnownBlock } from '@slack/types';
import { type ImportStatus, type ImportSummary, importsListed } from '../../src/domain/imports.ts';
import { button, context, header, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { literal, mrkdwn, plain, shorten } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';

/** Nothing as long as there was none. @param imports the newest first */
export function importListBlocks(imports: readonly ImportSummary[]): KnownBlock[] {
  if (imports.length === 0) return [];
  const shown = imports.slice(0, importsListed);
  const rest =
    imports.length < importsListed
      ? plain`They are kept for 30 days.`
      : plain`These are the newest ${importsListed} of the last 30 days.`;
  return [header('Imports'), ...shown.map(rowBlock), context(rest)];
}

function rowBlock(row: ImportSummary): KnownBlock {
  const { id, fileName, at } = row;
  const by = row.by === null ? '' : ` by ${literal(shorten(row.by, 100))},`;
  const when = { markup: `${began(row)}${by} ${date(at).markup}` };
  const text = mrkdwn`*${shorten(fileName, 100)}*\n${states[row.status](row)}. ${when}.`;
  return section(text, {
    button: button('Open', {
      action: actionIds.importOpen,
      value: id,
      label: `Open the import of ${shorten(fileName, 40)}`,
    }),
  });
}

const states: Readonly<Record<ImportStatus, (row: ImportSummary) => string>> = {
  reading: () => 'Is being read',
  checked: () => 'Checked, not started',
  running: ({ done, total }) => `Running: ${number(done)} of ${number(total)} lines are done`,
  done: ({ total }) => `Done: ${number(total)} ${total === 1 ? 'line' : 'lines'}`,
  cancelled: ({ done, total }) => `Cancelled after ${number(done)} of ${number(total)} lines`,
  failed: () => 'Could not be read',
};

/** What the time beside it is of. */
function began({ status }: ImportSummary): string {
  return status === 'running' || status === 'done' || status === 'cancelled' ? 'Started' : 'Read';
}

function number(value: number): string {
  return value.toLocaleString('en');
}
