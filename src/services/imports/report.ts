import { csvBegin, csvLine } from '../../domain/csv.ts';
import { DomainError } from '../../domain/errors.ts';
import { rowOutcomeNames } from '../../domain/imports.ts';
import type { ImportRecord } from '../../store/models/import.ts';
import type { ImportRowRecord } from '../../store/models/import-row.ts';
import type { Context } from '../context.ts';
import { importToSee } from './rights.ts';

const batchSize = 500;

/**
 * The report of an import as CSV, a piece at a time: every line with its cells, and what became of it, or what would as long as
 * the import has not started. Corrected, it can be imported again.
 * @throws DomainError `deny`; `stale` when its rows are gone, 30 days after the end
 */
export async function* importReport(context: Context, importId: string): AsyncGenerator<string> {
  const { found } = await importToSee(context, importId);
  const { columns, total } = found;
  yield csvBegin + csvLine([...columns, 'line', 'outcome', 'remark']);
  let count = 0;
  for await (const rows of rowsInOrder(context, found)) {
    count += rows.length;
    yield rows.map((row) => csvLine(cellsOf(found, row))).join('');
  }
  if (count === 0 && total > 0)
    throw new DomainError('stale', 'The lines of this import were deleted. They are kept for 30 days.');
}

async function* rowsInOrder(
  { store }: Context,
  { _id: importId, tenantId }: ImportRecord,
): AsyncGenerator<ImportRowRecord[]> {
  let last = importId;
  for (;;) {
    const rows = await store.importRows
      .find({ _id: { $gt: last, $lt: `${importId};` }, tenantId })
      .sort({ _id: 1 })
      .limit(batchSize)
      .lean();
    const end = rows.at(-1);
    if (!end) return;
    yield rows;
    last = end._id;
  }
}

function cellsOf({ columns, status }: ImportRecord, row: ImportRowRecord): string[] {
  const { cells, line, remark } = row;
  const outcome = status === 'checked' ? row.planned : row.outcome;
  return [
    ...columns.map((column) => cells[column] ?? ''),
    String(line),
    outcome ? rowOutcomeNames[outcome] : 'Not done',
    remark ?? '',
  ];
}
