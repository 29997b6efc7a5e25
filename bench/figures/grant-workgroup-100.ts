import type { Figure } from '../support/figure.ts';
import { addresses, type GrantQuestion } from '../support/grant-data.ts';
import { startPair } from '../support/pair.ts';

export const grantWorkgroup100: Figure = {
  name: 'grant-workgroup-100',
  what: `invitations of ${addresses} members into a workgroup, one after the other, beside the plain driver that reads and writes the same unchecked`,
  unit: 'a second',
  goal: 0.5,
  better: 'higher',
  rounds: { full: 5, quick: 2 },
  async open(bench) {
    const { ours, base, close } = await startPair(bench, 'grant');
    const question = { kind: 'grant', count: bench.quick ? 10 : 30 } satisfies GrantQuestion;
    return { ours: () => ours.ask<number>(question), base: () => base.ask<number>(question), close };
  },
};
