import type { Figure } from '../support/figure.ts';
import { adminCount, type InviteQuestion } from '../support/invite-data.ts';
import { startPair } from '../support/pair.ts';

export const inviteThroughput: Figure = {
  name: 'invite-throughput',
  what: `reviewed invitations sent, ${adminCount} admins at once on subscriptions of their own, beside the plain driver that reads and writes the same unchecked`,
  unit: 'a second',
  goal: 0.6,
  better: 'higher',
  rounds: { full: 5, quick: 2 },
  async open(bench) {
    const { ours, base, close } = await startPair(bench, 'invite');
    const spread = { kind: 'spread', count: bench.quick ? 200 : 500 } satisfies InviteQuestion;
    return { ours: () => ours.ask<number>(spread), base: () => base.ask<number>(spread), close };
  },
};
