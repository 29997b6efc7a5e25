import { type Access, roleOf } from '../../domain/access.ts';
import type { NamedChoice } from '../../domain/direct-invitations.ts';
import type { GrantRow } from '../../domain/overviews.ts';
import type { OrganizationRole } from '../../domain/permissions.ts';
import type { GrantStatus } from '../../domain/states.ts';
import type { AppRecord } from '../../store/models/app.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import { describeAccesses, isWithin, otherRoles } from '../access.ts';
import { type Context, requireAccount } from '../context.ts';

type Apps = ReadonlyMap<string, Pick<AppRecord, 'roles'>>;

/** Grants as a holder of `ceiling` sees them, with what that person may make of them. */
export async function grantRows(
  context: Context,
  ceiling: OrganizationRole,
  grants: GrantRecord[],
): Promise<GrantRow[]> {
  const { tenantId } = context.actor;
  const appIds = grants.flatMap(({ access }) => (access.kind === 'app' ? [access.appId] : []));
  const found = await context.store.apps.find({ tenantId, _id: { $in: appIds } }, { roles: 1 }).lean();
  const apps: Apps = new Map(found.map((app) => [app._id, app]));
  const describe = await describeAccesses(
    context,
    tenantId,
    grants.map(({ access }) => access),
  );
  return grants.map((grant) => {
    const { _id: id, access, since, endsAt, endedAt, endedBy } = grant;
    const status = statusNow(grant, context.now());
    const isManageable = status === 'active' && isWithin(ceiling, access, appOf(access, apps));
    return {
      id,
      access: describe(access),
      status,
      since,
      endsAt,
      endedAt: status === 'expired' ? endsAt : endedAt,
      endedBy,
      roleId: roleOf(access),
      isManageable,
      otherRoles: isManageable ? rolesToChangeTo(context, ceiling, grant, apps) : [],
    };
  });
}

/** The status that holds now, also when the sweep has not stored it yet. */
function statusNow({ status, endsAt }: GrantRecord, now: Date): GrantStatus {
  return status === 'active' && endsAt !== null && endsAt <= now ? 'expired' : status;
}

/** The roles that `changeGrant` would take: nobody changes their own role on an app or in a workgroup. */
function rolesToChangeTo(
  context: Context,
  ceiling: OrganizationRole,
  { access, accountId }: GrantRecord,
  apps: Apps,
): NamedChoice[] {
  if (access.kind === 'organization') return otherRoles(access, ceiling, undefined);
  if (accountId === requireAccount(context).id) return [];
  return otherRoles(access, ceiling, appOf(access, apps));
}

function appOf(access: Access, apps: Apps): Pick<AppRecord, 'roles'> | undefined {
  return access.kind === 'app' ? apps.get(access.appId) : undefined;
}
