import { availableParallelism } from 'node:os';
import type { Bench } from '../support/bench.ts';
import { startChild } from '../support/child.ts';
import type { Figure } from '../support/figure.ts';
import type { Share, TeamworkQuestion, Ticket } from '../support/teamwork-data.ts';

const people = 8;

/** With every core busy already, a second process can bring nothing: the load that is printed says whether it was so. */
export const twoProcesses: Figure = {
  name: 'two-processes',
  what: 'sweeps and redemptions by two processes on one database, beside one process doing the same',
  unit: 'a second',
  goal: 1,
  better: 'higher',
  rounds: { full: 5, quick: 2 },
  async open(bench) {
    const database = { env: { MONGODB_URI: bench.newDatabase() }, profiles: bench.profiles };
    const workers = [
      startChild('bench/apps/teamwork.js', database),
      startChild('bench/apps/teamwork.js', database),
    ];
    const [first] = workers;
    const close = async () => {
      for (const worker of workers) await worker.stop();
    };
    await first?.ask({ kind: 'prepare' } satisfies TeamworkQuestion);
    const count = bench.quick ? 200 : 1000;

    const round = async (team: typeof workers): Promise<number> => {
      const fill = { kind: 'fill', due: count, codes: count / 2 } satisfies TeamworkQuestion;
      const tickets = (await first?.ask<Ticket[]>(fill)) ?? [];
      const begun = performance.now();
      const shares = await Promise.all(
        team.map((worker, index) => {
          const own = tickets.filter((_, position) => position % team.length === index);
          return worker.ask<Share>({ kind: 'work', tickets: own, people } satisfies TeamworkQuestion);
        }),
      );
      const seconds = (performance.now() - begun) / 1000;
      report(bench, shares, seconds);
      const done = total(shares, ({ redeemed, swept }) => redeemed + swept);
      // Each item once: neither left, nor done by both.
      if (done !== count + tickets.length) throw new Error(`${done} of ${count + tickets.length} were done`);
      return done / seconds;
    };
    return { ours: () => round(workers), base: () => round(workers.slice(0, 1)), close };
  },
};

function report(bench: Bench, shares: Share[], seconds: number): void {
  const load = total(shares, ({ coreSeconds }) => coreSeconds) / seconds;
  bench.progress(
    `two-processes: ${shares.length} busy with ${load.toFixed(2)} of ${availableParallelism()} cores, beside MongoDB`,
  );
}

function total(shares: Share[], of: (share: Share) => number): number {
  return shares.reduce((sum, share) => sum + of(share), 0);
}
