import type { SweepIdleQuestion } from '../apps/sweep-idle.ts';
import { startChild } from '../support/child.ts';
import type { Figure } from '../support/figure.ts';

export const sweepIdleCost: Figure = {
  name: 'sweep-idle-cost',
  what: 'documents examined by one run of all sweeps, nothing due among 1,000,000 open items, beside one document',
  unit: 'documents',
  goal: 0,
  better: 'lower',
  rounds: { full: 3, quick: 1 },
  async open(bench) {
    const child = startChild('bench/apps/sweep-idle.js', {
      env: { MONGODB_URI: bench.newDatabase() },
      profiles: bench.profiles,
    });
    const count = bench.quick ? 20_000 : 1_000_000;
    try {
      await child.ask({ kind: 'fill', count } satisfies SweepIdleQuestion);
    } catch (error) {
      await child.stop();
      throw error;
    }
    return {
      ours: () => child.ask<number>({ kind: 'sweep' } satisfies SweepIdleQuestion),
      base: () => Promise.resolve(1),
      close: () => child.stop(),
    };
  },
};
