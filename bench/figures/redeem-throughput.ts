import { startChild } from '../support/child.ts';
import type { Figure } from '../support/figure.ts';
import type { RedeemQuestion } from '../support/redeem-data.ts';

const people = 16;

export const redeemThroughput: Figure = {
  name: 'redeem-throughput',
  what: `codes redeemed, ${people} people at once, beside the plain driver that writes the same unchecked`,
  unit: 'a second',
  goal: 0.6,
  better: 'higher',
  rounds: { full: 5, quick: 2 },
  async open(bench) {
    const start = (script: string) =>
      startChild(script, { env: { MONGODB_URI: bench.newDatabase() }, profiles: bench.profiles });
    const ours = start('bench/apps/redeem-ours.js');
    const base = start('bench/apps/redeem-bare.js');
    const count = bench.quick ? 200 : 500;
    const redeem = { kind: 'redeem', count, people } satisfies RedeemQuestion;
    for (const side of [ours, base]) await side.ask({ kind: 'prepare' } satisfies RedeemQuestion);
    return {
      ours: () => ours.ask<number>(redeem),
      base: () => base.ask<number>(redeem),
      close: async () => {
        await ours.stop();
        await base.stop();
      },
    };
  },
};
