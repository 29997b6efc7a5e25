import { allows } from '../../domain/permissions.ts';
import { settingsOf } from '../../domain/settings.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { isWithin } from '../access.ts';
import { holdersOf, rolesIn } from '../authority.ts';
import type { Context } from '../context.ts';
import { directMessageTo } from '../recipients.ts';

/** An access, as far as it decides who can extend it. */
type Extendable = Pick<GrantRecord, '_id' | 'accountId' | 'access' | 'grantedBy'>;

/**
 * The accounts that can extend each of these accesses of one organization, by the id of the access: whoever granted it, while they
 * may change it and can be told in Slack; else the owners. Nobody extends their own (A12).
 */
export async function extendersOf(
  context: Context,
  organization: OrganizationRecord,
  grants: readonly Extendable[],
): Promise<(grant: Extendable) => string[]> {
  const { tenantId } = context.actor;
  const { _id: organizationId } = organization;
  if (grants.length === 0) return () => [];
  const granters = [...new Set(grants.map(({ grantedBy }) => grantedBy))];
  const roles = await rolesIn(context, organizationId, granters);
  const reachable = await tellable(context, granters);
  const appIds = new Set(grants.flatMap(({ access }) => (access.kind === 'app' ? access.appId : [])));
  const apps = await context.store.apps.find({ tenantId, _id: { $in: [...appIds] } }, { roles: 1 }).lean();
  const appById = new Map(apps.map((app) => [app._id, app]));
  const owners = await holdersOf(context, tenantId, organizationId, 'settings:edit');
  const settings = settingsOf(organization);
  const mayExtend = ({ grantedBy, accountId, access }: Extendable) => {
    const role = roles.get(grantedBy);
    if (!role || grantedBy === accountId || !reachable.has(grantedBy)) return false;
    if (!allows(role, 'people:manage', settings)) return false;
    return isWithin(role, access, access.kind === 'app' ? appById.get(access.appId) : null);
  };
  return (grant) => {
    if (mayExtend(grant)) return [grant.grantedBy];
    return owners.map(({ accountId }) => accountId).filter((accountId) => accountId !== grant.accountId);
  };
}

async function tellable(context: Context, accountIds: string[]): Promise<ReadonlySet<string>> {
  const accounts = await context.store.accounts
    .find({ tenantId: context.actor.tenantId, _id: { $in: accountIds } }, { identityKeys: 1 })
    .lean();
  return new Set(accounts.filter((one) => directMessageTo(one).length > 0).map(({ _id }) => _id));
}
