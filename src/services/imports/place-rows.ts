import { type Access, placeOf } from '../../domain/access.ts';
import { type FileRow, readRow } from '../../domain/import-row.ts';
import type { AccessFinder } from './accesses.ts';
import type { Verdict } from './judge.ts';
import type { FileLine } from './parse-file.ts';

/** A row that can be read, with what its names mean. */
export interface PlacedRow {
  row: FileRow;
  accesses: Access[];
}

/**
 * Reads lines in their order, and knows again who has stood in an earlier one for the same: the first one counts.
 * @returns for each line the row, or what is wrong with it whatever happens
 */
export function rowPlacer(
  organizationId: string,
  findAccesses: AccessFinder,
): (line: FileLine) => PlacedRow | Verdict {
  const seen = new Map<string, number>();
  return ({ line, cells, problem }) => {
    if (problem !== undefined) return invalid(problem);
    const row = readRow(cells);
    if ('problem' in row) return invalid(row.problem);
    const accesses = findAccesses(row);
    if ('problem' in accesses) return invalid(accesses.problem);
    const keys = accesses.map((access) => `${placeOf(organizationId, access)}:${row.email.key}`);
    if (keys.every((key) => seen.has(key))) {
      const first = seen.get(keys[0] ?? '');
      const remark = `This person is in line ${first} already, for the same. Keep one of the lines.`;
      return { outcome: 'duplicate', remark };
    }
    for (const key of keys) if (!seen.has(key)) seen.set(key, line);
    return { row, accesses };
  };
}

function invalid(remark: string): Verdict {
  return { outcome: 'invalid', remark };
}
