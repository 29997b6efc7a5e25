import type { PartnerRow, PartnersOverview } from '../../domain/collaborations.ts';
import type { CollaborationRecord } from '../../store/models/collaboration.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Context } from '../context.ts';
import { organizationsFor } from '../organizations.ts';

/** More than anybody has. */
const partnersAtMost = 200;

/** The partnerships of every organization whose domains the acting person edits; those that are over for good are left out. */
export async function partnersOf(context: Context): Promise<PartnersOverview[]> {
  const { tenantId } = context.actor;
  const overviews: PartnersOverview[] = [];
  for (const { organization, role } of await organizationsFor(context, 'domains:edit')) {
    const { _id: organizationId, name: organizationName } = organization;
    const found = await context.store.collaborations
      .find({
        tenantId,
        $or: [{ organizationId }, { partnerId: organizationId }],
        status: { $ne: 'removed' },
      })
      .limit(partnersAtMost)
      .lean();
    const others = await otherOrganizations(context, found);
    const isHost = (one: CollaborationRecord) => one.organizationId === organizationId;
    const rowsOf = async (some: CollaborationRecord[], otherId: (one: CollaborationRecord) => string) => {
      const rows: PartnerRow[] = [];
      for (const one of some) rows.push(await row(context, one, others.get(otherId(one))));
      return rows.sort((a, b) => a.name.localeCompare(b.name));
    };
    overviews.push({
      organizationId,
      organizationName,
      partners: await rowsOf(found.filter(isHost), ({ partnerId }) => partnerId),
      hosts: await rowsOf(
        found.filter((one) => !isHost(one)),
        (one) => one.organizationId,
      ),
      mayLeave: role === 'owner',
    });
  }
  return overviews;
}

async function row(
  context: Context,
  { _id: id, tenantId, organizationId, partnerId, status, since }: CollaborationRecord,
  other: OrganizationRecord | undefined,
): Promise<PartnerRow> {
  const running = { tenantId, organizationId, 'access.partnerId': partnerId, status: 'active' } as const;
  const people = status === 'active' ? await context.store.grants.distinct('accountId', running) : [];
  const { name = '', domain = '' } = other ?? {};
  return { id, name, domain, status, since, people: people.length };
}

async function otherOrganizations(
  context: Context,
  found: readonly CollaborationRecord[],
): Promise<ReadonlyMap<string, OrganizationRecord>> {
  const ids = new Set(found.flatMap(({ organizationId, partnerId }) => [organizationId, partnerId]));
  const { tenantId } = context.actor;
  const organizations = await context.store.organizations.find({ tenantId, _id: { $in: [...ids] } }).lean();
  return new Map(organizations.map((organization) => [organization._id, organization]));
}
