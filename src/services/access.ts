import type { Access, AccessFacts, AppAccess, WorkgroupAccess } from '../domain/access.ts';
import type { NamedChoice } from '../domain/direct-invitations.ts';
import { formError } from '../domain/errors.ts';
import {
  assignableRoles,
  mayGiveAppRole,
  type OrganizationRole,
  organizationRoleNames,
} from '../domain/permissions.ts';
import { allowsInWorkgroup, workgroupRoleNames, workgroupRoles } from '../domain/workgroups.ts';
import type { AppRecord } from '../store/models/app.ts';
import type { SubscriptionRecord } from '../store/models/subscription.ts';
import type { Context, Runtime } from './context.ts';
import { requireOpen } from './workgroups/gates.ts';

/** Says any of the given accesses in words, after one look at the catalog. */
export async function describeAccesses(
  runtime: Pick<Runtime, 'store'>,
  tenantId: string,
  accesses: readonly (Access | null)[],
): Promise<(access: Access) => AccessFacts> {
  const onApps = accesses.filter((access): access is AppAccess => access?.kind === 'app');
  const inGroups = accesses.filter((access): access is WorkgroupAccess => access?.kind === 'workgroup');
  const { apps, subscriptions, workgroups, organizations } = runtime.store;
  const appIds = onApps.map(({ appId }) => appId);
  const appById = await byId(appIds, (_id) => apps.find({ tenantId, _id }).lean());
  const names = new Map<string, string>();
  const learn = async (ids: string[], find: (_id: { $in: string[] }) => Promise<Named[]>) => {
    for (const [id, { name }] of await byId(ids, find)) names.set(id, name);
  };
  await learn(
    onApps.map(({ subscriptionId }) => subscriptionId),
    (_id) => subscriptions.find({ tenantId, _id }, { name: 1 }).lean(),
  );
  await learn(
    inGroups.map(({ workgroupId }) => workgroupId),
    (_id) => workgroups.find({ tenantId, _id }, { name: 1 }).lean(),
  );
  await learn(
    inGroups.flatMap(({ partnerId }) => partnerId ?? []),
    (_id) => organizations.find({ tenantId, _id }, { name: 1 }).lean(),
  );
  return (access) => inWords(access, appById, names);
}

interface Named {
  _id: string;
  name: string;
}

async function byId<Row extends { _id: string }>(
  ids: string[],
  find: (_id: { $in: string[] }) => Promise<Row[]>,
): Promise<Map<string, Row>> {
  const found = ids.length === 0 ? [] : await find({ $in: [...new Set(ids)] });
  return new Map(found.map((row) => [row._id, row]));
}

/** One access in words. */
export async function describeAccess(
  runtime: Pick<Runtime, 'store'>,
  tenantId: string,
  access: Access,
): Promise<AccessFacts> {
  return (await describeAccesses(runtime, tenantId, [access]))(access);
}

function inWords(
  access: Access,
  apps: ReadonlyMap<string, AppRecord>,
  names: ReadonlyMap<string, string>,
): AccessFacts {
  if (access.kind === 'organization') return { kind: 'organization', role: access.role };
  if (access.kind === 'workgroup') {
    const { workgroupId, role, partnerId } = access;
    const partnerName = partnerId === null ? null : (names.get(partnerId) ?? '');
    return { kind: 'workgroup', workgroupName: names.get(workgroupId) ?? '', role, partnerName };
  }
  const app = apps.get(access.appId);
  return {
    kind: 'app',
    appName: app?.name ?? '',
    subscriptionName: names.get(access.subscriptionId) ?? '',
    roleName: app?.roles.find(({ id }) => id === access.roleId)?.name ?? '',
  };
}

/** What an access on an app consists of, once it is sure that all of it is there and still offered. */
export interface OfferedApp {
  app: AppRecord;
  subscription: SubscriptionRecord;
  role: AppRecord['roles'][number];
}

/** An access on an app in words, where its parts are at hand. */
export function describeOffered({ app, subscription, role }: OfferedApp): AccessFacts {
  return { kind: 'app', appName: app.name, subscriptionName: subscription.name, roleName: role.name };
}

/**
 * The parts of an access on an app, all of one organization and none archived or over (A9).
 * @throws DomainError `form` on the field whose choice is not offered
 */
export async function requireOffered(
  context: Context,
  organizationId: string,
  { appId, subscriptionId, roleId }: AppAccess,
): Promise<OfferedApp> {
  const { tenantId } = context.actor;
  const app = await context.store.apps
    .findOne({ _id: appId, tenantId, organizationId, archivedAt: null })
    .lean();
  if (!app) throw formError({ appId: 'This app is not offered any more. Choose another one.' });
  const subscription = await context.store.subscriptions
    .findOne({ _id: subscriptionId, tenantId, organizationId, appId, archivedAt: null })
    .lean();
  if (!subscription || isOver(subscription, context.now())) {
    throw formError({ subscriptionId: 'This subscription is not offered any more. Choose another one.' });
  }
  const role = app.roles.find(({ id, archived }) => id === roleId && !archived);
  if (!role) throw formError({ roleId: 'This role is not offered any more. Choose another one.' });
  return { app, subscription, role };
}

/** Whether nobody new gets a seat, because the subscription's end date has passed. */
export function isOver({ endsAt }: Pick<SubscriptionRecord, 'endsAt'>, now: Date): boolean {
  return endsAt !== null && endsAt <= now;
}

/**
 * Makes sure that a holder of `ceiling` may give this access now (A9, A10), and says whether a second approver has to agree. Writes
 * nothing.
 * @throws DomainError `form` on the field of the role or of what is not offered
 */
export async function requireGrantable(
  context: Context,
  organizationId: string,
  ceiling: OrganizationRole,
  access: Access,
): Promise<{ needsSecondApprover: boolean }> {
  if (access.kind === 'organization') {
    requireAssignable(ceiling, access.role);
    return { needsSecondApprover: false };
  }
  if (access.kind === 'workgroup') {
    await requireOpen(context, organizationId, access);
    return { needsSecondApprover: false };
  }
  const { role } = await requireOffered(context, organizationId, access);
  if (!mayGiveAppRole(ceiling, role)) {
    throw formError({ roleId: `As ${ceiling} you can't give the role ${role.name}. Choose another one.` });
  }
  return { needsSecondApprover: role.privileged };
}

/** @throws DomainError `form` on `role` when a holder of `ceiling` may not give it (A10) */
export function requireAssignable(ceiling: OrganizationRole, role: OrganizationRole): void {
  if (assignableRoles(ceiling).includes(role)) return;
  throw formError({ role: `As ${ceiling} you can't give the role ${role}. Choose another one.` });
}

/** Whether a holder of `ceiling` may give, change or end an access that exists already, whatever is offered today. */
export async function mayManage(
  context: Context,
  ceiling: OrganizationRole,
  access: Access,
): Promise<boolean> {
  if (access.kind !== 'app') return isWithin(ceiling, access, null);
  const { tenantId } = context.actor;
  const app = await context.store.apps.findOne({ _id: access.appId, tenantId }, { roles: 1 }).lean();
  return isWithin(ceiling, access, app);
}

/** The same, where the app is at hand. Of an app that is not there, a role counts as privileged. */
export function isWithin(
  ceiling: OrganizationRole,
  access: Access,
  app: Pick<AppRecord, 'roles'> | null | undefined,
): boolean {
  if (access.kind === 'organization') return assignableRoles(ceiling).includes(access.role);
  if (access.kind === 'workgroup') {
    return allowsInWorkgroup({ organization: ceiling, workgroup: undefined }, 'workgroup:people');
  }
  const role = app?.roles.find(({ id }) => id === access.roleId);
  return mayGiveAppRole(ceiling, { privileged: role?.privileged ?? true });
}

/** The roles that a holder of `ceiling` can give instead, without those that take two approvers. */
export function otherRoles(
  access: Access,
  ceiling: OrganizationRole,
  app: Pick<AppRecord, 'roles'> | undefined,
): NamedChoice[] {
  if (access.kind === 'organization') {
    const roles = assignableRoles(ceiling).filter((role) => role !== access.role);
    return roles.map((role) => ({ id: role, name: organizationRoleNames[role] }));
  }
  if (access.kind === 'workgroup') {
    const roles = workgroupRoles.filter((role) => role !== access.role);
    return roles.map((role) => ({ id: role, name: workgroupRoleNames[role] }));
  }
  return (app?.roles ?? [])
    .filter(({ id, archived, privileged }) => !archived && !privileged && id !== access.roleId)
    .map(({ id, name }) => ({ id, name }));
}
