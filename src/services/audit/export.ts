import type { AuditFilter, AuditRow } from '../../domain/audit-rows.ts';
import { csvBegin, csvLine } from '../../domain/csv.ts';
import type { AuditRecord } from '../../store/models/audit.ts';
import { authorize } from '../authority.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { describeAudit } from './describe.ts';
import { auditOf, personIn } from './find.ts';

const batchSize = 500;
/** More than a spreadsheet is pleased to show; the newest are in the file. */
const rowsAtMost = 100_000;

const columns = ['time (UTC)', 'who', 'what', 'about', 'before and after', 'action', 'id'];

/**
 * What the filter finds of an organization's audit as CSV, a piece at a time, newest first: the newest 100,000 rows. Noted in the
 * audit.
 * @throws deny
 */
export async function* exportAudit(
  context: Context,
  organizationId: string,
  filter: AuditFilter,
): AsyncGenerator<string> {
  await command(context, 'audit.export-read', async (effects) => {
    await authorize(context, 'audit:view', organizationId);
    await personIn(context, organizationId, filter.accountId);
    const { group, from, until, accountId } = filter;
    const subjects = [organizationId, ...(accountId ? [accountId] : [])];
    const detail = { group: group ?? 'everything', from, until };
    effects.record({ action: 'audit.exported', organizationId, subjects, detail });
    return null;
  });
  yield csvBegin + csvLine(columns);
  for await (const rows of inBatches(context, organizationId, filter)) {
    const described = await describeAudit(context, rows);
    yield described.map((row, index) => csvLine(cellsOf(row, rows[index]?.action ?? ''))).join('');
  }
}

async function* inBatches(
  context: Context,
  organizationId: string,
  filter: AuditFilter,
): AsyncGenerator<AuditRecord[]> {
  let last: string | null = null;
  for (let read = 0; read < rowsAtMost; read += batchSize) {
    const rows: AuditRecord[] = await context.store.audit
      .find(
        { ...auditOf(context, organizationId, filter), $and: [last === null ? {} : { _id: { $lt: last } }] },
        {},
        { batchSize },
      )
      .sort({ _id: -1 })
      .limit(batchSize)
      .lean();
    const end = rows.at(-1);
    if (!end) return;
    yield rows;
    last = end._id;
  }
}

function cellsOf({ id, at, who, what, about, changes }: AuditRow, action: string): string[] {
  const details = changes.map(({ label, before, after }) =>
    before === null ? `${label}: ${after}` : `${label}: ${before} → ${after}`,
  );
  return [at.toISOString(), who, what, about.join('; '), details.join('; '), action, id];
}
