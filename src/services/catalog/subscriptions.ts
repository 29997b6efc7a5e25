import { z } from 'zod';
import { subscriptionInput } from '../../domain/catalog.ts';
import { deny } from '../../domain/errors.ts';
import type { SubscriptionRow } from '../../domain/overviews.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { SubscriptionRecord } from '../../store/models/subscription.ts';
import { isOver } from '../access.ts';
import { authorize } from '../authority.ts';
import { command } from '../command.ts';
import { type Context, requirePerson } from '../context.ts';
import { organizationsFor } from '../organizations.ts';
import { type Cursor, inDirection, type Page, page } from '../paging.ts';
import { parseInput } from '../parse.ts';
import { appToEdit } from './apps.ts';
import { waitingFor } from './waiting.ts';
import { changeSubscription, insertSubscription, retireSubscription } from './write-subscriptions.ts';

const pageSize = 10;

const newSubscription = subscriptionInput.extend({
  appId: z.string({ error: 'Choose an app.' }).min(1, 'Choose an app.'),
});

/** Adds a subscription to an app. @throws DomainError `form`, `deny` */
export async function createSubscription(
  context: Context,
  input: unknown,
): Promise<{ subscriptionId: string; name: string; appName: string }> {
  const { appId, ...fields } = parseInput(newSubscription, input);
  return command(context, 'subscription.create', async (effects) => {
    const { app } = await appToEdit(context, appId);
    const { _id, name } = await insertSubscription(context, effects, app, fields);
    return { subscriptionId: _id, name, appName: app.name };
  });
}

/**
 * Changes the terms of a subscription. The limit may go below use: nobody loses access (A47).
 * @throws DomainError `form`, `deny`, `stale`
 */
export async function editSubscription(
  context: Context,
  subscriptionId: string,
  input: unknown,
): Promise<{ name: string }> {
  const fields = parseInput(subscriptionInput, input);
  return command(context, 'subscription.edit', async (effects) => {
    const { subscription } = await subscriptionToEdit(context, subscriptionId);
    await changeSubscription(context, effects, subscription, fields);
    return { name: fields.name };
  });
}

/** Takes a subscription out of the catalog. @throws DomainError `form` while it is needed; `deny`, `stale` */
export async function archiveSubscription(
  context: Context,
  subscriptionId: string,
): Promise<{ name: string }> {
  return command(context, 'subscription.archive', async (effects) => {
    const { subscription } = await subscriptionToEdit(context, subscriptionId);
    await retireSubscription(context, effects, subscription);
    return { name: subscription.name };
  });
}

/** The subscriptions of all organizations whose catalog the acting person keeps: newest first, one page. */
export async function listSubscriptions(context: Context, cursor: Cursor): Promise<Page<SubscriptionRow>> {
  const places = await organizationsFor(context, 'catalog:edit');
  if (places.length === 0) throw deny();
  const byId = new Map(places.map(({ organization }) => [organization._id, organization]));
  const found = await context.store.subscriptions
    .find({
      tenantId: context.actor.tenantId,
      organizationId: { $in: [...byId.keys()] },
      archivedAt: null,
      ...inDirection(cursor),
    })
    .sort({ _id: cursor && 'after' in cursor ? 1 : -1 })
    .limit(pageSize + 1)
    .lean();
  const { items, older, newer } = page(found, cursor, pageSize);
  const toRow = await rowMaker(context, items);
  return { items: items.map((record) => toRow(record, byId.get(record.organizationId))), older, newer };
}

/** One subscription. @throws deny */
export async function getSubscription(context: Context, subscriptionId: string): Promise<SubscriptionRow> {
  const { subscription, organization } = await subscriptionToEdit(context, subscriptionId);
  if (subscription.archivedAt) throw deny();
  const toRow = await rowMaker(context, [subscription]);
  return toRow(subscription, organization);
}

/** @throws deny — also when it is foreign or unknown (A4) */
async function subscriptionToEdit(context: Context, subscriptionId: string) {
  const { tenantId } = requirePerson(context);
  const subscription = await context.store.subscriptions.findOne({ _id: subscriptionId, tenantId }).lean();
  if (!subscription) throw deny();
  const { organization } = await authorize(context, 'catalog:edit', subscription.organizationId);
  return { subscription, organization };
}

async function rowMaker(context: Context, records: readonly SubscriptionRecord[]) {
  const { tenantId } = context.actor;
  const ids = records.map(({ _id }) => _id);
  const waiting = await waitingFor(context, tenantId, ids);
  const appIds = [...new Set(records.map(({ appId }) => appId))];
  const apps = await context.store.apps.find({ tenantId, _id: { $in: appIds } }, { name: 1 }).lean();
  const appNames = new Map(apps.map(({ _id, name }) => [_id, name]));
  const now = context.now();
  return (record: SubscriptionRecord, organization: OrganizationRecord | undefined): SubscriptionRow => ({
    id: record._id,
    organizationName: organization?.name ?? '',
    appId: record.appId,
    appName: appNames.get(record.appId) ?? '',
    name: record.name,
    plan: record.plan,
    seatLimit: record.seatLimit,
    active: record.active,
    held: record.held,
    waiting: waiting.get(record._id) ?? 0,
    endsAt: record.endsAt,
    isOver: isOver(record, now),
  });
}
