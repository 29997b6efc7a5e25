import type { NamedChoice } from '../../domain/direct-invitations.ts';
import { allowsInWorkgroup, type WorkgroupRow, workgroupsPerPage } from '../../domain/workgroups.ts';
import { inTime } from '../authority.ts';
import { type Context, requireAccount, requirePerson } from '../context.ts';
import { organizationsFor } from '../organizations.ts';
import { stillAllowedInWorkgroup } from './authority.ts';
import { workgroupRows } from './rows.ts';

/** A workgroup before its page is known: all that the order needs. */
interface Entry {
  id: string;
  name: string;
  organization: { _id: string; name: string };
  mayEdit: boolean;
}

interface WorkgroupList {
  rows: WorkgroupRow[];
  /** How many there are on all pages, and before this one. */
  total: number;
  offset: number;
  mayCreate: NamedChoice[];
}

/** More than anybody leads who has no say in an organization. */
const ledAtMost = 200;

/**
 * The workgroups whose people the acting person manages, by organization and name, a page at a time, and where they may create one.
 * @param offset how many come before the page; the last page when there are fewer
 */
export async function listWorkgroups(context: Context, offset = 0): Promise<WorkgroupList> {
  const places = (await organizationsFor(context, 'organization:view')).filter(({ role }) =>
    allowsInWorkgroup({ organization: role, workgroup: undefined }, 'workgroup:edit'),
  );
  const organizations = places.map(({ organization: { _id, name } }) => ({ _id, name }));
  const own = await ofOrganizations(context, organizations);
  const asAdmin = await ofWorkgroupAdmin(
    context,
    organizations.map(({ _id }) => _id),
  );
  const all = [...own, ...asAdmin].sort(
    (a, b) => a.organization.name.localeCompare(b.organization.name) || a.name.localeCompare(b.name),
  );
  const last = Math.max(0, Math.ceil(all.length / workgroupsPerPage) - 1) * workgroupsPerPage;
  const start = Math.min(offset, last);
  return {
    rows: await rowsOf(context, all.slice(start, start + workgroupsPerPage)),
    total: all.length,
    offset: start,
    mayCreate: organizations.map(({ _id: id, name }) => ({ id, name })),
  };
}

async function rowsOf(context: Context, entries: readonly Entry[]): Promise<WorkgroupRow[]> {
  if (entries.length === 0) return [];
  const { tenantId } = context.actor;
  const workgroups = await context.store.workgroups
    .find({ tenantId, _id: { $in: entries.map(({ id }) => id) } })
    .lean();
  const byId = new Map(workgroups.map((workgroup) => [workgroup._id, workgroup]));
  const listed = entries.flatMap(({ id, organization, mayEdit }) => {
    const workgroup = byId.get(id);
    return workgroup ? [{ workgroup, organization, mayEdit }] : [];
  });
  return workgroupRows(context, listed);
}

async function ofOrganizations(
  { store, actor: { tenantId } }: Context,
  organizations: readonly Entry['organization'][],
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const organization of organizations) {
    const workgroups = await store.workgroups
      .find({ tenantId, organizationId: organization._id, archivedAt: null }, { name: 1 })
      .lean();
    entries.push(...workgroups.map(({ _id: id, name }) => ({ id, name, organization, mayEdit: true })));
  }
  return entries;
}

/** The workgroups that the acting person is an admin of, where they have no say in the organization. */
async function ofWorkgroupAdmin(context: Context, exceptIds: string[]): Promise<Entry[]> {
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
    .limit(ledAtMost)
    .lean();
  const entries: Entry[] = [];
  for (const { access, organizationId } of grants) {
    if (access.kind !== 'workgroup') continue;
    if (!(await stillAllowedInWorkgroup(context, organizationId, access, accountId))) continue;
    const { workgroupId: id } = access;
    const workgroup = await context.store.workgroups.findOne({ _id: id, tenantId, archivedAt: null }).lean();
    const organization = await context.store.organizations.findOne({ _id: organizationId, tenantId }).lean();
    if (workgroup && organization) entries.push({ id, name: workgroup.name, organization, mayEdit: false });
  }
  return entries;
}

/** Whether the acting person is the admin of a workgroup, and may invite nobody anywhere else. */
export async function isWorkgroupAdminOnly(context: Context): Promise<boolean> {
  if (!requirePerson(context).account) return false;
  if ((await organizationsFor(context, 'invitation:send')).length > 0) return false;
  return (await listWorkgroups(context)).total > 0;
}
