import type { ProposalFacts } from '../../domain/messages.ts';
import type { HomeApproving } from '../../domain/overviews.ts';
import { freeSeats } from '../../domain/seats.ts';
import type { InvitationStatus } from '../../domain/states.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { describeAccesses } from '../access.ts';
import { factsOf } from '../access-requests/facts.ts';
import { type Context, requireAccount } from '../context.ts';
import { proposalFacts } from '../invitations/proposal-facts.ts';

const shownPerList = 5;
const countedAtMost = 1000;
/** Subscriptions that are looked at to find the fullest ones. */
const subscriptionsAtMost = 200;

/** What waits for the acting approver in one organization. Costs the same however much has piled up. */
export async function whatWaits(context: Context, organization: OrganizationRecord): Promise<HomeApproving> {
  const { store } = context;
  const { tenantId, _id: organizationId, name } = organization;
  const now = context.now();
  const waiting = { tenantId, organizationId, status: 'pending', expiresAt: { $gt: now } } as const;
  const pending = await store.accessRequests.find(waiting).sort({ _id: -1 }).limit(shownPerList).lean();
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
    proposals: await proposals(context, organization),
    seats: await fullest(context, organization),
  };
}

/** Those that this person can decide: not the own proposals. */
async function proposals(context: Context, organization: OrganizationRecord): Promise<ProposalFacts[]> {
  const { tenantId, _id: organizationId, name: organizationName } = organization;
  const now = context.now();
  const { id } = requireAccount(context);
  const found = await context.store.invitations
    .find({
      tenantId,
      organizationId,
      status: 'proposed',
      expiresAt: { $gt: now },
      'approvals.accountId': { $ne: id },
    })
    .limit(shownPerList)
    .lean();
  const accounts = await context.store.accounts
    .find({ tenantId, _id: { $in: found.flatMap(({ accountId }) => accountId ?? []) } })
    .lean();
  const accountById = new Map(accounts.map((account) => [account._id, account]));
  const describe = await describeAccesses(
    context,
    tenantId,
    found.map(({ access }) => access),
  );
  return found.flatMap((invitation) => {
    if (!invitation.access || invitation.accountId === id) return [];
    const person = accountById.get(invitation.accountId ?? '') ?? null;
    const access = describe(invitation.access);
    return [proposalFacts(invitation, { organizationName, access, person, needed: 2, now })];
  });
}

async function fullest(
  context: Context,
  { tenantId, _id: organizationId }: OrganizationRecord,
): Promise<HomeApproving['seats']> {
  const { store } = context;
  const found = await store.subscriptions
    .find({ tenantId, organizationId, archivedAt: null })
    .limit(subscriptionsAtMost)
    .lean();
  const shown = found.sort((a, b) => freeSeats(a) - freeSeats(b)).slice(0, shownPerList);
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
  return seats;
}
