import { type Access, placeOf } from '../domain/access.ts';
import type { Authority } from '../domain/context.ts';
import { deny } from '../domain/errors.ts';
import { fullName } from '../domain/people.ts';
import { allows, type OrganizationRole, type Permission, rolesWith } from '../domain/permissions.ts';
import { settingsOf } from '../domain/settings.ts';
import type { GrantRecord } from '../store/models/grant.ts';
import type { OrganizationRecord } from '../store/models/organization.ts';
import type { Context, Runtime } from './context.ts';

/** The roles that an account holds now, by organization. */
export async function authorityOf(
  runtime: Pick<Runtime, 'store' | 'now'>,
  tenantId: string,
  accountId: string | null | undefined,
): Promise<Authority> {
  if (!accountId) return new Map();
  const grants = await runtime.store.grants
    .find({ tenantId, accountId, status: 'active', 'access.kind': 'organization', ...inTime(runtime.now()) })
    .lean();
  return new Map(grants.flatMap((grant) => roleOf(grant).map((role) => [grant.organizationId, role])));
}

/** What a grant must satisfy to count at `now`, also when the sweep has not come by yet. */
export function inTime(now: Date) {
  return { $or: [{ endsAt: null }, { endsAt: { $gt: now } }] };
}

function roleOf({ access }: Pick<GrantRecord, 'access'>): OrganizationRole[] {
  return access.kind === 'organization' ? [access.role] : [];
}

/**
 * The acting person's role in an organization, once it is sure that it allows `permission`. Asked inside the transaction,
 * so that a person who lost the role while the form was open is refused (A2).
 * @throws deny — also when the organization does not exist or belongs to another tenant
 */
export async function authorize(
  context: Context,
  permission: Permission,
  organizationId: string,
): Promise<{ organization: OrganizationRecord; role: OrganizationRole }> {
  const { store, actor } = context;
  if (actor.kind !== 'person' || !actor.account) throw deny();
  const role = await roleIn(context, organizationId, actor.account.id);
  if (!role) throw deny();
  const organization = await store.organizations
    .findOne({ _id: organizationId, tenantId: actor.tenantId })
    .lean();
  if (!organization || !allows(role, permission, settingsOf(organization))) throw deny();
  return { organization, role };
}

async function roleIn(
  context: Context,
  organizationId: string,
  accountId: string,
): Promise<OrganizationRole | null> {
  const roles = await rolesIn(context, organizationId, [accountId]);
  return roles.get(accountId) ?? null;
}

/** Whether an account may do `permission` in an organization now: for what it started earlier (A14). */
export async function stillAllowed(
  context: Context,
  permission: Permission,
  organization: OrganizationRecord,
  accountId: string,
): Promise<OrganizationRole | null> {
  const role = await roleIn(context, organization._id, accountId);
  return role && allows(role, permission, settingsOf(organization)) ? role : null;
}

/** The roles that these accounts hold in an organization now; who holds none is not in it. */
export async function rolesIn(
  context: Context,
  organizationId: string,
  accountIds: string[],
): Promise<ReadonlyMap<string, OrganizationRole>> {
  const liveKeys = accountIds.map((accountId) => memberKey(organizationId, accountId));
  const grants = await context.store.grants
    .find({ tenantId: context.actor.tenantId, liveKey: { $in: liveKeys }, ...inTime(context.now()) })
    .lean();
  return new Map(grants.flatMap((grant) => roleOf(grant).map((role) => [grant.accountId, role])));
}

/** A person who may decide in an organization, as far as messages need to know. */
export interface Holder {
  accountId: string;
  name: string;
  role: OrganizationRole;
  identityKeys: string[];
  emailKey: string;
  /** Where they are, if Slack has said so. */
  timeZone?: string | undefined;
}

/** Of more people than this who hold a permission, nobody is told or shown all. */
const holdersAtMost = 50;

/** The first of the people who hold `permission` in an organization, owners first; and `accountId`, if that account holds it. */
export async function holdersOf(
  runtime: Pick<Runtime, 'store' | 'now'>,
  tenantId: string,
  organizationId: string,
  permission: Exclude<Permission, 'invitation:send'>,
  accountId?: string,
): Promise<Holder[]> {
  const holding = {
    tenantId,
    organizationId,
    status: 'active' as const,
    'access.kind': 'organization' as const,
    'access.role': { $in: rolesWith(permission) },
    ...inTime(runtime.now()),
  };
  const { grants: stored } = runtime.store;
  const grants = await stored.find(holding).sort({ 'access.role': -1, _id: 1 }).limit(holdersAtMost).lean();
  if (accountId && grants.length === holdersAtMost && !grants.some((one) => one.accountId === accountId)) {
    grants.push(...(await stored.find({ ...holding, accountId }).lean()));
  }
  const accounts = await runtime.store.accounts
    .find({ tenantId, _id: { $in: grants.map((grant) => grant.accountId) } })
    .lean();
  const byId = new Map(accounts.map((account) => [account._id, account]));
  return grants.flatMap((grant) => {
    const account = byId.get(grant.accountId);
    if (!account) return [];
    const { _id: accountId, identityKeys, emailKey, timeZone } = account;
    return roleOf(grant).map((role) => ({
      accountId,
      name: fullName(account),
      role,
      identityKeys,
      emailKey,
      timeZone,
    }));
  });
}

/** The unique key of the one active grant that an account can have at a place (I3). */
export function grantKey(organizationId: string, access: Access, accountId: string): string {
  return `${placeOf(organizationId, access)}:${accountId}`;
}

function memberKey(organizationId: string, accountId: string): string {
  return grantKey(organizationId, { kind: 'organization', role: 'member' }, accountId);
}
