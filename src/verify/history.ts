import type { AuditRecord } from '../store/models/audit.ts';
import type { View } from './view.ts';

/** The audit rows that name a record, in the order of their ids. */
export type History = (id: string) => readonly AuditRecord[];

/** Reads the history of records through the audit's index of subjects. */
export async function historyOf(
  view: View,
  records: readonly { _id: string; tenantId: string }[],
  filter: object = {},
): Promise<History> {
  if (records.length === 0) return () => [];
  const rows = await view.find(view.store.audit, {
    tenantId: { $in: [...new Set(records.map(({ tenantId }) => tenantId))] },
    subjects: { $in: records.map(({ _id }) => _id) },
    ...filter,
  });
  const byId = new Map<string, AuditRecord[]>(records.map(({ _id }) => [_id, []]));
  for (const row of rows.sort((a, b) => (a._id < b._id ? -1 : 1)))
    for (const subject of new Set(row.subjects)) byId.get(subject)?.push(row);
  return (id) => byId.get(id) ?? [];
}

/** Clocks of several processes differ, and so do the times of what they wrote: by less than this, in milliseconds. */
export const clockToleranceMs = 1000;
