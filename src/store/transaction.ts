import { mongo } from 'mongoose';
import { busy, unsure } from '../domain/errors.ts';
import type { Store } from './index.ts';

/** How long a command may try to commit before the person is told, in milliseconds; Slack waits three seconds. */
export const patienceMs = 2_200;

const options = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority' },
  readPreference: 'primary',
  maxCommitTimeMS: patienceMs,
} as const;

/**
 * Runs `work` in one transaction (snapshot reads, majority writes). Operations of the models inside join it by themselves.
 * A write conflict, or a lost race for a unique key, repeats the whole work, which then sees what the winner wrote; after
 * 2.2 s no repeat begins. So `work` may run several times and touches nothing but the database.
 * @throws DomainError `busy` when nothing was written, `unsure` when the commit's fate is unknown.
 */
export async function inTransaction<T>(store: Store, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  const attempt = () => {
    if (performance.now() > deadline) throw busy();
    return work();
  };
  for (;;) {
    try {
      return (await store.connection.transaction(attempt, options)) as T;
    } catch (error) {
      if (isDuplicateKey(error) && performance.now() < deadline) continue;
      if (hasLabel(error, 'UnknownTransactionCommitResult')) throw unsure();
      if (hasLabel(error, 'TransientTransactionError') || isUnavailable(error)) throw busy();
      throw error;
    }
  }
}

/** Whether a write lost a race for a unique key. */
export function isDuplicateKey(error: unknown): boolean {
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
    (error instanceof mongo.MongoServerError && error.hasErrorLabel('RetryableWriteError')) ||
    (error instanceof mongo.MongoServerError && error.code === 50) ||
    (error instanceof Error && error.name === 'MongoServerSelectionError') ||
    (error instanceof Error && error.name === 'MongooseServerSelectionError')
  );
}

function hasLabel(error: unknown, label: string): boolean {
  return error instanceof mongo.MongoError && error.hasErrorLabel(label);
}
