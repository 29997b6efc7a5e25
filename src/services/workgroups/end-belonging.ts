import type { GrantRecord } from '../../store/models/grant.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { holdBelonging } from './belonging.ts';
import { stopGrants } from './stop-grants.ts';

/**
 * The writes by which an account belongs to an organization no longer: its home is not there, and so its access ends to the
 * organization's workgroups, and to those of others that it entered through the organization (I16). Nobody is told here.
 * @returns what has ended
 */
export async function endBelonging(
  context: Context,
  effects: Effects,
  { organizationId, accountId }: { organizationId: string; accountId: string },
  { endedAt, endedBy }: { endedAt: Date; endedBy: string | null },
): Promise<GrantRecord[]> {
  const { tenantId } = context.actor;
  await holdBelonging(context, [accountId]);
  await context.store.accounts.updateOne(
    { _id: accountId, tenantId, homeOrganizationId: organizationId },
    { $set: { homeOrganizationId: null } },
  );
  const grants = await context.store.grants
    .find({
      tenantId,
      accountId,
      status: 'active',
      'access.kind': 'workgroup',
      $or: [{ organizationId, 'access.partnerId': null }, { 'access.partnerId': organizationId }],
    })
    .lean();
  await stopGrants(context, effects, grants, { endedAt, endedBy });
  return grants;
}
