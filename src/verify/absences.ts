import type { AuditRecord } from '../store/models/audit.ts';
import type { Announcement } from './announcements.ts';
import type { View } from './view.ts';

interface Concerned {
  tenantId: string;
  organizationId: string;
  accountId: string | null;
}

/**
 * Somebody whom Slack has deactivated gets no messages there, and an organization without them may have nobody who does (A54):
 * what is told to such people, or in such an organization, by Slack is no certainty.
 */
export async function absencesIn(
  view: View,
  records: readonly Concerned[],
): Promise<(record: Concerned, announcements: readonly Announcement[]) => readonly Announcement[]> {
  const ids = records.flatMap(({ organizationId, accountId }) => [organizationId, accountId ?? []].flat());
  const rows = await view.find<AuditRecord>(
    view.store.audit,
    {
      tenantId: { $in: [...new Set(records.map(({ tenantId }) => tenantId))] },
      subjects: { $in: [...new Set(ids)] },
      action: { $in: ['account.deactivated', 'organization.vacant'] },
    },
    { subjects: 1 },
  );
  const touched = new Set(rows.flatMap(({ subjects }) => subjects));
  return ({ organizationId, accountId }, announcements) => {
    if (!touched.has(organizationId) && !touched.has(accountId ?? '')) return announcements;
    return announcements.map((each) => (each.via === 'slack' ? { ...each, isCertain: false } : each));
  };
}
