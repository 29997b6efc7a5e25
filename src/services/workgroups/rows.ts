import type { WorkgroupRow } from '../../domain/workgroups.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { WorkgroupRecord } from '../../store/models/workgroup.ts';
import type { Context } from '../context.ts';

export interface Listed {
  workgroup: WorkgroupRecord;
  organization: Pick<OrganizationRecord, 'name'>;
  mayEdit: boolean;
}

interface Counts {
  member: number;
  admin: number;
  waiting: number;
}

/** Workgroups as a list shows them, in the order given: two counts however many they are. */
export async function workgroupRows(context: Context, listed: readonly Listed[]): Promise<WorkgroupRow[]> {
  const counts = await countsOf(
    context,
    listed.map(({ workgroup }) => workgroup._id),
  );
  return listed.map(({ workgroup, organization, mayEdit }) => {
    const { _id: id, name, description, collaborative } = workgroup;
    const { member: members, admin: admins, waiting } = counts(id);
    return {
      id,
      organizationName: organization.name,
      name,
      description,
      collaborative,
      members,
      admins,
      waiting,
      mayEdit,
    };
  });
}

/** `members` are those who are no admins. */
async function countsOf(context: Context, ids: string[]): Promise<(id: string) => Counts> {
  const { tenantId } = context.actor;
  const { grants, invitations } = context.store;
  const inThese = { tenantId, 'access.workgroupId': { $in: ids } };
  const found = await grants.aggregate<{ _id: { id: string; role: 'member' | 'admin' }; count: number }>([
    { $match: { ...inThese, status: 'active' } },
    { $group: { _id: { id: '$access.workgroupId', role: '$access.role' }, count: { $sum: 1 } } },
  ]);
  const waiting = await invitations.aggregate<{ _id: string; count: number }>([
    { $match: { ...inThese, status: 'pending', expiresAt: { $gt: context.now() } } },
    { $group: { _id: '$access.workgroupId', count: { $sum: 1 } } },
  ]);
  const counts = new Map<string, Counts>(ids.map((id) => [id, { member: 0, admin: 0, waiting: 0 }]));
  const none = { member: 0, admin: 0, waiting: 0 };
  for (const { _id, count } of found) {
    counts.set(_id.id, { ...(counts.get(_id.id) ?? none), [_id.role]: count });
  }
  for (const { _id, count } of waiting) counts.set(_id, { ...(counts.get(_id) ?? none), waiting: count });
  return (id) => counts.get(id) ?? none;
}
