import type { AccessRequestRecord } from '../store/models/access-request.ts';
import type { Announcement } from './announcements.ts';
import { roleChangesOf, rolesAt } from './roles-then.ts';
import type { View } from './view.ts';

/**
 * An owner who asks in their own organization, by a code that was passed on, may be the only one who decides there; and nobody
 * decides for themselves (A12). Then there is nobody whom Slack could tell of it.
 */
export async function askingOwners(
  view: View,
  requests: readonly AccessRequestRecord[],
): Promise<
  (request: AccessRequestRecord, announcements: readonly Announcement[]) => readonly Announcement[]
> {
  const grants = await view.find(view.store.grants, {
    tenantId: { $in: unique(requests.map(({ tenantId }) => tenantId)) },
    organizationId: { $in: unique(requests.map(({ organizationId }) => organizationId)) },
    accountId: { $in: unique(requests.map(({ accountId }) => accountId)) },
    'access.kind': 'organization',
  });
  const changes = await roleChangesOf(view, grants);
  const isOwner = ({ organizationId, accountId, createdAt }: AccessRequestRecord) =>
    grants
      .filter((grant) => grant.organizationId === organizationId && grant.accountId === accountId)
      .some((grant) => rolesAt(grant, createdAt, changes(grant._id)).includes('owner'));
  return (request, announcements) => {
    if (!isOwner(request)) return announcements;
    return announcements.map((each) =>
      each.template === 'request-opened' && each.via === 'slack' ? { ...each, isCertain: false } : each,
    );
  };
}

const unique = (ids: string[]): string[] => [...new Set(ids)];
