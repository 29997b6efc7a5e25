import type { Runtime } from '../context.ts';
import type { ClaimedRow } from '../outbox.ts';

/** The problem of what waits for exactly as long as Slack has asked. */
export const askedToWait = 'Slack takes no more messages there for the moment.';

/**
 * A message has arrived that had failed before: whatever still waits because of the same problem, on the same way, is due now
 * instead of when its patience ends. Its attempts stay counted.
 * @returns null for each of them
 */
export async function hurryOthers(
  runtime: Pick<Runtime, 'store' | 'now'>,
  rows: Pick<ClaimedRow, 'tenantId' | 'to' | 'problem'>[],
): Promise<null[]> {
  const now = runtime.now();
  const reasons = new Map(
    rows.map(({ tenantId, to, problem }) => [`${tenantId} ${to.via} ${problem}`, { tenantId, to, problem }]),
  );
  for (const { tenantId, to, problem } of reasons.values()) {
    if (problem === null || problem === askedToWait) continue;
    await runtime.store.outbox.updateMany(
      { tenantId, status: 'pending', 'to.via': to.via, dueAt: { $gt: now }, lease: null, problem },
      { $set: { dueAt: now } },
    );
  }
  return rows.map(() => null);
}
