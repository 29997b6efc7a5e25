/** What the command prints. */
import {
  type FileProblem,
  type ImportOverview,
  problemOutcomes,
  type RowOutcome,
  rowOutcomeNames,
} from '../../src/domain/imports.ts';
import type { Context } from '../../src/services/context.ts';
import { importOverview } from '../../src/services/imports/overview.ts';

export async function tellProgress(context: Context, id: string): Promise<void> {
  const overview = await importOverview(context, id).catch(() => null);
  if (overview?.status !== 'running') return;
  const { done, total, startedAt } = overview;
  const seconds = startedAt ? (context.now().getTime() - startedAt.getTime()) / 1000 : 0;
  const left = done > 0 ? Math.ceil((seconds / done) * (total - done)) : null;
  say(`${number(done)} of ${number(total)} lines${left === null ? '' : `, about ${left} s left`}`);
}

export function tellProblems(path: string, { problems, notices, counts, status }: ImportOverview): void {
  const shown = (problem: FileProblem) =>
    `${path}${problem.line === null ? '' : `:${problem.line}`}  ${problem.text}`;
  for (const each of [...notices, ...problems]) process.stderr.write(`${shown(each)}\n`);
  const hidden = status === 'failed' ? 0 : countOf(counts, problemOutcomes) - problems.length;
  if (hidden > 0) process.stderr.write(`${number(hidden)} more lines have problems.\n`);
}

export function tellPlan(overview: ImportOverview): void {
  if (overview.ranBefore) say('The same file was imported before. Nobody is invited twice.');
  tellCounts(overview);
  for (const { access, needed, free } of overview.seats) {
    const place = access.kind === 'app' ? `${access.appName} (${access.subscriptionName})` : '';
    say(
      `Seats of ${place}: ${number(needed)} needed, ${free === null ? 'no limit' : `${number(free)} free`}`,
    );
  }
}

function tellCounts({ counts, total }: ImportOverview): void {
  say(`${number(total)} lines`);
  for (const [outcome, name] of Object.entries(rowOutcomeNames)) {
    const count = counts[outcome as RowOutcome] ?? 0;
    if (count > 0) say(`  ${name}: ${number(count)}`);
  }
}

export function tellEnd(ended: ImportOverview): number {
  if (ended.status === 'running') {
    say(
      `Stopped after ${number(ended.done)} of ${number(ended.total)} lines. The running Gatehouse goes on with the rest.`,
    );
    return 1;
  }
  say(
    ended.status === 'done'
      ? 'Done:'
      : `Cancelled after ${number(ended.done)} lines. ${ended.stoppedBecause ?? ''}`,
  );
  tellCounts(ended);
  return ended.status === 'done' && problemsIn(ended) === 0 ? 0 : 1;
}

export function problemsIn({ counts }: ImportOverview): number {
  return countOf(counts, problemOutcomes);
}

function countOf(counts: ImportOverview['counts'], of: readonly RowOutcome[]): number {
  return of.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);
}

function number(value: number): string {
  return value.toLocaleString('en');
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
