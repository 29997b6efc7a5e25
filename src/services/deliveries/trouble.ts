import { troubleMs } from '../../domain/deliveries.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';

type Place = Pick<OrganizationRecord, '_id' | 'tenantId'>;

/** The filter for messages of an organization that were given up. Invitations that ended with their mail have a list of their own. */
export function givenUp({ tenantId, _id: organizationId }: Place) {
  return { tenantId, organizationId, status: 'dead' as const, endedInvitation: { $ne: true } };
}

/**
 * The filter for those that are still tried, and have failed for a while; or failed a moment ago, after they had been late. Of what
 * keeps quiet hours, or writes a message anew again and again, nobody knows by its age how late it is.
 */
export function stillFailing({ tenantId, _id: organizationId }: Place, now: Date) {
  const since = new Date(now.getTime() - troubleMs);
  const wasLate = {
    failingSince: { $exists: true },
    quiet: { $exists: false },
    'to.via': { $ne: 'refresh' as const },
    createdAt: { $lte: since },
    notBefore: { $not: { $gt: since } },
  };
  return {
    tenantId,
    organizationId,
    status: 'pending' as const,
    $or: [{ failingSince: { $lte: since } }, wasLate],
  };
}
