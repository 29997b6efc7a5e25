import { startCommandPair } from '../support/command-pair.ts';
import type { Figure } from '../support/figure.ts';

const people = 16;

export const commandThroughput: Figure = {
  name: 'command-throughput',
  what: `/request-access until its modal is open, ${people} people at once, beside bare Bolt`,
  unit: 'a second',
  goal: 0.7,
  better: 'higher',
  rounds: { full: 5, quick: 2 },
  async open(bench) {
    const pair = await startCommandPair(bench);
    const count = bench.quick ? 1000 : 3000;
    const rate = async (url: string) => {
      const [perSecond = 0] = await bench.slack.ask({ kind: 'loop', url, people, count });
      return perSecond;
    };
    return { ours: () => rate(pair.ours), base: () => rate(pair.base), close: pair.close };
  },
};
