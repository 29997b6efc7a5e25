import type { Authority } from '../domain/context.ts';
import { deny } from '../domain/errors.ts';
import { fullName } from '../domain/people.ts';
import { allows, type OrganizationRole, type Permission, rolesWith } from '../domain/permissions.ts';
import type { OrganizationRecord } from '../store/models/organization.ts';
import type { Context, Runtime } from './context.ts';

/** The roles that an account holds now, by organization. */
export async function authorityOf(
  runtime: Pick<Runtime, 'store'>,
  tenantId: string,
  accountId: string | null | undefined,
): Promise<Authority> {
  if (!accountId) return new Map();
  const grants = await runtime.store.grants
    .find({ tenantId, accountId, status: 'active' }, { organizationId: 1, role: 1 })
    .lean();
  return new Map(grants.map((grant) => [grant.organizationId, grant.role]));
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
  const grant = await store.grants
    .findOne({ tenantId: actor.tenantId, liveKey: grantKey(organizationId, actor.account.id) })
    .lean();
  if (!grant || !allows(grant.role, permission)) throw deny();
  const organization = await store.organizations
    .findOne({ _id: organizationId, tenantId: actor.tenantId })
    .lean();
  if (!organization) throw deny();
  return { organization, role: grant.role };
}

/** Whether an account may do `permission` in an organization now: for what it started earlier (A14). */
export async function stillAllowed(
  context: Context,
  permission: Permission,
  organizationId: string,
  accountId: string,
): Promise<OrganizationRole | null> {
  const grant = await context.store.grants
    .findOne({ tenantId: context.actor.tenantId, liveKey: grantKey(organizationId, accountId) })
    .lean();
  return grant && allows(grant.role, permission) ? grant.role : null;
}

/** The roles that these accounts hold in an organization now; who holds none is not in it. */
export async function rolesIn(
  context: Context,
  organizationId: string,
  accountIds: string[],
): Promise<ReadonlyMap<string, OrganizationRole>> {
  const liveKeys = accountIds.map((accountId) => grantKey(organizationId, accountId));
  const grants = await context.store.grants
    .find({ tenantId: context.actor.tenantId, liveKey: { $in: liveKeys } }, { accountId: 1, role: 1 })
    .lean();
  return new Map(grants.map((grant) => [grant.accountId, grant.role]));
}

/** A person who may decide in an organization, as far as messages need to know. */
export interface Holder {
  accountId: string;
  name: string;
  identityKeys: string[];
}

/** The people who hold `permission` in an organization, owners first. */
export async function holdersOf(
  runtime: Pick<Runtime, 'store'>,
  tenantId: string,
  organizationId: string,
  permission: Permission,
): Promise<Holder[]> {
  const grants = await runtime.store.grants
    .find({ tenantId, organizationId, status: 'active', role: { $in: rolesWith(permission) } })
    .sort({ role: -1, _id: 1 })
    .limit(50)
    .lean();
  const accounts = await runtime.store.accounts
    .find({ tenantId, _id: { $in: grants.map((grant) => grant.accountId) } })
    .lean();
  const byId = new Map(accounts.map((account) => [account._id, account]));
  return grants.flatMap((grant) => {
    const account = byId.get(grant.accountId);
    if (!account) return [];
    const name = fullName(account);
    return [{ accountId: account._id, name, identityKeys: account.identityKeys }];
  });
}

/** The unique key of the one active grant that an account can have in an organization (I3). */
export function grantKey(organizationId: string, accountId: string): string {
  return `organization:${organizationId}:${accountId}`;
}
