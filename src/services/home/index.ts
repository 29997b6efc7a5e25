import { endedRecently, type HomeOverview, type HomeRequest, homeShows } from '../../domain/overviews.ts';
import { fullName, identityProviderNames } from '../../domain/people.ts';
import { allows, type Permission } from '../../domain/permissions.ts';
import { settingsOf } from '../../domain/settings.ts';
import { statusAt } from '../../domain/states.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { describeAccesses } from '../access.ts';
import { findAccountOf } from '../accounts.ts';
import { holdersOf, inTime } from '../authority.ts';
import { type Context, requirePerson } from '../context.ts';
import { offerFacts } from '../invitations/offer-facts.ts';
import { hasOrganizations } from '../organizations.ts';
import { holdersAmong } from '../reminders/holders-now.ts';
import { nextReminderOfAny } from '../reminders/of-requests.ts';
import { expiredOffers } from './expired-offers.ts';
import { troublesOf } from './troubles.ts';
import { undoableDecisions } from './undoable.ts';
import { whatWaits } from './what-waits.ts';

type Places = ReadonlyMap<string, OrganizationRecord>;

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
    expiredOffers: [],
    troubles: [],
    approving: [],
    moreApproving: 0,
    hasOrganizations: await hasOrganizations(context, tenantId),
    organizations: [],
    undoable: [],
  };
  if (!account) return overview;

  const { _id: accountId, username, email, provider, providerUsername } = account;
  const name = fullName(account);
  overview.account = { name, username, email, provider: identityProviderNames[provider], providerUsername };

  const { store } = context;
  const now = context.now();
  const running = { tenantId, accountId, status: 'active', ...inTime(now) } as const;
  const inOrganizations = await store.grants.find({ ...running, 'access.kind': 'organization' }).lean();
  const others = await store.grants
    .find({ ...running, 'access.kind': { $ne: 'organization' } })
    .sort({ _id: 1 })
    .limit(100)
    .lean();
  const grants = [...inOrganizations, ...others];
  const requests = await store.accessRequests
    .find({ tenantId, accountId })
    .sort({ _id: -1 })
    .limit(10)
    .lean();
  const offers = await store.invitations
    .find({ tenantId, accountId, status: 'pending', kind: 'access', expiresAt: { $gt: now } })
    .limit(10)
    .lean();
  const places = await organizationsById(context, [...grants, ...requests, ...offers]);
  const nameOf = (id: string) => places.get(id)?.name ?? '';
  const describe = await describeAccesses(
    context,
    tenantId,
    [...grants, ...offers].map(({ access }) => access),
  );

  overview.access = grants.map(({ organizationId, access, since, endsAt }) => ({
    organizationName: nameOf(organizationId),
    access: describe(access),
    since,
    endsAt,
  }));
  overview.offers = offers.flatMap((offer) => {
    const organizationName = nameOf(offer.organizationId);
    return offer.access ? offerFacts(offer, { organizationName, access: describe(offer.access), now }) : [];
  });
  overview.expiredOffers = await expiredOffers(context, accountId, { grants, offers });
  for (const request of requests.filter((each) => isOfInterest(each, requests, now))) {
    overview.requests.push(await ownRequest(context, request, places));
  }
  await addOrganizations(context, overview, inOrganizations, places);
  overview.undoable = await undoableDecisions(context, accountId);
  return overview;
}

/** By name. What waits is asked only where it is shown: it takes a dozen queries for each organization. */
async function addOrganizations(
  context: Context,
  overview: HomeOverview,
  grants: GrantRecord[],
  places: Places,
): Promise<void> {
  const held = grants
    .flatMap(({ organizationId, access }) => {
      const organization = places.get(organizationId);
      return organization && access.kind === 'organization' ? [{ organization, role: access.role }] : [];
    })
    .sort((a, b) => a.organization.name.localeCompare(b.organization.name));
  const may = (permission: Permission) => (one: (typeof held)[number]) =>
    allows(one.role, permission, settingsOf(one.organization));
  const deciding = held.filter(may('request:decide'));
  const looked = held.filter(may('deliveries:manage')).slice(0, homeShows.organizations);
  overview.troubles = await troublesOf(
    context,
    looked.map(({ organization }) => organization),
  );
  for (const { organization } of deciding.slice(0, homeShows.organizations)) {
    overview.approving.push(await whatWaits(context, organization));
  }
  overview.moreApproving = deciding.length - overview.approving.length;
  overview.organizations = held.filter(may('organization:edit')).map((one) => {
    const { _id: id, name } = one.organization;
    return { id, name, maySet: may('settings:edit')(one) };
  });
}

/** Pending, approved and waiting for the person's own Accept, or denied or expired a short while ago and not asked anew. */
function isOfInterest(request: AccessRequestRecord, all: AccessRequestRecord[], now: Date): boolean {
  const { _id, organizationId, expiresAt, decidedAt } = request;
  switch (statusAt(request, now)) {
    case 'pending':
    case 'approved':
      return true;
    case 'denied':
      return decidedAt !== null && endedRecently(decidedAt, now);
    case 'expired':
      return (
        endedRecently(expiresAt, now) &&
        !all.some((other) => other.organizationId === organizationId && other._id > _id)
      );
    default:
      return false;
  }
}

async function ownRequest(
  context: Context,
  request: AccessRequestRecord,
  places: Places,
): Promise<HomeRequest> {
  const { _id: id, organizationId, createdAt, expiresAt } = request;
  const status = statusAt(request, context.now());
  const organization = places.get(organizationId);
  const waiting = await whoseTurn(context, { ...request, status }, organization);
  const organizationName = organization?.name ?? '';
  return { id, organizationName, status, createdAt, expiresAt, ...waiting };
}

/** Who has to act next, and when they are reminded: the person for an approved request, for a pending one those who hold it. */
async function whoseTurn(
  context: Context,
  request: AccessRequestRecord,
  organization: OrganizationRecord | undefined,
): Promise<Pick<HomeRequest, 'heldBy' | 'nextReminderAt'>> {
  if (request.status === 'approved') return { heldBy: ['you'], nextReminderAt: null };
  if (request.status !== 'pending' || !organization) return { heldBy: [], nextReminderAt: null };
  const { tenantId } = context.actor;
  const deciders = await holdersOf(context, tenantId, organization._id, 'request:decide');
  const heldBy = holdersAmong(deciders, request).map(({ name }) => name);
  return { heldBy, nextReminderAt: await nextReminderOfAny(context, request, { organization, deciders }) };
}

async function organizationsById(context: Context, rows: { organizationId: string }[]): Promise<Places> {
  const { tenantId } = context.actor;
  const ids = [...new Set(rows.map(({ organizationId }) => organizationId))];
  const found = await context.store.organizations.find({ tenantId, _id: { $in: ids } }).lean();
  return new Map(found.map((organization) => [organization._id, organization]));
}
