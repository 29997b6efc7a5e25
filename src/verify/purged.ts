import { timeOfId } from '../domain/id-times.ts';
import type { RetentionKind } from '../domain/retention.ts';
import type { PurgeRecord } from '../store/models/purge.ts';
import type { Announcement } from './announcements.ts';
import type { View } from './view.ts';

/** Whether everything of a kind that ever belonged to a record is still there: retention has removed nothing as old as the record. */
export type IsWhole = (kind: RetentionKind, record: { _id: string; tenantId: string }) => boolean;

/** Reads how far retention has come in the tenants of records. */
export async function wholenessOf(view: View, records: readonly { tenantId: string }[]): Promise<IsWhole> {
  if (records.length === 0) return () => true;
  const tenantIds = [...new Set(records.map(({ tenantId }) => tenantId))];
  const purges = await view.find<PurgeRecord>(view.store.purges, { tenantId: { $in: tenantIds } });
  return (kind, { _id, tenantId }) => {
    const purge = purges.find((each) => each.tenantId === tenantId && each.kind === kind);
    const madeAt = timeOfId(_id);
    return !purge || madeAt === null || madeAt >= purge.before;
  };
}

/** What was told of a record; where retention may have removed messages of it, none of them has to be there. */
export function asFarAsKept(
  isWhole: IsWhole,
  record: { _id: string; tenantId: string },
  announcements: readonly Announcement[],
): readonly Announcement[] {
  if (isWhole('messages', record) && isWhole('dead-messages', record)) return announcements;
  return announcements.map((each) => ({ ...each, isCertain: false }));
}
