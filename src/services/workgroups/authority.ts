import type { WorkgroupAccess } from '../../domain/access.ts';
import { deny } from '../../domain/errors.ts';
import type { OrganizationRole } from '../../domain/permissions.ts';
import { allowsInWorkgroup, type WorkgroupPermission, type WorkgroupRole } from '../../domain/workgroups.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { WorkgroupRecord } from '../../store/models/workgroup.ts';
import { grantKey, inTime, rolesIn } from '../authority.ts';
import { type Context, requireAccount } from '../context.ts';
import { standingOf } from './belonging.ts';

export interface WorkgroupPlace {
  workgroup: WorkgroupRecord;
  organization: OrganizationRecord;
  /** The acting person's role in the organization; a workgroup's admin may have none. */
  role: OrganizationRole | undefined;
}

/**
 * A workgroup, archived or not, once it is sure that the acting person may do `permission` in it: by their role in its organization
 * or in the workgroup itself.
 * @throws deny — also when there is no such workgroup, or it belongs to another tenant
 */
export async function authorizeInWorkgroup(
  context: Context,
  permission: WorkgroupPermission,
  workgroupId: string,
): Promise<WorkgroupPlace> {
  const { tenantId } = context.actor;
  const { id } = requireAccount(context);
  const workgroup = await context.store.workgroups.findOne({ _id: workgroupId, tenantId }).lean();
  if (!workgroup) throw deny();
  const { organizationId } = workgroup;
  const roles = await rolesInWorkgroup(context, { organizationId, workgroupId }, id);
  if (!allowsInWorkgroup(roles, permission)) throw deny();
  const organization = await context.store.organizations.findOne({ _id: organizationId, tenantId }).lean();
  if (!organization) throw deny();
  return { workgroup, organization, role: roles.organization };
}

/** The same for a workgroup that is not archived. */
export async function liveWorkgroup(
  context: Context,
  permission: WorkgroupPermission,
  workgroupId: string,
): Promise<WorkgroupPlace> {
  const place = await authorizeInWorkgroup(context, permission, workgroupId);
  if (place.workgroup.archivedAt) throw deny();
  return place;
}

/** Whether an account may still let people into a workgroup: for what it started earlier (A14). */
export async function stillAllowedInWorkgroup(
  context: Context,
  organizationId: string,
  { workgroupId }: Pick<WorkgroupAccess, 'workgroupId'>,
  accountId: string,
): Promise<boolean> {
  const roles = await rolesInWorkgroup(context, { organizationId, workgroupId }, accountId);
  return allowsInWorkgroup(roles, 'workgroup:people');
}

async function rolesInWorkgroup(
  context: Context,
  place: { organizationId: string; workgroupId: string },
  accountId: string,
): Promise<{ organization: OrganizationRole | undefined; workgroup: WorkgroupRole | undefined }> {
  const organization = (await rolesIn(context, place.organizationId, [accountId])).get(accountId);
  if (allowsInWorkgroup({ organization, workgroup: undefined }, 'workgroup:people')) {
    return { organization, workgroup: undefined };
  }
  return { organization, workgroup: await workgroupRole(context, place, accountId) };
}

/** A role counts as long as its holder belongs where they came from, also when the sweep has not come by yet. */
async function workgroupRole(
  context: Context,
  { organizationId, workgroupId }: { organizationId: string; workgroupId: string },
  accountId: string,
): Promise<WorkgroupRole | undefined> {
  const { tenantId } = context.actor;
  const anyRole = { kind: 'workgroup', workgroupId, role: 'member', partnerId: null } as const;
  const liveKey = grantKey(organizationId, anyRole, accountId);
  const grant = await context.store.grants.findOne({ tenantId, liveKey, ...inTime(context.now()) }).lean();
  if (grant?.access.kind !== 'workgroup') return undefined;
  const { role, partnerId } = grant.access;
  const account = await context.store.accounts.findOne({ _id: accountId, tenantId }).lean();
  if (!account) return undefined;
  const standing = await standingOf(context, { organizationId, partnerId }, account);
  return standing === 'belongs' ? role : undefined;
}
