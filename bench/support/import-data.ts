import { organization, owner, ownersGrant } from './records.ts';

export type ImportQuestion =
  /** Makes the database: the organization and its owner. */
  | { kind: 'prepare' }
  /** Imports new people, of whom 5 % have no address. Answers the milliseconds that it took after the file was read. */
  | { kind: 'import'; count: number }
  /** Reads a file of so many people and starts it. */
  | { kind: 'begin'; count: number }
  /** Imports them for so long; then it is asked again. Answers how many are done. */
  | { kind: 'go-on'; forMs: number }
  /** Answers the most memory that this process ever had, in MB. */
  | { kind: 'peak' };

/** Both sides begin with these, by collection. */
export const startingRecords = {
  accounts: [owner],
  organizations: [organization],
  grants: [ownersGrant],
};

/** Every twentieth is bad. */
export function isBad(index: number): boolean {
  return index % 20 === 19;
}

/** The addresses of one import: different in each. */
export function addressOf(run: string, index: number): string {
  return `p${index}.${run}@aster.example`;
}

/** The file, a line at a time, so that whoever makes it needs no memory for it. */
export async function* fileOf(run: string, count: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('email,first name,last name,role\n');
  for (let begin = 0; begin < count; begin += 500) {
    const lines: string[] = [];
    for (let index = begin; index < Math.min(count, begin + 500); index += 1) {
      lines.push(`${isBad(index) ? 'nobody' : addressOf(run, index)},Pat,Person,member\n`);
    }
    yield Buffer.from(lines.join(''));
  }
}
