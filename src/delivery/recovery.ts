import type { Runtime } from '../services/context.ts';
import { hurry } from '../services/outbox/hurry.ts';
import type { ClaimedRow } from '../services/outbox.ts';

/** Milliseconds in which the same problem has others hurry once, so that what fails for a reason of its own keeps its patience. */
const onceInMs = 10 * 60 * 1000;

/** Servers may word each failure anew: an outage has the same words for many. */
const wordingsAtMost = 20;

/** The problem of what waits for exactly as long as Slack has asked. */
export const askedToWait = 'Slack takes no more messages there for the moment.';

/** Notices the end of an outage: what it held up need not wait until its next attempt would have come. */
export interface Recovery {
  /** An attempt has failed, in words that others share. */
  failed(row: ClaimedRow, problem: string): void;
  /** A message has arrived: so may those that failed for the same reason as it did before, or as others did here. */
  arrived(row: ClaimedRow): Promise<void>;
}

export function createRecovery(runtime: Runtime): Recovery {
  const failing = new Map<string, Set<string>>();
  const hurriedAt = new Map<string, number>();
  const wayOf = ({ tenantId, to }: ClaimedRow) => `${tenantId} ${to.via}`;

  function isTimely(key: string, now: number): boolean {
    for (const [old, at] of hurriedAt) if (now - at >= onceInMs) hurriedAt.delete(old);
    return !hurriedAt.has(key);
  }

  return {
    failed(row, problem) {
      const problems = failing.get(wayOf(row)) ?? new Set();
      if (problems.size < wordingsAtMost) failing.set(wayOf(row), problems.add(problem));
    },
    async arrived(row) {
      const way = wayOf(row);
      const now = runtime.now().getTime();
      const own = row.problem === null || row.problem === askedToWait ? [] : [row.problem];
      const shared = [...(failing.get(way) ?? []), ...own];
      const problems = shared.filter((problem) => isTimely(`${way} ${problem}`, now));
      if (problems.length === 0) return;
      failing.delete(way);
      for (const problem of problems) hurriedAt.set(`${way} ${problem}`, now);
      await hurry(runtime, { tenantId: row.tenantId, via: row.to.via, problems });
    },
  };
}
