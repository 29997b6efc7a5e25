import type { Runtime } from '../context.ts';

/** How many people are on the waitlist of each of these subscriptions; who is not in the answer has none. */
export async function waitingFor(
  { store }: Pick<Runtime, 'store'>,
  tenantId: string,
  subscriptionIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = await store.invitations.aggregate<{ _id: string; count: number }>([
    {
      $match: {
        tenantId,
        'access.subscriptionId': { $in: [...subscriptionIds] },
        status: 'waitlisted',
      },
    },
    { $group: { _id: '$access.subscriptionId', count: { $sum: 1 } } },
  ]);
  return new Map(counts.map(({ _id, count }) => [_id, count]));
}
