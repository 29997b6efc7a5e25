import type { Figure } from '../support/figure.ts';
import type { InviteQuestion } from '../support/invite-data.ts';
import { startPair } from '../support/pair.ts';

const count = 500;
const seats = 50;

export const lastSeatContention: Figure = {
  name: 'last-seat-contention',
  what: `${count} invitations at once for ${seats} seats until each has its answer, beside the plain driver under the same contention`,
  unit: 'a second',
  goal: 0.6,
  better: 'higher',
  rounds: { full: 5, quick: 2 },
  async open(bench) {
    const { ours, base, close } = await startPair(bench, 'invite');
    const crowd = { kind: 'crowd', count, seats } satisfies InviteQuestion;
    return { ours: () => ours.ask<number>(crowd), base: () => base.ask<number>(crowd), close };
  },
};
