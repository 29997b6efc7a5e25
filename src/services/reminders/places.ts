import type { OrganizationRecord } from '../../store/models/organization.ts';
import { type Holder, holdersOf } from '../authority.ts';
import type { Context } from '../context.ts';

/** An organization, and those who decide there. */
export interface Place {
  organization: OrganizationRecord;
  deciders: Holder[];
}

/** The organizations of some records, by id: each is read once, however many there are. */
export async function openPlaces(
  context: Context,
  records: readonly { organizationId: string }[],
): Promise<ReadonlyMap<string, Place>> {
  const { tenantId } = context.actor;
  const ids = [...new Set(records.map(({ organizationId }) => organizationId))];
  const organizations = await context.store.organizations.find({ tenantId, _id: { $in: ids } }).lean();
  const places = new Map<string, Place>();
  for (const organization of organizations) {
    const deciders = await holdersOf(context, tenantId, organization._id, 'request:decide');
    places.set(organization._id, { organization, deciders });
  }
  return places;
}
