import { type HomeApproving, homeShows } from '../../domain/overviews.ts';
import { freeSeats } from '../../domain/seats.ts';
import type { InvitationStatus } from '../../domain/states.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { factsOf } from '../access-requests/facts.ts';
import { type Context, requireAccount } from '../context.ts';
import { proposalsFor } from '../invitations/proposals-waiting.ts';

const countedAtMost = 1000;
/** Subscriptions that are looked at to find the fullest ones. */
const subscriptionsAtMost = 200;

/** What waits for the acting approver in one organization. Costs the same however much has piled up. */
export async function whatWaits(context: Context, organization: OrganizationRecord): Promise<HomeApproving> {
  const { store } = context;
  const { tenantId, _id: organizationId, name } = organization;
  const now = context.now();
  const waiting = { tenantId, organizationId, status: 'pending', expiresAt: { $gt: now } } as const;
  const pending = await store.accessRequests.find(waiting).sort({ _id: -1 }).limit(homeShows.requests).lean();
  const total = await store.accessRequests.countDocuments(waiting, { limit: countedAtMost });
  const invitations: Partial<Record<InvitationStatus, number>> = {};
  for (const status of ['pending', 'proposed', 'waitlisted', 'expired', 'undeliverable'] as const) {
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
    ...(await proposalsFor(context, [organization], requireAccount(context), homeShows.proposals)),
    ...(await fullest(context, organization)),
  };
}

async function fullest(
  context: Context,
  { tenantId, _id: organizationId }: OrganizationRecord,
): Promise<Pick<HomeApproving, 'seats' | 'seatsTotal'>> {
  const { store } = context;
  const found = await store.subscriptions
    .find({ tenantId, organizationId, archivedAt: null })
    .limit(subscriptionsAtMost)
    .lean();
  const shown = found.sort((a, b) => freeSeats(a) - freeSeats(b)).slice(0, homeShows.subscriptions);
  const apps = await store.apps
    .find({ tenantId, _id: { $in: shown.map(({ appId }) => appId) } }, { name: 1 })
    .lean();
  const appNames = new Map(apps.map(({ _id, name }) => [_id, name]));
  const seats: HomeApproving['seats'] = [];
  for (const { _id, appId, name: subscriptionName, seatLimit, active, held } of shown) {
    const onList = { tenantId, 'access.subscriptionId': _id, status: 'waitlisted' } as const;
    const waiting = await store.invitations.countDocuments(onList, { limit: countedAtMost });
    const appName = appNames.get(appId) ?? '';
    seats.push({ appName, subscriptionName, seatLimit, active, held, waiting });
  }
  return { seats, seatsTotal: found.length };
}
