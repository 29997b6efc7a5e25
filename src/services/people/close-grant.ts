import { grantTransitions, sourcesOf } from '../../domain/states.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { detailOf } from '../invitations/fulfil.ts';
import { releaseActiveSeat } from '../seats.ts';
import { promoteWaiting } from '../waitlist.ts';
import { endBelonging } from '../workgroups/end-belonging.ts';
import { isOwnership } from './last-owner.ts';
import { noteVacancy } from './vacancy.ts';

/**
 * The writes that end a grant: its place is free, and its seat goes to whoever waits first. With the access to an organization
 * the workgroups end that it had opened (I16); who ends it tells the person of that one alone.
 * @returns false when it had ended already: then nothing is written
 */
export async function closeGrant(
  context: Context,
  effects: Effects,
  grant: GrantRecord,
  ending: { status: 'revoked' | 'expired'; endedAt: Date; endedBy: string | null },
): Promise<boolean> {
  const { _id, tenantId, organizationId, accountId, access } = grant;
  const before = await context.store.grants
    .findOneAndUpdate(
      { _id, tenantId, status: { $in: sourcesOf(grantTransitions, ending.status) } },
      { $set: ending, $unset: { liveKey: 1, nextWarningAt: 1 } },
      { returnDocument: 'before' },
    )
    .lean();
  if (!before) return false;
  if (before.endsAt) await refreshCopies(context, effects, { type: 'grant', id: _id });
  effects.record({
    action: `grant.${ending.status}`,
    organizationId,
    subjects: [_id, accountId],
    detail: detailOf(access),
  });
  if (access.kind === 'organization') {
    await endBelonging(context, effects, { organizationId, accountId }, ending);
  }
  if (before.status !== 'active') return true;
  if (isOwnership(access)) await noteVacancy(context, effects, organizationId);
  if (access.kind !== 'app') return true;
  await releaseActiveSeat(context, access);
  await promoteWaiting(context, effects, access.subscriptionId);
  return true;
}
