import type { NamedChoice } from '../../domain/direct-invitations.ts';
import { allowsInWorkgroup, type WorkgroupRow } from '../../domain/workgroups.ts';
import { inTime } from '../authority.ts';
import { type Context, requireAccount } from '../context.ts';
import { organizationsFor } from '../organizations.ts';
import { stillAllowedInWorkgroup } from './authority.ts';
import { type Listed, workgroupRows } from './rows.ts';

/** More than anybody looks through. */
const workgroupsAtMost = 200;

/** The workgroups whose people the acting person manages, by organization and name, and where they may create one. */
export async function listWorkgroups(
  context: Context,
): Promise<{ rows: WorkgroupRow[]; mayCreate: NamedChoice[] }> {
  const places = (await organizationsFor(context, 'organization:view')).filter(({ role }) =>
    allowsInWorkgroup({ organization: role, workgroup: undefined }, 'workgroup:edit'),
  );
  const organizations = places.map(({ organization }) => organization);
  const own = await ofOrganizations(context, organizations);
  const asAdmin = await ofWorkgroupAdmin(
    context,
    organizations.map(({ _id }) => _id),
  );
  const rows = await workgroupRows(context, [...own, ...asAdmin].slice(0, workgroupsAtMost));
  const mayCreate = organizations.map(({ _id: id, name }) => ({ id, name }));
  return {
    rows: rows.sort(
      (a, b) => a.organizationName.localeCompare(b.organizationName) || a.name.localeCompare(b.name),
    ),
    mayCreate,
  };
}

async function ofOrganizations(
  context: Context,
  organizations: readonly { _id: string; name: string }[],
): Promise<Listed[]> {
  if (organizations.length === 0) return [];
  const { tenantId } = context.actor;
  const byId = new Map(organizations.map((organization) => [organization._id, organization]));
  const workgroups = await context.store.workgroups
    .find({ tenantId, organizationId: { $in: [...byId.keys()] }, archivedAt: null })
    .sort({ name: 1 })
    .limit(workgroupsAtMost)
    .lean();
  return workgroups.flatMap((workgroup) => {
    const organization = byId.get(workgroup.organizationId);
    return organization ? [{ workgroup, organization, mayEdit: true }] : [];
  });
}

/** The workgroups that the acting person is an admin of, where they have no say in the organization. */
async function ofWorkgroupAdmin(context: Context, exceptIds: string[]): Promise<Listed[]> {
  const { tenantId } = context.actor;
  const { id: accountId } = requireAccount(context);
  const grants = await context.store.grants
    .find({
      tenantId,
      accountId,
      status: 'active',
      'access.kind': 'workgroup',
      'access.role': 'admin',
      organizationId: { $nin: exceptIds },
      ...inTime(context.now()),
    })
    .limit(workgroupsAtMost)
    .lean();
  const listed: Listed[] = [];
  for (const { access, organizationId } of grants) {
    if (access.kind !== 'workgroup') continue;
    if (!(await stillAllowedInWorkgroup(context, organizationId, access, accountId))) continue;
    const { workgroupId: _id } = access;
    const workgroup = await context.store.workgroups.findOne({ _id, tenantId, archivedAt: null }).lean();
    const organization = await context.store.organizations.findOne({ _id: organizationId, tenantId }).lean();
    if (workgroup && organization) listed.push({ workgroup, organization, mayEdit: false });
  }
  return listed;
}
