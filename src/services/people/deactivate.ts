import { requestTransitions, sourcesOf } from '../../domain/states.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import { command, type Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { refreshCopiesOf } from '../copies.ts';
import { detailOf } from '../invitations/fulfil.ts';
import { releaseActiveSeat } from '../seats.ts';
import { promoteWaiting } from '../waitlist.ts';
import { isOwnership } from './last-owner.ts';
import { noteActivity } from './note-activity.ts';
import { noteVacancy } from './vacancy.ts';

/**
 * Slack has deactivated somebody (A54): their access is suspended, and its seats go to who waits; their open requests are
 * withdrawn. What they were to decide waits for the others. An organization without an owner then can be taken over.
 * @returns false when it was so already
 */
export async function deactivateAccount(context: Context, accountId: string): Promise<boolean> {
  return command(context, 'account.deactivate', async (effects) => {
    const { tenantId } = context.actor;
    const account = await context.store.accounts
      .findOneAndUpdate(
        { _id: accountId, tenantId, deactivatedAt: { $exists: false } },
        { $set: { deactivatedAt: context.now() }, $inc: { revision: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
    if (!account) return false;
    const running = { tenantId, accountId, status: 'active' } as const;
    const grants = await context.store.grants.find(running).sort({ _id: 1 }).lean();
    noteActivity(effects, 'account.deactivated', account, grants);
    await withdrawRequests(context, effects, accountId);
    for (const grant of grants) await suspend(context, effects, grant);
    for (const { organizationId, access } of grants) {
      if (isOwnership(access)) await noteVacancy(context, effects, organizationId);
    }
    return true;
  });
}

async function withdrawRequests(context: Context, effects: Effects, accountId: string): Promise<void> {
  const { tenantId } = context.actor;
  const status = { $in: sourcesOf(requestTransitions, 'withdrawn') };
  const requests = await context.store.accessRequests.find({ tenantId, accountId, status }).lean();
  for (const { _id, organizationId } of requests) {
    await context.store.accessRequests.updateOne(
      { _id, tenantId, status },
      { $set: { status: 'withdrawn', decidedAt: context.now() }, $unset: { liveKey: 1, nextReminderAt: 1 } },
    );
    effects.record({
      action: 'request.withdrawn',
      organizationId,
      subjects: [_id, accountId],
      detail: { reason: 'deactivated' },
    });
  }
  const ids = requests.map(({ _id }) => _id);
  if (ids.length > 0) await refreshCopiesOf(context, effects, 'request', ids);
}

async function suspend(context: Context, effects: Effects, grant: GrantRecord): Promise<void> {
  const { _id, tenantId, organizationId, accountId, access } = grant;
  const { modifiedCount } = await context.store.grants.updateOne(
    { _id, tenantId, status: 'active' },
    { $set: { status: 'suspended' }, $unset: { liveKey: 1, nextWarningAt: 1 } },
  );
  if (modifiedCount === 0) return;
  const detail = detailOf(access);
  effects.record({ action: 'grant.suspended', organizationId, subjects: [_id, accountId], detail });
  if (access.kind !== 'app') return;
  await releaseActiveSeat(context, access);
  await promoteWaiting(context, effects, access.subscriptionId);
}
