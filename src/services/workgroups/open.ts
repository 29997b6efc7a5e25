import type { NamedChoice } from '../../domain/direct-invitations.ts';
import { deny } from '../../domain/errors.ts';
import { fullName } from '../../domain/people.ts';
import { allowsInWorkgroup, type WorkgroupDetail, type WorkgroupMember } from '../../domain/workgroups.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { WorkgroupRecord } from '../../store/models/workgroup.ts';
import type { Context } from '../context.ts';
import { type Cursor, inDirection, page } from '../paging.ts';
import { liveWorkgroup } from './authority.ts';
import { workgroupRows } from './rows.ts';

const pageSize = 20;

/** A workgroup for those who manage its people: a page of them, newest first. @throws deny */
export async function openWorkgroup(
  context: Context,
  workgroupId: string,
  cursor: Cursor,
): Promise<WorkgroupDetail> {
  const { workgroup, organization, role } = await liveWorkgroup(context, 'workgroup:people', workgroupId);
  const mayEdit = allowsInWorkgroup({ organization: role, workgroup: undefined }, 'workgroup:edit');
  const [row] = await workgroupRows(context, [{ workgroup, organization, mayEdit }]);
  if (!row) throw deny();
  const { tenantId } = context.actor;
  const found = await context.store.grants
    .find({ tenantId, 'access.workgroupId': workgroupId, status: 'active', ...inDirection(cursor) })
    .sort({ _id: cursor && 'after' in cursor ? 1 : -1 })
    .limit(pageSize + 1)
    .lean();
  const { items, older, newer } = page(found, cursor, pageSize);
  return {
    ...row,
    organizationId: organization._id,
    people: await members(context, items),
    hasNewer: newer !== null,
    hasOlder: older !== null,
    partners: await partnersOf(context, workgroup),
  };
}

async function members(context: Context, grants: readonly GrantRecord[]): Promise<WorkgroupMember[]> {
  const { tenantId } = context.actor;
  const { accounts, organizations } = context.store;
  const ids = grants.map(({ accountId }) => accountId);
  const people = await accounts.find({ tenantId, _id: { $in: ids } }).lean();
  const byId = new Map(people.map((account) => [account._id, account]));
  const partnerIds = grants.flatMap(({ access }) => (access.kind === 'workgroup' && access.partnerId) || []);
  const partners = await organizations.find({ tenantId, _id: { $in: partnerIds } }, { name: 1 }).lean();
  const names = new Map(partners.map(({ _id, name }) => [_id, name]));
  return grants.flatMap(({ _id: grantId, accountId, access, since }) => {
    const account = byId.get(accountId);
    if (!account || access.kind !== 'workgroup') return [];
    const { username, email } = account;
    const { role, partnerId } = access;
    const partnerName = partnerId === null ? null : (names.get(partnerId) ?? '');
    return [{ grantId, accountId, name: fullName(account), username, email, role, partnerName, since }];
  });
}

async function partnersOf(
  context: Context,
  { tenantId, organizationId, collaborative }: WorkgroupRecord,
): Promise<NamedChoice[]> {
  if (!collaborative) return [];
  const found = await context.store.collaborations
    .find({ tenantId, organizationId, status: 'active' }, { partnerId: 1 })
    .limit(100)
    .lean();
  const partners = await context.store.organizations
    .find({ tenantId, _id: { $in: found.map(({ partnerId }) => partnerId) } }, { name: 1 })
    .lean();
  return partners.map(({ _id: id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}
