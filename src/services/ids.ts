import { monotonicFactory } from 'ulid';

const poolSize = 1024;

/**
 * A source of ULIDs: each sorts after the one before, also within one millisecond.
 * @param randomBytes the process's randomness
 * @returns a function of the time in milliseconds
 */
export function createUlids(randomBytes: (size: number) => Uint8Array): (time: number) => string {
  let pool = randomBytes(poolSize);
  let used = 0;
  return monotonicFactory(() => {
    if (used === poolSize) {
      pool = randomBytes(poolSize);
      used = 0;
    }
    const byte = pool[used] ?? 0;
    used += 1;
    return byte / 256;
  });
}
