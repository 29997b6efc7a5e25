import { requestTransitions, sourcesOf } from '../../domain/states.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { refreshCopies } from '../copies.ts';

/** Ends the request that an offer came from, together with the offer; its cards say so. */
export async function endRequest(
  context: Context,
  effects: Effects,
  requestId: string,
  organizationId: string,
  status: 'fulfilled' | 'lapsed',
): Promise<void> {
  const { modifiedCount } = await context.store.accessRequests.updateOne(
    {
      _id: requestId,
      tenantId: context.actor.tenantId,
      status: { $in: sourcesOf(requestTransitions, status) },
    },
    { $set: { status }, $unset: { liveKey: 1 } },
  );
  if (modifiedCount === 0) return;
  effects.record({ action: `request.${status}`, organizationId, subjects: [requestId] });
  await refreshCopies(context, effects, { type: 'request', id: requestId });
}
