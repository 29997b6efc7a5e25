import type { Access } from '../../domain/access.ts';
import { type FileRow, readRow } from '../../domain/import-row.ts';
import type { AccessFinder } from './accesses.ts';
import type { Verdict } from './judge.ts';
import type { FileLine } from './parse-file.ts';

/** A row that can be read, with what its names mean. */
export interface PlacedRow {
  line: number;
  row: FileRow;
  accesses: Access[];
}

/** Reads a line by itself. @returns the row, or what is wrong with it whatever happens */
export function placeRow(
  { line, cells, problem }: FileLine,
  findAccesses: AccessFinder,
): PlacedRow | Verdict {
  if (problem !== undefined) return invalid(problem);
  const row = readRow(cells);
  if ('problem' in row) return invalid(row.problem);
  const accesses = findAccesses(row);
  return 'problem' in accesses ? invalid(accesses.problem) : { line, row, accesses };
}

function invalid(remark: string): Verdict {
  return { outcome: 'invalid', remark };
}
