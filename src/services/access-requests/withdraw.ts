import { deny, stale } from '../../domain/errors.ts';
import { requestTransitions, sourcesOf } from '../../domain/states.ts';
import { command } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';

/** Takes back one's own request while nobody has decided on it. */
export async function withdrawRequest(context: Context, requestId: string): Promise<void> {
  const account = requireAccount(context);
  await command(context, 'request.withdraw', async (effects) => {
    const { tenantId } = context.actor;
    const request = await context.store.accessRequests
      .findOne({ _id: requestId, tenantId, accountId: account.id })
      .lean();
    if (!request) throw deny();
    const { modifiedCount } = await context.store.accessRequests.updateOne(
      { _id: requestId, tenantId, status: { $in: sourcesOf(requestTransitions, 'withdrawn') } },
      { $set: { status: 'withdrawn', decidedAt: context.now() }, $unset: { liveKey: 1, nextReminderAt: 1 } },
    );
    if (modifiedCount === 0) throw stale(request.decidedByName ?? undefined, request.decidedAt ?? undefined);
    const { organizationId } = request;
    effects.record({ action: 'request.withdrawn', organizationId, subjects: [requestId, account.id] });
    await refreshCopies(context, effects, { type: 'request', id: requestId });
  });
}
