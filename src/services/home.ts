import { day } from '../domain/invitations.ts';
import type { OfferFacts } from '../domain/messages.ts';
import type { HomeApproving, HomeOverview } from '../domain/overviews.ts';
import { fullName, identityProviderNames } from '../domain/people.ts';
import { allows } from '../domain/permissions.ts';
import { type InvitationStatus, statusAt } from '../domain/states.ts';
import type { AccessRequestRecord } from '../store/models/access-request.ts';
import type { OrganizationRecord } from '../store/models/organization.ts';
import { factsOf } from './access-requests/facts.ts';
import { findAccountOf } from './accounts.ts';
import { holdersOf } from './authority.ts';
import { type Context, requirePerson } from './context.ts';
import { hasOrganizations } from './organizations.ts';

const shownPerList = 5;
const countedAtMost = 1000;

/** The acting person's own things, and to approvers what waits for them. */
export async function homeOverview(context: Context): Promise<HomeOverview> {
  const actor = requirePerson(context);
  const { tenantId } = actor;
  const account = await findAccountOf(context, actor);
  const overview: HomeOverview = {
    account: null,
    access: [],
    requests: [],
    offers: [],
    approving: [],
    hasOrganizations: await hasOrganizations(context, tenantId),
    organizations: [],
  };
  if (!account) return overview;

  const { _id: accountId, username, email, provider, providerUsername } = account;
  const name = fullName(account);
  overview.account = { name, username, email, provider: identityProviderNames[provider], providerUsername };

  const { store } = context;
  const grants = await store.grants.find({ tenantId, accountId, status: 'active' }).limit(100).lean();
  const requests = await store.accessRequests
    .find({ tenantId, accountId })
    .sort({ _id: -1 })
    .limit(10)
    .lean();
  const offers = await store.invitations
    .find({ tenantId, accountId, status: 'pending', kind: 'access', expiresAt: { $gt: context.now() } })
    .limit(10)
    .lean();
  const places = await organizationsById(context, [
    ...grants.map((grant) => grant.organizationId),
    ...requests.map((request) => request.organizationId),
    ...offers.map((offer) => offer.organizationId),
  ]);
  const nameOf = (id: string) => places.get(id)?.name ?? '';

  overview.access = grants.map(({ organizationId, role, since }) => ({
    organizationName: nameOf(organizationId),
    role,
    since,
  }));
  overview.offers = offers.flatMap((offer): OfferFacts[] => {
    const { _id: invitationId, organizationId, role, inviterName, expiresAt, endedAt: answeredAt } = offer;
    if (!role) return [];
    const status = statusAt(offer, context.now());
    return [
      {
        invitationId,
        organizationName: nameOf(organizationId),
        role,
        inviterName,
        status,
        expiresAt,
        answeredAt,
      },
    ];
  });
  for (const request of requests.filter((each) => isOfInterest(each, context.now()))) {
    const { _id: id, organizationId, status, createdAt, expiresAt } = request;
    const heldBy = await whoHolds(context, request, places.get(organizationId));
    overview.requests.push({
      id,
      organizationName: nameOf(organizationId),
      status,
      createdAt,
      expiresAt,
      heldBy,
    });
  }
  for (const { organizationId, role } of grants) {
    const organization = places.get(organizationId);
    if (!organization) continue;
    if (allows(role, 'request:decide')) overview.approving.push(await whatWaits(context, organization));
    if (allows(role, 'organization:edit')) {
      overview.organizations.push({ id: organizationId, name: organization.name });
    }
  }
  return overview;
}

/** Pending and in time, approved and waiting for the person's own Accept, or denied within the last week. */
function isOfInterest({ status, expiresAt, decidedAt }: AccessRequestRecord, now: Date): boolean {
  if (status === 'denied') return decidedAt !== null && now.getTime() - decidedAt.getTime() < 7 * day;
  return status === 'approved' || (status === 'pending' && expiresAt > now);
}

/** Who has to act next: the person for an approved request, for a pending one those who may decide. */
async function whoHolds(
  context: Context,
  request: AccessRequestRecord,
  organization: OrganizationRecord | undefined,
): Promise<string[]> {
  if (request.status === 'approved') return ['you'];
  if (request.status !== 'pending') return [];
  if (!organization) return [];
  const holders = await holdersOf(context, request.tenantId, organization._id, 'request:decide');
  return holders.map((holder) => holder.name);
}

async function whatWaits(context: Context, organization: OrganizationRecord): Promise<HomeApproving> {
  const { store } = context;
  const { tenantId, _id: organizationId, name } = organization;
  const now = context.now();
  const waiting = { tenantId, organizationId, status: 'pending', expiresAt: { $gt: now } } as const;
  const pending = await store.accessRequests.find(waiting).sort({ _id: -1 }).limit(shownPerList).lean();
  const total = await store.accessRequests.countDocuments(waiting, { limit: countedAtMost });
  const invitations: Partial<Record<InvitationStatus, number>> = {};
  for (const status of ['pending', 'expired', 'undeliverable'] as const) {
    const live = status === 'pending' ? { expiresAt: { $gt: now } } : {};
    const filter = { tenantId, organizationId, status, ...live };
    invitations[status] = await store.invitations.countDocuments(filter, { limit: countedAtMost });
  }
  return {
    organizationId,
    organizationName: name,
    pending: await factsOf(context, tenantId, pending),
    total,
    invitations,
  };
}

async function organizationsById(context: Context, ids: string[]): Promise<Map<string, OrganizationRecord>> {
  const { tenantId } = context.actor;
  const found = await context.store.organizations.find({ tenantId, _id: { $in: [...new Set(ids)] } }).lean();
  return new Map(found.map((organization) => [organization._id, organization]));
}
