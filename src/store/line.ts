import pLimit, { type LimitFunction } from 'p-limit';
import { busy } from '../domain/errors.ts';
import { patienceMs } from './transaction.ts';

const lines = new Map<string, LimitFunction>();

/**
 * Runs what many people want from one record at the same moment one after the other, in the order in which they came.
 * It only spares a crowd the conflicts of writing at once, which would repeat each transaction again and again: what
 * keeps the data right, also beside other processes, is the transaction itself.
 * @param key names the record, such as a subscription's id
 * @throws DomainError `busy` when the turn does not come within 2.2 s, and nothing was done
 */
export async function inLine<T>(key: string, work: () => Promise<T>): Promise<T> {
  const line = lines.get(key) ?? pLimit(1);
  lines.set(key, line);
  const joined = performance.now();
  try {
    return await line(() => {
      if (performance.now() - joined > patienceMs) throw busy();
      return work();
    });
  } finally {
    if (line.activeCount + line.pendingCount === 0) lines.delete(key);
  }
}
