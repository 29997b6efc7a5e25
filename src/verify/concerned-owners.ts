import type { Template } from '../domain/messages.ts';
import type { GrantRecord } from '../store/models/grant.ts';
import type { Announcement } from './announcements.ts';
import { roleChangesOf } from './roles-then.ts';
import type { View } from './view.ts';

interface Concerned {
  tenantId: string;
  organizationId: string;
  /** Who asks, or is invited. */
  accountId: string | null;
}

const toApprovers: readonly Template[] = ['request-opened', 'proposal'];

/**
 * What concerns an owner, of now or before, may have concerned the only one who decides in the organization; and nobody decides for
 * themselves (A12). Then there is nobody whom Slack could ask.
 */
export async function concernedOwners(
  view: View,
  records: readonly Concerned[],
): Promise<(record: Concerned, announcements: readonly Announcement[]) => readonly Announcement[]> {
  const grants = await view.find<GrantRecord>(view.store.grants, {
    tenantId: { $in: unique(records.map(({ tenantId }) => tenantId)) },
    accountId: { $in: unique(records.flatMap(({ accountId }) => accountId ?? [])) },
    'access.kind': 'organization',
  });
  const changes = await roleChangesOf(view, grants);
  const owners = grants.filter(
    ({ _id, access }) =>
      (access.kind === 'organization' && access.role === 'owner') ||
      changes(_id).some(({ detail }) => detail.before === 'owner'),
  );
  return ({ organizationId, accountId }, announcements) => {
    const isOwner = owners.some(
      (grant) => grant.organizationId === organizationId && grant.accountId === accountId,
    );
    if (!isOwner) return announcements;
    return announcements.map((each) =>
      each.via === 'slack' && toApprovers.includes(each.template) ? { ...each, isCertain: false } : each,
    );
  };
}

const unique = (ids: string[]): string[] => [...new Set(ids)];
