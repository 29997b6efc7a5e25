import { identityKey, type PersonActor } from '../../domain/context.ts';
import { DomainError } from '../../domain/errors.ts';
import type { ImportRecord } from '../../store/models/import.ts';
import type { ImportRowRecord } from '../../store/models/import-row.ts';
import { isUnavailable } from '../../store/transaction.ts';
import { actingAccount } from '../accounts.ts';
import { type Context, contextFor, type Runtime } from '../context.ts';
import { endImport, failAbandoned, recount } from './end.ts';
import { claimImport, keepLease, type Lease, nextTurn, releaseLease } from './lease.ts';
import { AlreadyDone, doRow, endRow } from './row.ts';

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
/** How often a row is tried that fails for reasons of its own. */
const triesAtMost = 6;

/**
 * Does what is left of the imports that run in a tenant, one import after the other and row by row, until nothing can be done
 * now. Any number of processes may call it: each import is run by one of them, as long as it keeps its lease, and each row is
 * done exactly once in any case.
 */
export async function runImports(
  runtime: Runtime,
  tenantId: string,
  { signal, leaseMs = 10_000, onError = () => {} }: RunOptions = {},
): Promise<RunResult> {
  await failAbandoned(runtime, tenantId);
  let rows = 0;
  while (!signal?.aborted) {
    const lease = await claimImport(runtime, tenantId, leaseMs);
    if (!lease) break;
    rows += await runOne(runtime, lease, { onError, ...(signal ? { signal } : {}) });
  }
  return { rows, again: await nextTurn(runtime, tenantId) };
}

type Wishes = Pick<RunOptions, 'signal'> & Required<Pick<RunOptions, 'onError'>>;

async function runOne(runtime: Runtime, lease: Lease, { signal, onError }: Wishes): Promise<number> {
  const { found } = lease;
  const actor = await starterOf(runtime, found);
  let done = 0;
  let failures = 0;
  for await (const row of rowsToDo(runtime, found)) {
    if (signal?.aborted) {
      await releaseLease(runtime, lease, runtime.now());
      return done;
    }
    if (!(await keepLease(runtime, lease))) {
      await recount(runtime, found);
      return done;
    }
    const context = contextFor(runtime, actor, `import:${found._id}:${row.line}`);
    const turn = await takeTurn(context, found, row, onError);
    if (turn === 'stop') {
      await endImport(context, found, { status: 'cancelled', because: lostRight(actor, row.line) });
      return done;
    }
    if (turn === 'done') done += 1;
    failures = turn === 'later' ? failures + 1 : 0;
    if (failures === failuresInARow) break;
  }
  await endTurn(runtime, lease, actor);
  return done;
}

/** `later`: it could not be done now. `stop`: whoever started the import may do nothing more. */
async function takeTurn(
  context: Context,
  found: ImportRecord,
  row: ImportRowRecord,
  onError: Wishes['onError'],
): Promise<'done' | 'elsewhere' | 'later' | 'stop'> {
  try {
    return (await doRow(context, found, row)) ? 'done' : 'elsewhere';
  } catch (error) {
    if (error instanceof AlreadyDone) return 'elsewhere';
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

/** Later, and each time later still. What fails by itself again and again is given up. */
async function putOff(context: Context, row: ImportRowRecord, error: unknown): Promise<void> {
  const isOfTheMoment = error instanceof DomainError;
  const tries = row.tries + 1;
  if (!isOfTheMoment && tries >= triesAtMost) {
    const remark = 'Gatehouse could not do this line. Invite the person with /invite-user.';
    await endRow(context, row, { outcome: 'refused', remark });
    return;
  }
  const { _id, tenantId } = row;
  const seconds = Math.min(60, 2 ** row.tries);
  const notBefore = new Date(context.now().getTime() + seconds * 1000);
  await context.store.importRows.updateOne({ _id, tenantId, outcome: null }, { $set: { tries, notBefore } });
}
