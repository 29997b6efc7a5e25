/** Changes of subscriptions, the same for people and for catalog files. Each runs in the transaction of its command. */
import { nameKey, type SubscriptionInput } from '../../domain/catalog.ts';
import { whyNotThisEnd, whySubscriptionStays } from '../../domain/catalog-rules.ts';
import { DomainError, formError, stale } from '../../domain/errors.ts';
import type { AppRecord } from '../../store/models/app.ts';
import type { SubscriptionRecord } from '../../store/models/subscription.ts';
import type { Effects } from '../command.ts';
import { type Context, newId } from '../context.ts';
import { promoteWaiting } from '../waitlist.ts';
import { waitingFor } from './waiting.ts';

/** @throws DomainError `form` on `appId` when the app is archived, on `name` when it is taken, on `endsOn` when it is past */
export async function insertSubscription(
  context: Context,
  effects: Effects,
  { _id: appId, tenantId, organizationId }: Pick<AppRecord, '_id' | 'tenantId' | 'organizationId'>,
  { endsOn, ...fields }: SubscriptionInput,
): Promise<SubscriptionRecord> {
  const { modifiedCount } = await context.store.apps.updateOne(
    { _id: appId, tenantId, archivedAt: null },
    { $inc: { revision: 1 } },
  );
  if (modifiedCount === 0) throw formError({ appId: 'This app is archived. Choose another one.' });
  await requireFreeName(context, appId, fields.name, null);
  requireEnd(context, endsOn, null);
  const subscription: SubscriptionRecord = {
    _id: newId(context, 'sub'),
    tenantId,
    organizationId,
    appId,
    ...fields,
    active: 0,
    held: 0,
    endsAt: endsOn,
    createdAt: context.now(),
    archivedAt: null,
    liveKey: subscriptionKey(appId, fields.name),
  };
  await context.store.subscriptions.insertMany([subscription], { lean: true });
  const detail = { ...fields, endsAt: endsOn?.toISOString() ?? null };
  effects.record({
    action: 'subscription.created',
    organizationId,
    subjects: [subscription._id, appId],
    detail,
  });
  return subscription;
}

/**
 * Changes the terms of a subscription. A limit below use takes nothing from anybody (A47); more room goes to the waitlist.
 * @throws DomainError `form` on `name` when it is taken, on `endsOn` when it is past; `stale` when it is archived
 */
export async function changeSubscription(
  context: Context,
  effects: Effects,
  before: SubscriptionRecord,
  { endsOn, ...fields }: SubscriptionInput,
): Promise<void> {
  const { _id, tenantId, organizationId, appId } = before;
  if (before.archivedAt) throw stale();
  await requireFreeName(context, appId, fields.name, _id);
  requireEnd(context, endsOn, before.endsAt);
  const detail = {
    ...(fields.name === before.name ? {} : { name: fields.name }),
    ...(fields.plan === before.plan ? {} : { plan: fields.plan }),
    ...(fields.seatLimit === before.seatLimit ? {} : { seatLimit: fields.seatLimit }),
    ...(endsOn?.getTime() === before.endsAt?.getTime() ? {} : { endsAt: endsOn?.toISOString() ?? null }),
  };
  if (Object.keys(detail).length === 0) return;
  await context.store.subscriptions.updateOne(
    { _id, tenantId, archivedAt: null },
    { $set: { ...fields, endsAt: endsOn, liveKey: subscriptionKey(appId, fields.name) } },
  );
  effects.record({ action: 'subscription.edited', organizationId, subjects: [_id, appId], detail });
  const hasMoreRoom =
    atLeast(fields.seatLimit) > atLeast(before.seatLimit) ||
    atLeast(endsOn?.getTime()) > atLeast(before.endsAt?.getTime());
  if (hasMoreRoom) await promoteWaiting(context, effects, _id);
}

/**
 * Takes a subscription out of the catalog; its name is free again.
 * @throws DomainError `form` while somebody has a seat of it, is promised one, or waits for one; `stale` when it is archived
 */
export async function retireSubscription(
  context: Context,
  effects: Effects,
  subscription: SubscriptionRecord,
): Promise<void> {
  const { _id, tenantId, organizationId, appId, name, active, held } = subscription;
  if (subscription.archivedAt) throw stale();
  const waiting = (await waitingFor(context, tenantId, [_id])).get(_id) ?? 0;
  const obstacle = whySubscriptionStays(name, { active, held, waiting });
  if (obstacle) throw new DomainError('form', obstacle);
  const { modifiedCount } = await context.store.subscriptions.updateOne(
    { _id, tenantId, archivedAt: null, active: 0, held: 0 },
    { $set: { archivedAt: context.now() }, $unset: { liveKey: 1 } },
  );
  if (modifiedCount === 0) throw stale();
  effects.record({
    action: 'subscription.archived',
    organizationId,
    subjects: [_id, appId],
    detail: { name },
  });
}

async function requireFreeName(
  context: Context,
  appId: string,
  name: string,
  ownId: string | null,
): Promise<void> {
  const taken = await context.store.subscriptions
    .findOne({ tenantId: context.actor.tenantId, liveKey: subscriptionKey(appId, name) }, { _id: 1 })
    .lean();
  if (taken && taken._id !== ownId) {
    throw formError({ name: `The app has a subscription ${name} already. Choose another name.` });
  }
}

function requireEnd(context: Context, end: Date | null, before: Date | null): void {
  const obstacle = whyNotThisEnd(end, before, context.now());
  if (obstacle) throw formError({ endsOn: obstacle });
}

/** No limit and no end are more than any. */
function atLeast(limit: number | null | undefined): number {
  return limit ?? Number.POSITIVE_INFINITY;
}

/** The unique key of a subscription that is not archived. */
function subscriptionKey(appId: string, name: string): string {
  return `subscription:${appId}:${nameKey(name)}`;
}
