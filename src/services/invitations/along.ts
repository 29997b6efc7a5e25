import type { Access } from '../../domain/access.ts';
import type { Runtime } from '../context.ts';
import { waitingForAccess } from './waiting-for.ts';

interface Offered {
  tenantId: string;
  organizationId: string;
  emailKey: string;
  access: Access | null;
}

/**
 * The names of the organization's workgroups that come along with an access to it: invitations to them wait until the person has
 * it. Nothing comes along with another access.
 */
export async function workgroupsAlong(
  { store, now }: Pick<Runtime, 'store' | 'now'>,
  { tenantId, organizationId, emailKey, access }: Offered,
): Promise<string[]> {
  if (access?.kind !== 'organization') return [];
  const waiting = await store.invitations
    .find({
      ...waitingForAccess({ tenantId, emailKey }),
      'access.partnerId': null,
      organizationId,
      expiresAt: { $gt: now() },
    })
    .lean();
  const ids = waiting.flatMap((each) => (each.access?.kind === 'workgroup' ? [each.access.workgroupId] : []));
  if (ids.length === 0) return [];
  const found = await store.workgroups
    .find({ tenantId, _id: { $in: ids }, archivedAt: null })
    .sort({ _id: 1 })
    .lean();
  return found.map(({ name }) => name);
}
