import { createHash } from 'node:crypto';

/** A row's place in the chain of its workspace, and the hash that ties it to all the rows before it. */
export interface Seal {
  /** From 1, without a gap. */
  n: number;
  /** SHA-256 of the hash before it and the row, in hex. */
  hash: string;
}

/** What the first row of a chain follows. */
export const chainBegin: Seal = { n: 0, hash: '' };

/** The seal of a row that comes after `last`. */
export function sealAfter(last: Seal, row: object): Seal {
  return { n: last.n + 1, hash: hashAfter(last.hash, row) };
}

/** The hash of a row, whatever it is sealed with itself, after the hash `before` it. */
export function hashAfter(before: string, row: object): string {
  const fields = Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'seal'));
  return createHash('sha256')
    .update(`${before}\n${canonical(fields)}`)
    .digest('hex');
}

/** One text for equal values: JSON with sorted names, times in ISO 8601. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object' || value instanceof Date)
    return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
}
