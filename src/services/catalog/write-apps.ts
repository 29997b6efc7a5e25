/** Changes of apps, the same for people and for catalog files. Each runs in the transaction of its command. */
import { type AppRole, nameKey } from '../../domain/catalog.ts';
import { mergeRoles, rolesInWords, sameRoles, type WantedRole } from '../../domain/catalog-roles.ts';
import { whyAppStays, whyNotTheseRoles } from '../../domain/catalog-rules.ts';
import { DomainError, formError, stale } from '../../domain/errors.ts';
import type { AppRecord } from '../../store/models/app.ts';
import type { Effects } from '../command.ts';
import { type Context, newId } from '../context.ts';

export interface AppTerms {
  name: string;
  roles: readonly WantedRole[];
}

/** @throws DomainError `form` on `name` when it is taken, on `roles` when there are none */
export async function insertApp(
  context: Context,
  effects: Effects,
  organizationId: string,
  { name, roles: wanted }: AppTerms,
): Promise<AppRecord> {
  await requireFreeName(context, organizationId, name, null);
  const roles = allowedRoles(mergeRoles([], wanted, 'keep', () => newId(context, 'rol')));
  const app: AppRecord = {
    _id: newId(context, 'app'),
    tenantId: context.actor.tenantId,
    organizationId,
    name,
    roles,
    createdAt: context.now(),
    archivedAt: null,
    liveKey: appKey(organizationId, name),
  };
  await context.store.apps.insertMany([app], { lean: true });
  const detail = { name, roles: rolesInWords(roles) };
  effects.record({ action: 'app.created', organizationId, subjects: [app._id], detail });
  return app;
}

/**
 * Renames an app and changes its roles. One that is not offered any more stays with whoever has it.
 * @param others what happens to the roles that are not mentioned
 * @throws DomainError `form` on `name` when it is taken, on `roles` when none is left; `stale` when the app is archived
 */
export async function changeApp(
  context: Context,
  effects: Effects,
  app: AppRecord,
  { name, roles: wanted, others }: AppTerms & { others: 'archive' | 'keep' },
): Promise<void> {
  const { _id, tenantId, organizationId } = app;
  if (app.archivedAt) throw stale();
  await requireFreeName(context, organizationId, name, _id);
  const roles = allowedRoles(mergeRoles(app.roles, wanted, others, () => newId(context, 'rol')));
  const detail = {
    ...(name === app.name ? {} : { name }),
    ...(sameRoles(app.roles, roles) ? {} : { roles: rolesInWords(roles) }),
  };
  if (Object.keys(detail).length === 0) return;
  await context.store.apps.updateOne(
    { _id, tenantId, archivedAt: null },
    { $set: { name, roles, liveKey: appKey(organizationId, name) } },
  );
  effects.record({ action: 'app.edited', organizationId, subjects: [_id], detail });
}

/**
 * Takes an app out of the catalog; its name is free again.
 * @throws DomainError `form` while it has subscriptions, `stale` when it is archived already
 */
export async function retireApp(context: Context, effects: Effects, app: AppRecord): Promise<void> {
  const { _id, tenantId, organizationId, name } = app;
  const live = await context.store.subscriptions
    .find({ tenantId, appId: _id, archivedAt: null }, { name: 1 })
    .sort({ name: 1 })
    .lean();
  const names = live.map((subscription) => subscription.name);
  const obstacle = whyAppStays(name, names);
  if (obstacle) throw new DomainError('form', obstacle);
  const { modifiedCount } = await context.store.apps.updateOne(
    { _id, tenantId, archivedAt: null },
    { $set: { archivedAt: context.now() }, $unset: { liveKey: 1 } },
  );
  if (modifiedCount === 0) throw stale();
  effects.record({ action: 'app.archived', organizationId, subjects: [_id], detail: { name } });
}

async function requireFreeName(
  context: Context,
  organizationId: string,
  name: string,
  ownId: string | null,
): Promise<void> {
  const taken = await context.store.apps
    .findOne({ tenantId: context.actor.tenantId, liveKey: appKey(organizationId, name) }, { _id: 1 })
    .lean();
  if (taken && taken._id !== ownId) {
    throw formError({ name: `There is an app ${name} already. Choose another name.` });
  }
}

function allowedRoles(roles: AppRole[]): AppRole[] {
  const obstacle = whyNotTheseRoles(roles);
  if (obstacle) throw formError({ roles: obstacle });
  return roles;
}

/** The unique key of an app that is not archived. */
function appKey(organizationId: string, name: string): string {
  return `app:${organizationId}:${nameKey(name)}`;
}
