import type { Access, AppAccess, WorkgroupAccess } from '../../domain/access.ts';
import { nameKey } from '../../domain/catalog.ts';
import { suggest } from '../../domain/catalog-reader.ts';
import { offeredRoles } from '../../domain/catalog-roles.ts';
import type { FileRow } from '../../domain/import-row.ts';
import type { AppRecord } from '../../store/models/app.ts';
import { inTime } from '../authority.ts';
import type { Context } from '../context.ts';

/** Finds what a row's names mean in an organization, or says which of them means nothing. */
export type AccessFinder = (row: FileRow) => Access[] | { problem: string };

interface Named {
  _id: string;
  name: string;
}

interface Shelf<Item extends Named> {
  get(name: string): Item | undefined;
  names: string[];
}

/** Reads what an organization offers once, for all rows of a file. */
export async function accessFinder(context: Context, organizationId: string): Promise<AccessFinder> {
  const offered = { tenantId: context.actor.tenantId, organizationId, archivedAt: null };
  const apps = shelf(await context.store.apps.find(offered).lean());
  const subscriptions = await context.store.subscriptions
    .find({ ...offered, ...inTime(context.now()) }, { name: 1, appId: 1 })
    .lean();
  const ofApp = new Map(
    [...new Set(subscriptions.map(({ appId }) => appId))].map((appId) => [
      appId,
      shelf<Named>(subscriptions.filter((subscription) => subscription.appId === appId)),
    ]),
  );
  const workgroups = shelf<Named>(await context.store.workgroups.find(offered, { name: 1 }).lean());

  return (row) => {
    const found = [
      row.role ? ({ kind: 'organization', role: row.role } as const) : null,
      row.app ? appAccess(row.app, apps, ofApp) : null,
      row.workgroup ? workgroupAccess(row.workgroup, workgroups) : null,
    ];
    const problems = found.flatMap((access) => (access && 'problem' in access ? [access.problem] : []));
    if (problems.length > 0) return { problem: problems.join(' ') };
    return found.flatMap((access) => (access && 'kind' in access ? [access] : []));
  };
}

function appAccess(
  wanted: NonNullable<FileRow['app']>,
  apps: Shelf<AppRecord>,
  ofApp: ReadonlyMap<string, Shelf<Named>>,
): AppAccess | { problem: string } {
  const app = apps.get(wanted.app);
  if (!app) return unknown('app', wanted.app, apps.names);
  const subscriptions = ofApp.get(app._id) ?? shelf<Named>([]);
  const subscription = subscriptions.get(wanted.subscription);
  if (!subscription) return unknown(`subscription of ${app.name}`, wanted.subscription, subscriptions.names);
  const roles = shelf(offeredRoles(app.roles).map((role) => ({ ...role, _id: role.id })));
  const role = roles.get(wanted.role);
  if (!role) return unknown(`role of ${app.name}`, wanted.role, roles.names);
  return { kind: 'app', appId: app._id, subscriptionId: subscription._id, roleId: role._id };
}

function workgroupAccess(
  { name, role }: NonNullable<FileRow['workgroup']>,
  workgroups: Shelf<Named>,
): WorkgroupAccess | { problem: string } {
  const workgroup = workgroups.get(name);
  if (!workgroup) return unknown('workgroup', name, workgroups.names);
  return { kind: 'workgroup', workgroupId: workgroup._id, role, partnerId: null };
}

function shelf<Item extends Named>(items: Item[]): Shelf<Item> {
  const byKey = new Map(items.map((item) => [nameKey(item.name), item]));
  return { get: (name) => byKey.get(nameKey(name)), names: items.map(({ name }) => name).sort() };
}

function unknown(what: string, name: string, known: string[]): { problem: string } {
  const clean = name.replace(/\p{C}/gu, '');
  const shown = clean.length > 60 ? `${clean.slice(0, 59)}…` : clean;
  return { problem: `There is no ${what} “${shown}”. ${suggest(name, known)}` };
}
