import { createHash } from 'node:crypto';
import { BrokenFile } from '../../domain/import-text.ts';
import {
  type FileProblem,
  type ImportOverview,
  importTransitions,
  problemOutcomes,
  type RowCounts,
} from '../../domain/imports.ts';
import { day } from '../../domain/invitations.ts';
import { sourcesOf } from '../../domain/states.ts';
import type { ImportRecord } from '../../store/models/import.ts';
import { type ImportRowRecord, importRowId } from '../../store/models/import-row.ts';
import { type Context, newId, requireAccount, requirePerson } from '../context.ts';
import { type AccessFinder, accessFinder } from './accesses.ts';
import { earlierRuns } from './earlier.ts';
import { stillReading } from './end.ts';
import { contentOf, type ImportFile } from './file-content.ts';
import { importOverview } from './overview.ts';
import { type FileLine, parseFile } from './parse-file.ts';
import { placeRow } from './place-rows.ts';
import { createPlanner, type Forecast, type Planner } from './plan.ts';
import { authorizeImport, type ImportPlace } from './rights.ts';

/** How long the rows of a file are kept, from the day on which they were read or done. */
export const keptForMs = 30 * day;
const batchSize = 500;

/**
 * Reads a file with people and finds out what starting it would do; invites nobody. Its rows are stored a batch at a time,
 * so that memory does not grow with their number. A file that cannot be read leaves an import that has failed, with the
 * line and the remedy, and no rows.
 * @throws DomainError `deny`; `form` on `file` when it is too large (A43)
 */
export async function readImport(context: Context, file: ImportFile): Promise<ImportOverview> {
  const place = await authorizeImport(context, file.organizationId);
  const bytes = await contentOf(file);
  const record = newImport(context, file, bytes);
  await context.store.imports.insertMany([record], { lean: true });
  const notices: FileProblem[] = [];
  try {
    const found = await storeRows(context, place, record, bytes, (notice) => notices.push(notice));
    await settle(context, record, { status: 'checked', ...found, notices });
  } catch (error) {
    await context.store.importRows.deleteMany({ tenantId: record.tenantId, importId: record._id });
    const isBroken = error instanceof BrokenFile;
    const problem = isBroken
      ? error.problem
      : { line: null, text: 'Reading was interrupted. Import it again.' };
    await settle(context, record, { status: 'failed', problem, endedAt: context.now() });
    if (!isBroken) throw error;
  }
  return importOverview(context, record._id);
}

function newImport(
  context: Context,
  { organizationId, fileName }: ImportFile,
  bytes: Uint8Array,
): ImportRecord {
  const { tenantId, identity } = requirePerson(context);
  const now = context.now();
  return {
    _id: newId(context, 'imp'),
    tenantId,
    organizationId,
    fileName: fileName.replace(/\p{C}/gu, '').slice(0, 200) || 'file.csv',
    size: bytes.length,
    digest: createHash('sha256').update(bytes).digest('hex'),
    columns: [],
    status: 'reading',
    startedBy: requireAccount(context).id,
    identity: { teamId: identity.teamId, userId: identity.userId },
    total: 0,
    done: 0,
    counts: {},
    problem: null,
    notices: [],
    seats: [],
    stoppedBecause: null,
    createdAt: now,
    startedAt: null,
    endedAt: null,
    leaseHolder: null,
    leaseUntil: now,
  };
}

async function storeRows(
  context: Context,
  place: ImportPlace,
  record: ImportRecord,
  bytes: Uint8Array,
  note: (notice: FileProblem) => void,
): Promise<Pick<ImportRecord, 'columns' | 'total' | 'seats' | 'counts'>> {
  const { columns, lines } = await parseFile(bytes, note);
  const findAccesses = await accessFinder(context, record.organizationId);
  const runs = await earlierRuns(context, record);
  const planner = createPlanner(
    context,
    place,
    runs.map((run) => run._id),
  );
  const counts: RowCounts = {};
  let total = 0;
  for await (const batch of inBatches(lines)) {
    const rows = await rowsOf(context, record._id, batch, findAccesses, planner);
    await stillReading(context, record._id);
    await context.store.importRows.insertMany(rows, { lean: true });
    for (const { planned } of rows) counts[planned] = (counts[planned] ?? 0) + 1;
    total += rows.length;
  }
  const seats = planner.seats().map(({ access, needed }) => ({ access, needed }));
  return { columns, total, seats, counts };
}

async function* inBatches(lines: AsyncIterable<FileLine>): AsyncGenerator<FileLine[]> {
  let batch: FileLine[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function rowsOf(
  context: Context,
  importId: string,
  lines: readonly FileLine[],
  findAccesses: AccessFinder,
  planner: Planner,
): Promise<ImportRowRecord[]> {
  const placed = lines.map((line) => ({ line, found: placeRow(line, findAccesses) }));
  const readable = placed.flatMap(({ found }) => ('row' in found ? [found] : []));
  const forecasts = await planner.plan(readable);
  const forecastOf = new Map(readable.map((row, index) => [row, forecasts[index]]));
  return placed.map(({ line, found }) => {
    const forecast: Forecast | undefined =
      'row' in found ? forecastOf.get(found) : { ...found, isFinal: true };
    if (!forecast) throw new Error(`line ${line.line} was not judged`);
    return newRow(context, importId, line, forecast, 'row' in found ? found.accesses : []);
  });
}

function newRow(
  context: Context,
  importId: string,
  { line, cells }: FileLine,
  { outcome, remark, isFinal }: Forecast,
  accesses: ImportRowRecord['accesses'],
): ImportRowRecord {
  return {
    _id: importRowId(importId, line),
    tenantId: context.actor.tenantId,
    importId,
    line,
    cells,
    accesses: isFinal ? [] : accesses,
    planned: outcome,
    ...(isFinal ? { isFinal } : {}),
    outcome: null,
    remark,
    ...(problemOutcomes.includes(outcome) ? { isProblem: true } : {}),
    made: [],
    tries: 0,
    notBefore: null,
    deleteAt: new Date(context.now().getTime() + keptForMs),
  };
}

async function settle(
  context: Context,
  { _id, tenantId }: ImportRecord,
  change: Partial<ImportRecord> & Pick<ImportRecord, 'status'>,
): Promise<void> {
  const status = { $in: sourcesOf(importTransitions, change.status) };
  await context.store.imports.updateOne({ _id, tenantId, status }, { $set: change });
}
