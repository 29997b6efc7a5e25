/** Where an import stands: the result of the check, the progress, and the end. The same in a modal and as a message. */
import type { KnownBlock, ModalView } from '@slack/types';
import {
  changingOutcomes,
  type FileProblem,
  type ImportOverview,
  type ImportStatus,
  problemOutcomes,
  type RowCounts,
  type RowOutcome,
  rowOutcomeNames,
  type SeatNeed,
} from '../../src/domain/imports.ts';
import { placeName } from '../common/access.ts';
import { actions, button, confirmation, header, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, plainLines, shorten } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { message, type SlackMessage } from '../common/message.ts';
import { modal } from '../common/modal.ts';
import { importProgress } from './import-progress.ts';

const most = { problems: 10, seats: 10 };
type Tag<Text> = (strings: TemplateStringsArray, ...values: string[]) => Text;
const headings: Partial<Record<ImportStatus, string>> = { checked: 'What will happen', running: 'So far' };

/** What is said with the report: how it ended, and the counts. */
export function importReportComment(overview: ImportOverview): string {
  const counts = countLines(overview).map((line) => mrkdwn`${line}`.text);
  return [
    summary(mrkdwn, overview).text,
    ...counts,
    'The report has every line of the file with what became of it.',
  ].join('\n');
}

/** @param now for the time that is left */
export function importMessage(overview: ImportOverview, now: Date): SlackMessage {
  return message(summary(mrkdwn, overview), [...blocksOf(overview, now), ...buttonBlocks(overview)]);
}

export function importView(
  overview: ImportOverview,
  { metadata, now }: { metadata: string; now: Date },
): ModalView {
  return modal({
    callback: callbackIds.importState,
    title: 'Import a file',
    metadata,
    blocks: [...blocksOf(overview, now), ...buttonBlocks(overview), ...reportBlocks(overview)],
  });
}

function blocksOf(overview: ImportOverview, now: Date): KnownBlock[] {
  return [
    // Plain, so that the file's name can be copied as it is.
    section(summary(plain, overview)),
    ...(overview.status === 'running' ? [section(importProgress(overview, now))] : []),
    ...ranBeforeBlocks(overview),
    ...countBlocks(overview),
    ...seatBlocks(overview),
    ...problemBlocks(overview),
  ];
}

/** The report comes by itself to whoever started the import; whoever looks at one that has ended can ask for it. */
function reportBlocks({ id, status, startedAt, fileName, mayStart }: ImportOverview): KnownBlock[] {
  if (startedAt === null) return [];
  if (status !== 'running') {
    const label = `Send me the report of ${fileName}`;
    return [
      actions('importReport', [
        button('Send me the report', { action: actionIds.importReport, value: id, label }),
      ]),
    ];
  }
  if (!mayStart) return [];
  return [section(plain`A direct message shows how far it is, and brings the report at the end.`)];
}

function summary<Text>(tag: Tag<Text>, overview: ImportOverview): Text {
  const { status, organizationName, counts, startedAt, stoppedBecause } = overview;
  const file = shorten(overview.fileName, 100);
  const lines = number(overview.total);
  const done = number(overview.done);
  const changed = number(countOf(counts, changingOutcomes));
  switch (status) {
    case 'reading':
      return tag`The file ${file} for ${organizationName} is being read.`;
    case 'checked':
      return isUseful(counts)
        ? tag`The file ${file} for ${organizationName} is checked: ${changed} of ${lines} lines can be done. Nothing is done yet.`
        : tag`The file ${file} for ${organizationName} is checked: none of its ${lines} lines can be done, so there is nothing to start.`;
    case 'running':
      return tag`The file ${file} is being imported into ${organizationName}: ${done} of ${lines} lines are done.`;
    case 'done':
      return tag`The file ${file} is imported into ${organizationName}: ${changed} of ${lines} lines worked.`;
    case 'failed':
      return tag`The file ${file} could not be read. Nothing is done.`;
    case 'cancelled': {
      const why = stoppedBecause ? [stoppedBecause] : [];
      const what =
        startedAt === null
          ? ['is cancelled. Nothing was done.', ...why]
          : [`was cancelled after ${done} of ${lines} lines. What was done stays.`, ...why];
      return tag`The import of ${file} into ${organizationName} ${what.join(' ')}`;
    }
  }
}

function ranBeforeBlocks({ status, ranBefore }: ImportOverview): KnownBlock[] {
  if (status !== 'checked' || ranBefore === null) return [];
  return [section(mrkdwn`The same file was imported before, ${date(ranBefore)}. Nobody is invited twice.`)];
}

function countLines({ counts }: ImportOverview): string[] {
  const found = outcomes.filter((outcome) => (counts[outcome] ?? 0) > 0);
  return found.map((outcome) => `${rowOutcomeNames[outcome]}: ${number(counts[outcome] ?? 0)}`);
}

function countBlocks(overview: ImportOverview): KnownBlock[] {
  const { status } = overview;
  const lines = countLines(overview);
  if (lines.length === 0 || status === 'failed') return [];
  return [header(headings[status] ?? 'What happened'), section(plainLines(lines))];
}

function seatBlocks({ status, seats, organizationName }: ImportOverview): KnownBlock[] {
  if (status !== 'checked' || seats.length === 0) return [];
  const lines = seats.slice(0, most.seats).map((need) => seatLine(organizationName, need));
  const hidden = seats.length - most.seats;
  return [
    header('Seats'),
    section(plainLines([...lines, ...(hidden > 0 ? [`${hidden} more subscriptions are not shown.`] : [])])),
  ];
}

function seatLine(organizationName: string, { access, needed, free }: SeatNeed): string {
  const room = free === null ? 'no limit' : `${number(free)} free`;
  const place = shorten(placeName(organizationName, access), 150);
  return `${place}: ${number(needed)} needed, ${room}`;
}

function problemBlocks({ status, problems, notices, counts }: ImportOverview): KnownBlock[] {
  const shown = [...notices, ...problems].slice(0, most.problems);
  if (status === 'running' || shown.length === 0) return [];
  const hidden = countOf(counts, problemOutcomes) - problems.length;
  const rest = status === 'checked' ? 'not shown.' : 'in the report.';
  return [
    header('To look at'),
    section(
      plainLines([
        ...shown.map(problemLine),
        ...(hidden > 0 ? [`${number(hidden)} more ${hidden === 1 ? 'is' : 'are'} ${rest}`] : []),
      ]),
    ),
  ];
}

function problemLine({ line, text }: FileProblem): string {
  return shorten(line === null ? text : `Line ${number(line)}: ${text}`, 220);
}

function buttonBlocks({ id, status, counts, fileName, mayStart }: ImportOverview): KnownBlock[] {
  const cancel = { action: actionIds.importCancel, value: id, label: `Cancel the import of ${fileName}` };
  if (status === 'checked') {
    const start = button('Start', {
      action: actionIds.importStart,
      value: id,
      style: 'primary',
      label: `Start the import of ${fileName}`,
    });
    return [actions('import', [...(mayStart && isUseful(counts) ? [start] : []), button('Cancel', cancel)])];
  }
  if (status !== 'running') return [];
  const question = confirmation(
    'Cancel the import?',
    `Lines that are done stay as they are; the others are left out. ${mayStart ? 'You get' : 'Whoever started it gets'} the report of what was done.`,
    'Cancel the import',
  );
  return [actions('import', [button('Cancel', { ...cancel, confirm: { ...question, deny: plain`Go on` } })])];
}

function isUseful(counts: RowCounts): boolean {
  return countOf(counts, changingOutcomes) > 0;
}

const outcomes = Object.keys(rowOutcomeNames) as RowOutcome[];

function countOf(counts: RowCounts, of: readonly RowOutcome[]): number {
  return of.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);
}

function number(value: number): string {
  return value.toLocaleString('en');
}
