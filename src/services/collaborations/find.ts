import { deny } from '../../domain/errors.ts';
import type { CollaborationRecord } from '../../store/models/collaboration.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { authorize } from '../authority.ts';
import type { Context } from '../context.ts';

/** A partnership with both its organizations. */
export interface Partnership {
  collaboration: CollaborationRecord;
  host: OrganizationRecord;
  partner: OrganizationRecord;
}

/**
 * A partnership that the acting person may end: for its host whoever edits its domains, for the partner its owners.
 * @throws deny — also when there is none, or it belongs to another tenant
 */
export async function partnershipAs(
  context: Context,
  side: 'host' | 'partner',
  collaborationId: string,
): Promise<Partnership> {
  const { tenantId } = context.actor;
  const { collaborations, organizations } = context.store;
  const collaboration = await collaborations.findOne({ _id: collaborationId, tenantId }).lean();
  if (!collaboration) throw deny();
  const { organizationId, partnerId } = collaboration;
  const { role } = await authorize(context, 'domains:edit', side === 'host' ? organizationId : partnerId);
  if (side === 'partner' && role !== 'owner') throw deny();
  const host = await organizations.findOne({ _id: organizationId, tenantId }).lean();
  const partner = await organizations.findOne({ _id: partnerId, tenantId }).lean();
  if (!host || !partner) throw deny();
  return { collaboration, host, partner };
}
