import { identityKey, type PersonActor } from '../../domain/context.ts';
import { DomainError } from '../../domain/errors.ts';
import type { ImportRecord } from '../../store/models/import.ts';
import type { ImportRowRecord } from '../../store/models/import-row.ts';
import { isUnavailable } from '../../store/transaction.ts';
import { actingAccount } from '../accounts.ts';
import { type Context, contextFor, type Runtime } from '../context.ts';
import { earlierRuns } from './earlier.ts';
import { endImport, failAbandoned, recount } from './end.ts';
import { claimImport, keepLease, type Lease, nextTurn, releaseLease } from './lease.ts';
import { AlreadyDone, doRow, ImportOver, type ImportRun } from './row.ts';
import { beginRow, putOff } from './tries.ts';

export interface RunOptions {
  /** Ends the run after the row that is being done; another run goes on. */
  signal?: AbortSignal;
  /** Milliseconds after which another process takes over from one that died. */
  leaseMs?: number;
  /** Hears of what nobody expected, for the log. */
  onError?(rowId: string, error: unknown): void;
}

export interface RunResult {
  /** Rows that this run has done. */
  rows: number;
  /** When there is something to do again; null when nothing is left. */
  again: Date | null;
}

const batchSize = 100;
/** Rows in a row that could not be done: then the rest is not tried now either. */
const failuresInARow = 5;
/** After so many rows, or so long, it is another import's turn. */
const turn = { rows: 200, ms: 5_000 } as const;

/**
 * Does what is left of the imports that run in a tenant, row by row and in turns, until nothing can be done now. Any number of
 * processes may call it: each import is run by one of them, as long as it keeps its lease, and each row is done exactly once
 * in any case.
 */
export async function runImports(
  runtime: Runtime,
  tenantId: string,
  options: RunOptions = {},
): Promise<RunResult> {
  let rows = 0;
  for (;;) {
    const { hadTurn, ...result } = await runTurn(runtime, tenantId, options);
    rows += result.rows;
    if (!hadTurn) return { ...result, rows };
  }
}

/**
 * Gives one turn to the import of a tenant that has waited longest, so that a long one holds up no other.
 * @returns `hadTurn`: whether there was one that could go on
 */
export async function runTurn(
  runtime: Runtime,
  tenantId: string,
  { signal, leaseMs = 10_000, onError = () => {} }: RunOptions = {},
): Promise<RunResult & { hadTurn: boolean }> {
  await failAbandoned(runtime, tenantId);
  const lease = signal?.aborted ? null : await claimImport(runtime, tenantId, leaseMs);
  const rows = lease ? await runOne(runtime, lease, { onError, ...(signal ? { signal } : {}) }) : 0;
  if (lease) await recount(runtime, lease.found);
  return { rows, again: await nextTurn(runtime, tenantId), hadTurn: lease !== null };
}

type Wishes = Pick<RunOptions, 'signal'> & Required<Pick<RunOptions, 'onError'>>;

async function runOne(runtime: Runtime, lease: Lease, { signal, onError }: Wishes): Promise<number> {
  const { found } = lease;
  const actor = await starterOf(runtime, found);
  const earlier = (await earlierRuns(runtime, found)).map(({ _id }) => _id);
  const begin = runtime.now().getTime();
  let tried = 0;
  let done = 0;
  let failures = 0;
  for await (const row of rowsToDo(runtime, found)) {
    const isOver = tried === turn.rows || runtime.now().getTime() - begin >= turn.ms;
    if (signal?.aborted || (isOver && tried > 0)) {
      await releaseLease(runtime, lease, runtime.now());
      return done;
    }
    if (!(await keepLease(runtime, lease))) return done;
    const context = contextFor(runtime, actor, `import:${found._id}:${row.line}`);
    const outcome = await tryRow(context, { found, earlier }, row, onError);
    if (outcome === 'over') return done;
    if (outcome === 'stop') {
      await endImport(context, found, { status: 'cancelled', because: lostRight(actor, row.line) });
      return done;
    }
    tried += 1;
    if (outcome === 'done') done += 1;
    failures = outcome === 'later' ? failures + 1 : 0;
    if (failures === failuresInARow) break;
  }
  await endTurn(runtime, lease, actor);
  return done;
}

/** `later`: it could not be done now. `stop`: whoever started the import may do nothing more. `over`: it has ended. */
async function tryRow(
  context: Context,
  run: ImportRun,
  row: ImportRowRecord,
  onError: Wishes['onError'],
): Promise<'done' | 'elsewhere' | 'later' | 'stop' | 'over'> {
  try {
    const isDone = (await beginRow(context, row)) && (await doRow(context, run, row));
    return isDone ? 'done' : 'elsewhere';
  } catch (error) {
    if (error instanceof AlreadyDone) return 'elsewhere';
    if (error instanceof ImportOver) return 'over';
    if (error instanceof DomainError && error.code === 'deny') return 'stop';
    if (isUnavailable(error)) throw error;
    if (!(error instanceof DomainError)) onError(row._id, error);
    await putOff(context, row, error);
    return 'later';
  }
}

/** The import has ended with its last row; until then it rests until a row is due that had to wait. */
async function endTurn(runtime: Runtime, lease: Lease, actor: PersonActor): Promise<void> {
  const { found } = lease;
  const { _id: importId, tenantId } = found;
  const left = { tenantId, importId, outcome: null };
  if (!(await runtime.store.importRows.exists(left))) {
    const context = contextFor(runtime, actor, `import:${importId}:end`);
    await endImport(context, found, { status: 'done' });
    return;
  }
  const next = await runtime.store.importRows
    .findOne({ ...left, notBefore: { $ne: null } }, { notBefore: 1 })
    .sort({ notBefore: 1 })
    .lean();
  await releaseLease(runtime, lease, next?.notBefore ?? runtime.now());
}

/** In the order of the lines, without those that wait for a later time. */
async function* rowsToDo(
  { store, now }: Runtime,
  { _id: importId, tenantId }: ImportRecord,
): AsyncGenerator<ImportRowRecord> {
  let last = 0;
  for (;;) {
    const batch = await store.importRows
      .find({ tenantId, importId, outcome: null, line: { $gt: last } })
      .sort({ line: 1 })
      .limit(batchSize)
      .lean();
    await endFinal(store, batch);
    for (const row of batch) {
      if (!row.isFinal && (!row.notBefore || row.notBefore <= now())) yield row;
    }
    const end = batch.at(-1);
    if (!end || batch.length < batchSize) return;
    last = end.line;
  }
}

/** What is wrong by itself has no turn: nobody is invited by it, whatever happens. */
async function endFinal(store: Runtime['store'], batch: readonly ImportRowRecord[]): Promise<void> {
  for (const outcome of ['invalid', 'duplicate'] as const) {
    const found = batch.filter(({ isFinal, planned }) => isFinal && planned === outcome);
    const [first] = found;
    if (!first) continue;
    const ids = found.map(({ _id }) => _id);
    await store.importRows.updateMany(
      { _id: { $in: ids }, tenantId: first.tenantId, outcome: null },
      { $set: { outcome } },
    );
  }
}

/** Whoever started it acts in each of its rows, as the account is now. */
async function starterOf(
  { store }: Runtime,
  { tenantId, startedBy, identity }: ImportRecord,
): Promise<PersonActor> {
  const account = await store.accounts
    .findOne({ _id: startedBy, tenantId, identityKeys: identityKey(identity) })
    .lean();
  return { kind: 'person', tenantId, identity, account: account && actingAccount(account) };
}

function lostRight({ account }: PersonActor, line: number): string {
  const who = account?.name ?? 'Whoever started it';
  return `${who} may no longer import people. Line ${line} and those after it were not done.`;
}
