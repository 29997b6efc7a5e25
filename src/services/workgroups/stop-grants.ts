import type { GrantRecord } from '../../store/models/grant.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { refreshCopiesOf } from '../copies.ts';
import { detailOf } from '../invitations/fulfil.ts';

/** The writes that end accesses to workgroups: one, however many they are. They held no seats. Nobody is told here. */
export async function stopGrants(
  context: Context,
  effects: Effects,
  grants: readonly GrantRecord[],
  ending: { status?: 'revoked' | 'expired'; endedAt: Date; endedBy: string | null },
): Promise<void> {
  if (grants.length === 0) return;
  const { tenantId } = context.actor;
  const { status = 'revoked', endedAt, endedBy } = ending;
  await context.store.grants.updateMany(
    { _id: { $in: grants.map(({ _id }) => _id) }, tenantId, status: 'active' },
    { $set: { status, endedAt, endedBy }, $unset: { liveKey: 1, nextWarningAt: 1 } },
  );
  const withEnd = grants.filter(({ endsAt }) => endsAt !== null).map(({ _id }) => _id);
  if (withEnd.length > 0) await refreshCopiesOf(context, effects, 'grant', withEnd);
  for (const { _id, organizationId, accountId, access } of grants) {
    const detail = detailOf(access);
    effects.record({ action: `grant.${status}`, organizationId, subjects: [_id, accountId], detail });
  }
}
