import { z } from 'zod';
import { type AppInput, appInput, nameKey } from '../../domain/catalog.ts';
import { offeredRoles, type WantedRole } from '../../domain/catalog-roles.ts';
import type { NamedChoice } from '../../domain/direct-invitations.ts';
import { deny } from '../../domain/errors.ts';
import type { AppRow } from '../../domain/overviews.ts';
import type { AppRecord } from '../../store/models/app.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { authorize } from '../authority.ts';
import { command } from '../command.ts';
import { type Context, type Runtime, requirePerson } from '../context.ts';
import { organizationsFor } from '../organizations.ts';
import { type Cursor, inDirection, type Page, page } from '../paging.ts';
import { parseInput } from '../parse.ts';
import { changeApp, insertApp, retireApp } from './write-apps.ts';

const pageSize = 10;

const place = z.object({
  organizationId: z.string({ error: 'Choose an organization.' }).min(1, 'Choose an organization.'),
});

/** Adds an app to an organization. @throws DomainError `form`, `deny` */
export async function createApp(context: Context, input: unknown): Promise<{ appId: string; name: string }> {
  const { organizationId, ...fields } = parseInput(z.intersection(place, appInput), input);
  return command(context, 'app.create', async (effects) => {
    const { organization } = await authorize(context, 'catalog:edit', organizationId);
    const terms = { name: fields.name, roles: wantedRoles(fields) };
    const app = await insertApp(context, effects, organization._id, terms);
    return { appId: app._id, name: app.name };
  });
}

/**
 * Changes an app. Roles are known by their names: one that is not written down any more is archived, and offered again
 * when its name comes back.
 * @throws DomainError `form`, `deny`, `stale`
 */
export async function editApp(context: Context, appId: string, input: unknown): Promise<{ name: string }> {
  const fields = parseInput(appInput, input);
  return command(context, 'app.edit', async (effects) => {
    const { app } = await appToEdit(context, appId);
    const terms = { name: fields.name, roles: wantedRoles(fields), others: 'archive' } as const;
    await changeApp(context, effects, app, terms);
    return { name: fields.name };
  });
}

/** Takes an app out of the catalog. @throws DomainError `form` while it has subscriptions; `deny`, `stale` */
export async function archiveApp(context: Context, appId: string): Promise<{ name: string }> {
  return command(context, 'app.archive', async (effects) => {
    const { app } = await appToEdit(context, appId);
    await retireApp(context, effects, app);
    return { name: app.name };
  });
}

/** The apps of all organizations whose catalog the acting person keeps: newest first, one page. */
export async function listApps(context: Context, cursor: Cursor): Promise<Page<AppRow>> {
  const places = await organizationsFor(context, 'catalog:edit');
  if (places.length === 0) throw deny();
  const byId = new Map(places.map(({ organization }) => [organization._id, organization]));
  const { tenantId } = context.actor;
  const found = await context.store.apps
    .find({
      tenantId,
      organizationId: { $in: [...byId.keys()] },
      archivedAt: null,
      ...inDirection(cursor),
    })
    .sort({ _id: cursor && 'after' in cursor ? 1 : -1 })
    .limit(pageSize + 1)
    .lean();
  const { items, older, newer } = page(found, cursor, pageSize);
  const ids = items.map(({ _id }) => _id);
  const counts = await subscriptionsOf(context, tenantId, ids);
  const rows = items.map((app) => asRow(app, byId.get(app.organizationId), counts.get(app._id) ?? 0));
  return { items: rows, older, newer };
}

/** The apps that the acting person can add a subscription to, by name; one more than a select can show. */
export async function appChoices(context: Context): Promise<(NamedChoice & { organizationName: string })[]> {
  const places = await organizationsFor(context, 'catalog:edit');
  const names = new Map(places.map(({ organization }) => [organization._id, organization.name]));
  const { tenantId } = context.actor;
  const apps = await context.store.apps
    .find({ tenantId, organizationId: { $in: [...names.keys()] }, archivedAt: null })
    .sort({ name: 1 })
    .limit(101)
    .lean();
  return apps.map(({ _id, name, organizationId }) => ({
    id: _id,
    name,
    organizationName: names.get(organizationId) ?? '',
  }));
}

/** One app. @throws deny */
export async function getApp(context: Context, appId: string): Promise<AppRow> {
  const { app, organization } = await appToEdit(context, appId);
  if (app.archivedAt) throw deny();
  const counts = await subscriptionsOf(context, app.tenantId, [appId]);
  return asRow(app, organization, counts.get(appId) ?? 0);
}

/** An app whose catalog the acting person keeps. @throws deny — also when it is foreign or unknown (A4) */
export async function appToEdit(
  context: Context,
  appId: string,
): Promise<{ app: AppRecord; organization: OrganizationRecord }> {
  const { tenantId } = requirePerson(context);
  const app = await context.store.apps.findOne({ _id: appId, tenantId }).lean();
  if (!app) throw deny();
  const { organization } = await authorize(context, 'catalog:edit', app.organizationId);
  return { app, organization };
}

function wantedRoles({ roles, privileged }: AppInput): WantedRole[] {
  const keys = new Set(privileged.map(nameKey));
  return roles.map((name) => ({ name, privileged: keys.has(nameKey(name)), archived: false }));
}

async function subscriptionsOf(
  { store }: Pick<Runtime, 'store'>,
  tenantId: string,
  appIds: string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = await store.subscriptions.aggregate<{ _id: string; count: number }>([
    { $match: { tenantId, appId: { $in: appIds }, archivedAt: null } },
    { $group: { _id: '$appId', count: { $sum: 1 } } },
  ]);
  return new Map(counts.map(({ _id, count }) => [_id, count]));
}

function asRow(
  { _id, organizationId, name, roles }: AppRecord,
  organization: OrganizationRecord | undefined,
  subscriptions: number,
): AppRow {
  return {
    id: _id,
    organizationId,
    organizationName: organization?.name ?? '',
    name,
    roles: offeredRoles(roles),
    subscriptions,
  };
}
