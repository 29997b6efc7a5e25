import { offeredRoles } from '../../domain/catalog-roles.ts';
import type { AccessChoices, NamedChoice, SeatCount } from '../../domain/direct-invitations.ts';
import { mayGiveAppRole, type OrganizationRole, type Permission } from '../../domain/permissions.ts';
import { freeSeats } from '../../domain/seats.ts';
import type { AppRecord } from '../../store/models/app.ts';
import type { SubscriptionRecord } from '../../store/models/subscription.ts';
import { inTime } from '../authority.ts';
import type { Context } from '../context.ts';
import { organizationsFor } from '../organizations.ts';
import { waitingFor } from './waiting.ts';

/** One more than a select can show, so that a cut list can say so. */
const atMost = 101;

export interface ChosenAccess {
  organizationId?: string;
  appId?: string;
  subscriptionId?: string;
  roleId?: string;
}

/**
 * What the acting person can choose for an access, given what is chosen so far. A choice that is not in its list, because it
 * is foreign, archived or over, is dropped together with those below it (A9). A single organization is chosen by itself.
 */
export async function accessChoices(
  context: Context,
  chosen: ChosenAccess,
  permission: Permission,
): Promise<AccessChoices> {
  const places = await organizationsFor(context, permission);
  const only = places.length === 1 ? places[0] : undefined;
  const place = places.find(({ organization }) => organization._id === chosen.organizationId) ?? only;
  const organizations = places.slice(0, atMost).map(({ organization: { _id, name } }) => ({ id: _id, name }));
  const apps = place ? await appsOf(context, place.organization._id) : null;
  const app = apps?.find(({ _id }) => _id === chosen.appId);
  const subscriptions = app ? await subscriptionsOf(context, app._id) : null;
  const subscription = subscriptions?.find(({ _id }) => _id === chosen.subscriptionId);
  const roles = app && place && subscription ? rolesOf(app, place.role) : null;
  const role = roles?.find(({ id }) => id === chosen.roleId);
  return {
    organizations,
    organizationId: place?.organization._id ?? null,
    apps: apps?.map(({ _id, name }) => ({ id: _id, name })) ?? null,
    appId: app?._id ?? null,
    subscriptions: subscriptions?.map(asSubscriptionChoice) ?? null,
    subscriptionId: subscription?._id ?? null,
    seats: subscription ? await seatsOf(context, subscription) : null,
    roles,
    roleId: role?.id ?? null,
  };
}

async function appsOf(context: Context, organizationId: string): Promise<AppRecord[]> {
  const { tenantId } = context.actor;
  const apps = await context.store.apps
    .find({ tenantId, organizationId, archivedAt: null })
    .sort({ name: 1 })
    .limit(atMost)
    .lean();
  return apps.sort(byName);
}

async function subscriptionsOf(context: Context, appId: string): Promise<SubscriptionRecord[]> {
  const { tenantId } = context.actor;
  const subscriptions = await context.store.subscriptions
    .find({ tenantId, appId, archivedAt: null, ...inTime(context.now()) })
    .sort({ name: 1 })
    .limit(atMost)
    .lean();
  return subscriptions.sort(byName);
}

function asSubscriptionChoice(subscription: SubscriptionRecord): NamedChoice & {
  plan: string;
  isFull: boolean;
} {
  const { _id, name, plan } = subscription;
  return { id: _id, name, plan, isFull: freeSeats(subscription) === 0 };
}

async function seatsOf(context: Context, subscription: SubscriptionRecord): Promise<SeatCount> {
  const { _id, tenantId, seatLimit, active, held } = subscription;
  const waiting = await waitingFor(context, tenantId, [_id]);
  return { seatLimit, active, held, waiting: waiting.get(_id) ?? 0 };
}

function rolesOf(app: AppRecord, holder: OrganizationRole) {
  return offeredRoles(app.roles)
    .filter((role) => mayGiveAppRole(holder, role))
    .map(({ id, name, privileged }) => ({ id, name, privileged }));
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name.localeCompare(b.name);
}
