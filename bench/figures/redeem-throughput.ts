import type { Figure } from '../support/figure.ts';
import { startPair } from '../support/pair.ts';
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
    const { ours, base, close } = await startPair(bench, 'redeem');
    const redeem = { kind: 'redeem', count: bench.quick ? 200 : 500, people } satisfies RedeemQuestion;
    return { ours: () => ours.ask<number>(redeem), base: () => base.ask<number>(redeem), close };
  },
};
