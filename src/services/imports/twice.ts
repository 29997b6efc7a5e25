import { placeOf } from '../../domain/access.ts';
import { problemOutcomes } from '../../domain/imports.ts';
import type { Verdict } from './judge.ts';
import type { PlacedRow } from './place-rows.ts';

/** Knows again who has stood in an earlier line for the same, with the lines in their order. Only a line that can be done counts. */
export function createTwiceFinder(organizationId: string) {
  const seen = new Map<string, number>();
  const keysOf = ({ row, accesses }: PlacedRow) =>
    accesses.map((access) => `${placeOf(organizationId, access)}:${row.email.key}`);

  return {
    /** @returns null for whoever asks for something that no earlier line gives */
    judge(placed: PlacedRow): Verdict | null {
      const keys = keysOf(placed);
      if (!keys.every((key) => seen.has(key))) return null;
      const first = seen.get(keys[0] ?? '');
      const remark = `This person is in line ${first} already, for the same. Keep one of the lines.`;
      return { outcome: 'duplicate', remark };
    },
    note(placed: PlacedRow, { outcome }: Verdict): void {
      if (problemOutcomes.includes(outcome)) return;
      for (const key of keysOf(placed)) if (!seen.has(key)) seen.set(key, placed.line);
    },
  };
}
