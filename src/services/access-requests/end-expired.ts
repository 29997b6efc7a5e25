import { requestTransitions, sourcesOf } from '../../domain/states.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { refreshCopies } from '../copies.ts';

/** The requests whose time is over though their record does not say so. */
export function overdueRequests(context: Context) {
  return {
    tenantId: context.actor.tenantId,
    status: { $in: sourcesOf(requestTransitions, 'expired') },
    expiresAt: { $lte: context.now() },
  };
}

/**
 * Stores what the clock has already decided about a pending request, when the sweep has not come by yet.
 * @returns whether the request was over
 */
export async function endExpiredRequest(
  context: Context,
  effects: Effects,
  { _id, organizationId, status, expiresAt }: AccessRequestRecord,
): Promise<boolean> {
  if (status !== 'pending' || expiresAt > context.now()) return false;
  const { modifiedCount } = await context.store.accessRequests.updateOne(
    { _id, ...overdueRequests(context) },
    { $set: { status: 'expired' }, $unset: { liveKey: 1, nextReminderAt: 1 } },
  );
  if (modifiedCount === 0) return true;
  effects.record({ action: 'request.expired', organizationId, subjects: [_id] });
  await refreshCopies(context, effects, { type: 'request', id: _id });
  return true;
}
