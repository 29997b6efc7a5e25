import type { AccountRecord } from '../../store/models/account.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { Effects } from '../command.ts';

/**
 * Notes that an account rests or is active again, in each organization that it concerns: where it has access, and its home. In none,
 * where there is none.
 */
export function noteActivity(
  { record }: Effects,
  action: 'account.deactivated' | 'account.reactivated',
  { _id, homeOrganizationId }: Pick<AccountRecord, '_id' | 'homeOrganizationId'>,
  grants: readonly Pick<GrantRecord, 'organizationId'>[],
): void {
  const places = new Set(grants.map(({ organizationId }) => organizationId));
  if (homeOrganizationId) places.add(homeOrganizationId);
  for (const organizationId of places) record({ action, organizationId, subjects: [_id, organizationId] });
  if (places.size === 0) record({ action, organizationId: null, subjects: [_id] });
}
