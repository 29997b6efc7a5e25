import type { BareImportsQuestion } from '../apps/bare-imports.ts';
import { startChild } from '../support/child.ts';
import type { Figure } from '../support/figure.ts';
import { startGatehouse } from '../support/gatehouse.ts';

export const readyTime: Figure = {
  name: 'ready-time',
  what: 'from the start of the process until /readyz says yes, beside loading Bolt, mongoose and Agenda',
  unit: 'ms',
  goal: 1.6,
  better: 'lower',
  rounds: { full: 7, quick: 3 },
  async open(bench) {
    const uri = bench.newDatabase();
    return {
      ours: async () => {
        const gatehouse = await startGatehouse(bench, uri);
        await gatehouse.stop();
        return gatehouse.readyMs;
      },
      base: async () => {
        const begun = performance.now();
        const bare = startChild('bench/apps/bare-imports.js');
        await bare.ask({ kind: 'loaded' } satisfies BareImportsQuestion);
        const loadedMs = performance.now() - begun;
        await bare.stop();
        return loadedMs;
      },
      close: () => Promise.resolve(),
    };
  },
};
