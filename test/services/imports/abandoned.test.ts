/** A file whose reading was given up, because nobody has heard of it for a minute. */
import { beforeAll, expect, it } from 'vitest';
import { failAbandoned } from '../../../src/services/imports/end.ts';
import { readImport } from '../../../src/services/imports/read.ts';
import { eventually } from '../../support/eventually.ts';
import { HOME } from '../../support/verbs.ts';
import { type ImportWorld, manyPeople, openImportWorld, piecesOf } from './world.ts';

let world: ImportWorld;
beforeAll(async () => {
  world = await openImportWorld();
});

it('leaves no row, also when its reader is only slow; whoever reads it is told once', async () => {
  const { runtime, store } = world;
  const reading = world.read(manyPeople(20_000)).catch((error: unknown) => error);
  await eventually(async () => expect(await store.importRows.countDocuments({})).toBeGreaterThan(0));
  const inTwoMinutes = new Date(runtime.now().getTime() + 120_000);
  const later = { ...runtime, now: () => inTwoMinutes };
  await failAbandoned(later, HOME);
  await failAbandoned(later, HOME);
  expect(await reading).toMatchObject({ message: 'the reading of a file was given up' });
  expect(await store.imports.findOne({}).lean()).toMatchObject({
    status: 'failed',
    problem: { line: null, text: 'Reading was interrupted. Import the file again.' },
  });
  expect(await store.importRows.countDocuments({})).toBe(0);
  expect(await store.outbox.countDocuments({ template: 'import-progress' })).toBe(1);
});

it('says after each batch that it is still being read', async () => {
  const context = await world.by('adam');
  let at = context.now().getTime();
  const now = () => {
    at += 1000;
    return new Date(at);
  };
  const bytes = Buffer.from(manyPeople(1200, 'beat'));
  const file = { fileName: 'beat.csv', size: bytes.length, content: piecesOf(bytes) };
  await readImport({ ...context, now }, { ...file, organizationId: world.organizationId });
  const found = await world.store.imports.findOne({ fileName: 'beat.csv' }).lean();
  expect(found?.status).toBe('checked');
  expect(found?.leaseUntil.getTime()).toBeGreaterThan((found?.createdAt.getTime() ?? 0) + 500_000);
});
