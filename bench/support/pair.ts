import type { Bench } from './bench.ts';
import { type Child, startChild } from './child.ts';

/** Two processes that answer the same questions, each on a new database of its own. */
export interface Pair {
  ours: Child;
  base: Child;
  close(): Promise<void>;
}

/** Starts `name-ours` and `name-bare` of `bench/apps`, and has both prepare their databases. */
export async function startPair(bench: Bench, name: string): Promise<Pair> {
  const start = (side: string) =>
    startChild(`bench/apps/${name}-${side}.js`, {
      env: { MONGODB_URI: bench.newDatabase() },
      profiles: bench.profiles,
    });
  const ours = start('ours');
  const base = start('bare');
  const close = async () => {
    await ours.stop();
    await base.stop();
  };
  try {
    for (const side of [ours, base]) await side.ask({ kind: 'prepare' });
    return { ours, base, close };
  } catch (error) {
    await close();
    throw error;
  }
}
