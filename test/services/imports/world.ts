/** An organization with an app and seats, and files to import into it. Everything is written by the verbs. */
import type { ImportOverview, RowOutcome } from '../../../src/domain/imports.ts';
import { importOverview } from '../../../src/services/imports/overview.ts';
import { readImport } from '../../../src/services/imports/read.ts';
import { runImports } from '../../../src/services/imports/run.ts';
import { startImport } from '../../../src/services/imports/start.ts';
import type { ImportRowRecord } from '../../../src/store/models/import-row.ts';
import { HOME } from '../../support/verbs.ts';
import { openVerifyWorld } from '../../verify/world.ts';

export type ImportWorld = Awaited<ReturnType<typeof openImportWorld>>;

export async function openImportWorld() {
  const world = await openVerifyWorld();
  const { runtime, store, by, organizationId } = world;

  /** The dry run of a file. */
  async function read(content: string | Uint8Array, name = 'adam'): Promise<ImportOverview> {
    const bytes = Buffer.from(content);
    const file = { organizationId, fileName: 'people.csv', size: bytes.length, content: piecesOf(bytes) };
    return readImport(await by(name), file);
  }
  const overview = async (id: string, name = 'adam') => importOverview(await by(name), id);
  const run = () => runImports(runtime, HOME);

  return {
    ...world,
    read,
    run,
    overview,
    start: async (id: string, name = 'adam') => startImport(await by(name), id),
    /** Reads, starts and runs a file to its end. */
    async bringIn(content: string | Uint8Array): Promise<ImportOverview> {
      const { id } = await read(content);
      await startImport(await by('adam'), id);
      await run();
      return overview(id);
    },
    rows: (importId: string): Promise<ImportRowRecord[]> =>
      store.importRows.find({ tenantId: HOME, importId }).sort({ line: 1 }).lean(),
    /** What became of each line, by its number. */
    async outcomes(importId: string): Promise<Record<number, RowOutcome | null>> {
      const rows = await store.importRows.find({ tenantId: HOME, importId }).lean();
      return Object.fromEntries(rows.map(({ line, outcome }) => [line, outcome]));
    },
    invitations: (email: string) => store.invitations.countDocuments({ tenantId: HOME, emailKey: email }),
  };
}

/** As they come from a network: no piece ends where a line does. */
export async function* piecesOf(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let begin = 0; begin < bytes.length; begin += size) yield bytes.subarray(begin, begin + size);
}

/** Newcomers, one a line; every twentieth has no address. */
export function manyPeople(count: number, prefix = 'person'): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const address = index % 20 === 19 ? 'nobody' : `${prefix}${index}@aster.example`;
    return `${address},Ada,Lovelace`;
  });
  return `email,first name,last name\n${lines.join('\n')}\n`;
}

/** Everything that comes, as one text. */
export async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}
