import { startCommandPair } from '../support/command-pair.ts';
import type { Figure } from '../support/figure.ts';
import { quantile } from '../support/statistics.ts';

const perSecond = 50;

export const commandAckP99: Figure = {
  name: 'command-ack-p99',
  what: `HTTP acknowledgement of /request-access at ${perSecond} a second, 99th percentile, beside bare Bolt`,
  unit: 'ms',
  goal: 1.5,
  better: 'lower',
  rounds: { full: 7, quick: 2 },
  async open({ slack, quick, ...bench }) {
    const pair = await startCommandPair({ slack, quick, ...bench });
    const count = perSecond * (quick ? 2 : 4);
    const p99 = async (url: string) =>
      quantile(await slack.ask({ kind: 'steady', url, perSecond, count }), 0.99);
    return { ours: () => p99(pair.ours), base: () => p99(pair.base), close: pair.close };
  },
};
