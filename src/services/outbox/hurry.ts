import type { Destination } from '../../domain/messages.ts';
import type { Runtime } from '../context.ts';

/**
 * Makes due what waits on one way because of these problems, instead of when its patience ends: the way is open again. Attempts stay
 * counted.
 */
export async function hurry(
  { store, now }: Pick<Runtime, 'store' | 'now'>,
  { tenantId, via, problems }: { tenantId: string; via: Destination['via']; problems: string[] },
): Promise<void> {
  const at = now();
  await store.outbox.updateMany(
    {
      tenantId,
      status: 'pending',
      'to.via': via,
      dueAt: { $gt: at },
      lease: null,
      problem: { $in: problems },
    },
    { $set: { dueAt: at } },
  );
}
