import { troubleMs } from '../../domain/deliveries.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';

type Place = Pick<OrganizationRecord, '_id' | 'tenantId'>;

/** The filter for messages of an organization that were given up. Invitations that ended with their mail have a list of their own. */
export function givenUp({ tenantId, _id: organizationId }: Place) {
  return { tenantId, organizationId, status: 'dead' as const, endedInvitation: { $ne: true } };
}

/** The filter for those that are still tried, and have failed for a while. */
export function stillFailing({ tenantId, _id: organizationId }: Place, now: Date) {
  const since = new Date(now.getTime() - troubleMs);
  return { tenantId, organizationId, status: 'pending' as const, failingSince: { $lte: since } };
}
