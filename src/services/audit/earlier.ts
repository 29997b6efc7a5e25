import type { AuditRecord } from '../../store/models/audit.ts';
import type { Context } from '../context.ts';

type Detail = AuditRecord['detail'];

/** As many earlier changes of one thing are looked at. */
const lookedAt = 50;

/** What the fields were that a row says were edited: an earlier row about the same thing says it. */
export async function earlierValues(
  context: Context,
  rows: readonly AuditRecord[],
): Promise<(rowId: string) => Detail> {
  const found = new Map<string, Detail>();
  for (const row of rows) {
    if (row.action.endsWith('.edited')) found.set(row._id, await before(context, row));
  }
  return (rowId) => found.get(rowId) ?? {};
}

async function before({ store }: Context, row: AuditRecord): Promise<Detail> {
  const { _id, tenantId, action, detail } = row;
  const [subject = ''] = row.subjects;
  const created = action.replace('edited', 'created') as AuditRecord['action'];
  const earlier = await store.audit
    .find({ tenantId, subjects: subject, _id: { $lt: _id }, action: { $in: [action, created] } })
    .sort({ _id: -1 })
    .limit(lookedAt)
    .lean();
  const values = Object.keys(detail).flatMap((name) => {
    const last = earlier.find((each) => each.detail[name] !== undefined);
    return last ? [[name, last.detail[name] ?? null] as const] : [];
  });
  return Object.fromEntries(values);
}
