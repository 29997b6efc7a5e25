import type { FileProblem, ImportOverview, RowCounts, RowOutcome, SeatNeed } from '../../domain/imports.ts';
import { freeSeats } from '../../domain/seats.ts';
import type { ImportRecord } from '../../store/models/import.ts';
import { describeAccesses } from '../access.ts';
import { type Context, type Runtime, requireAccount } from '../context.ts';
import { earlierRuns } from './earlier.ts';
import { importToSee, mayImport } from './rights.ts';

const problemsAtMost = 10;

/** Where an import stands, for those who manage the people of its organization. Who has read the file starts it. @throws deny */
export async function importOverview(context: Context, importId: string): Promise<ImportOverview> {
  const { found, ...place } = await importToSee(context, importId);
  const { _id: id, fileName, status, total, notices, startedAt, endedAt, stoppedBecause } = found;
  const { done, counts } = await countRows(context, found);
  return {
    id,
    organizationName: place.organization.name,
    fileName,
    status,
    total,
    done,
    counts,
    problems: await problemsOf(context, found),
    notices,
    seats: await seatsOf(context, found),
    startedAt,
    endedAt,
    stoppedBecause,
    ranBefore: (await earlierRuns(context, found))[0]?.startedAt ?? null,
    mayStart: mayImport(place) && found.startedBy === requireAccount(context).id,
  };
}

/** Counts rows by outcome once the import has started; until then as they are planned, and once they are gone as they were at its end. */
export async function countRows(
  runtime: Pick<Runtime, 'store'>,
  { _id: importId, tenantId, status, done, counts }: ImportRecord,
): Promise<{ done: number; counts: RowCounts }> {
  if (status === 'reading' || status === 'checked') return { done: 0, counts };
  const found = await runtime.store.importRows.aggregate<{ _id: RowOutcome | null; count: number }>([
    { $match: { tenantId, importId } },
    { $group: { _id: '$outcome', count: { $sum: 1 } } },
  ]);
  if (found.length === 0) return { done, counts };
  const known = found.flatMap(({ _id, count }) => (_id === null ? [] : [[_id, count] as const]));
  const ended = known.reduce((sum, [, count]) => sum + count, 0);
  return { done: ended, counts: Object.fromEntries(known) };
}

async function problemsOf(
  { store }: Context,
  { _id: importId, tenantId, problem }: ImportRecord,
): Promise<FileProblem[]> {
  if (problem) return [problem];
  const rows = await store.importRows
    .find({ tenantId, importId, isProblem: { $exists: true } }, { line: 1, remark: 1 })
    .sort({ line: 1 })
    .limit(problemsAtMost)
    .lean();
  return rows.map(({ line, remark }) => ({ line, text: remark ?? '' }));
}

async function seatsOf(context: Context, { tenantId, seats }: ImportRecord): Promise<SeatNeed[]> {
  if (seats.length === 0) return [];
  const accesses = seats.map(({ access }) => access);
  const describe = await describeAccesses(context, tenantId, accesses);
  const subscriptions = await context.store.subscriptions
    .find({ tenantId, _id: { $in: accesses.map(({ subscriptionId }) => subscriptionId) } })
    .lean();
  return seats.map(({ access, needed }) => {
    const subscription = subscriptions.find(({ _id }) => _id === access.subscriptionId);
    const free = subscription ? freeSeats(subscription) : 0;
    return { access: describe(access), needed, free: Number.isFinite(free) ? free : null };
  });
}
