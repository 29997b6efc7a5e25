import type { Figure } from '../support/figure.ts';
import { startPair } from '../support/pair.ts';
import type { SweepQuestion } from '../support/sweep-data.ts';

export const sweepThroughput: Figure = {
  name: 'sweep-throughput',
  what: 'reminders and expiries stored, with audit and messages, beside a loop of findOneAndUpdate that only claims',
  unit: 'a second',
  goal: 0.7,
  better: 'higher',
  rounds: { full: 5, quick: 2 },
  async open(bench) {
    const { ours, base, close } = await startPair(bench, 'sweep');
    const sweep = { kind: 'sweep', count: bench.quick ? 400 : 2000 } satisfies SweepQuestion;
    return { ours: () => ours.ask<number>(sweep), base: () => base.ask<number>(sweep), close };
  },
};
