import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats `check` until it neither throws nor answers false, for up to twenty seconds; then its failure stands. */
export async function eventually<T>(check: () => T | Promise<T>, withinMs = 20_000): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      const result = await check();
      if (result !== false) return result;
      if (performance.now() > deadline) throw new Error('It did not come true in time.');
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await sleep(5);
  }
}
