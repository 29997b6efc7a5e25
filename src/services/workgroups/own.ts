import { deny } from '../../domain/errors.ts';
import type { OwnWorkgroup } from '../../domain/workgroups.ts';
import { describeAccesses } from '../access.ts';
import { inTime } from '../authority.ts';
import { type Context, requireAccount } from '../context.ts';
import { findGrant } from '../people/find-grant.ts';
import { removeFromWorkgroup } from './people.ts';

/** More than a view shows. */
const ownAtMost = 40;

/** The workgroups that the acting person is in, the newest first. @throws deny without an account */
export async function ownWorkgroups(context: Context): Promise<OwnWorkgroup[]> {
  const { id: accountId } = requireAccount(context);
  const { tenantId } = context.actor;
  const grants = await context.store.grants
    .find({ tenantId, accountId, status: 'active', 'access.kind': 'workgroup', ...inTime(context.now()) })
    .sort({ _id: -1 })
    .limit(ownAtMost)
    .lean();
  const describe = await describeAccesses(
    context,
    tenantId,
    grants.map(({ access }) => access),
  );
  const organizations = await context.store.organizations
    .find({ tenantId, _id: { $in: grants.map(({ organizationId }) => organizationId) } }, { name: 1 })
    .lean();
  const nameOf = new Map(organizations.map(({ _id, name }) => [_id, name]));
  return grants.flatMap(({ _id: grantId, access, organizationId }): OwnWorkgroup[] => {
    const facts = describe(access);
    if (facts.kind !== 'workgroup') return [];
    const { workgroupName: name, role, partnerName } = facts;
    return [{ grantId, organizationName: nameOf.get(organizationId) ?? '', name, role, partnerName }];
  });
}

/** Ends the acting person's own access to a workgroup, whatever their role in it. @throws DomainError `deny` to everybody else, or `stale` */
export async function leaveWorkgroup(context: Context, grantId: string): Promise<{ workgroupName: string }> {
  const { account } = await findGrant(context, grantId);
  if (account._id !== requireAccount(context).id) throw deny();
  return removeFromWorkgroup(context, grantId);
}
