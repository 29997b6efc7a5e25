import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { refreshCopiesOf } from '../copies.ts';
import { overdueRequests } from './end-expired.ts';
import { tellExpired } from './tell-expired.ts';

/** What `endExpiredRequest` does, for many requests in a few writes; and their people are told. @returns how many expired */
export async function expireRequests(context: Context, effects: Effects, ids: string[]): Promise<number> {
  const which = { _id: { $in: ids }, ...overdueRequests(context) };
  const requests = await context.store.accessRequests.find(which).lean();
  if (requests.length === 0) return 0;
  await context.store.accessRequests.updateMany(which, {
    $set: { status: 'expired' },
    $unset: { liveKey: 1, nextReminderAt: 1 },
  });
  for (const { _id, organizationId } of requests) {
    effects.record({ action: 'request.expired', organizationId, subjects: [_id] });
  }
  await tellExpired(context, effects, requests);
  await refreshCopiesOf(
    context,
    effects,
    'request',
    requests.map(({ _id }) => _id),
  );
  return requests.length;
}
