/** Without a primary, what only looks or may be repeated is tried until there is one again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { isUnavailable } from '../../src/store/transaction.ts';

const patienceMs = 60_000;
const pauseMs = 100;
/** Of a node that is shutting down, stepping down, catching up, or in another's way. */
const passing = [91, 112, 189, 251, 10107, 11600, 11602, 13435, 13436];

/** Whether an error is of the moment. */
export function isPassing(error: unknown): boolean {
  return (
    isUnavailable(error) || (error instanceof mongo.MongoServerError && passing.includes(Number(error.code)))
  );
}

/** @param work may run several times */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || performance.now() > deadline) throw error;
      await sleep(pauseMs);
    }
  }
}
