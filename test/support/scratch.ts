import { statfsSync } from 'node:fs';

const memory = '/dev/shm';
/** Bytes that all test files together stay below. */
const enough = 4 * 2 ** 30;

/** A folder in memory for what tests throw away, where there is a large one: a database waits for its disk with every write. */
export function scratchFolder(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= enough ? memory : undefined;
  } catch {
    return undefined;
  }
}
