import { setTimeout } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { busy, unsure } from '../domain/errors.ts';
import type { Store } from './index.ts';

/** How long a command may try to commit before the person is told, in milliseconds; Slack waits three seconds. */
export const patienceMs = 2_200;

/** A race for a key is over once its winner can be seen: the same key in the way this often is no race. */
const equalDuplicatesAtMost = 3;
/** Between two equal duplicates, in milliseconds: the winner may not be in the snapshot of the next try yet. */
const pauseMs = 40;

const options = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority' },
  readPreference: 'primary',
  maxCommitTimeMS: patienceMs,
} as const;

/**
 * Runs `work` in one transaction (snapshot reads, majority writes). Operations of the models inside join it by themselves.
 * A write conflict, or a lost race for a unique key, repeats the whole work, which then sees what the winner wrote; after
 * 2.2 s no repeat begins. So `work` may run several times and touches nothing but the database. A key that is in the way time
 * and again is a mistake in `work`, and its error is thrown.
 * @throws DomainError `busy` when nothing was written, `unsure` when the commit's fate is unknown.
 */
export async function inTransaction<T>(store: Store, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  let isCommitting = false;
  const attempt = async () => {
    isCommitting = false;
    if (performance.now() > deadline) throw busy();
    const result = await work();
    isCommitting = true;
    return result;
  };
  const duplicates = new Map<string, number>();
  for (;;) {
    try {
      return (await store.connection.transaction(attempt, options)) as T;
    } catch (error) {
      const isLostRace = isDuplicateKey(error) && performance.now() < deadline;
      if (!isLostRace || !(await isWorthRepeating(duplicates, error))) throw inOurWords(error, isCommitting);
    }
  }
}

/** The driver leaves a connection's error without labels when another operation has lost that server already. */
function inOurWords(error: unknown, isCommitting: boolean): unknown {
  if (hasLabel(error, 'UnknownTransactionCommitResult')) return unsure();
  if (hasLabel(error, 'TransientTransactionError')) return busy();
  if (!isUnavailable(error)) return error;
  return isCommitting ? unsure() : busy();
}

/** Waits before a repeat. @returns false when the same key has been in the way too often */
async function isWorthRepeating(duplicates: Map<string, number>, { message }: Error): Promise<boolean> {
  // It names the collection, the index and the value; the fields that do so are missing where many were inserted at once.
  const times = (duplicates.get(message) ?? 0) + 1;
  duplicates.set(message, times);
  if (times > 1 && times < equalDuplicatesAtMost) await setTimeout(pauseMs);
  return times < equalDuplicatesAtMost;
}

/** Whether a write lost a race for a unique key. */
export function isDuplicateKey(error: unknown): error is mongo.MongoServerError {
  return error instanceof mongo.MongoServerError && error.code === 11000;
}

/** Whether the database could not be reached or gave up in time, as opposed to refusing what we sent. */
export function isUnavailable(error: unknown): boolean {
  return (
    error instanceof mongo.MongoNetworkError ||
    error instanceof mongo.MongoServerSelectionError ||
    error instanceof mongo.MongoNotConnectedError ||
    error instanceof mongo.MongoTopologyClosedError ||
    error instanceof mongo.MongoOperationTimeoutError ||
    // Without a code it is not the server's: it wraps the loss of the connection.
    (error instanceof mongo.MongoBulkWriteError && error.code === undefined) ||
    (error instanceof mongo.MongoServerError && error.hasErrorLabel('RetryableWriteError')) ||
    (error instanceof mongo.MongoServerError && error.code === 50) ||
    (error instanceof Error && error.name === 'MongoServerSelectionError') ||
    (error instanceof Error && error.name === 'MongooseServerSelectionError')
  );
}

function hasLabel(error: unknown, label: string): boolean {
  return error instanceof mongo.MongoError && error.hasErrorLabel(label);
}
