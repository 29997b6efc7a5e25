import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ImportRowRecord } from '../../src/store/models/import-row.ts';
import { type ImportWorld, openImportWorld } from '../services/imports/world.ts';
import { violationsIn } from '../support/database.ts';

let world: ImportWorld;
let importId: string;
let rows: ImportRowRecord[];
beforeAll(async () => {
  world = await openImportWorld();
  const { id } = await world.bringIn('email\nada@aster.example\nbo@aster.example\nbad\n');
  importId = id;
  rows = await world.rows(id);
});

/** Past every rule of the app. */
const change = (line: number, set: object) =>
  world.store.importRows.collection.updateOne({ importId, line }, { $set: set });

afterEach(async () => {
  const { collection } = world.store.importRows;
  await collection.deleteMany({ importId });
  await collection.insertMany(rows as never[]);
  expect(await violationsIn(world.store)).toEqual([]);
});

describe('verify-data finds', () => {
  it.each<[string, number, () => object, RegExp]>([
    ['a row that another import has made', 2, () => ({ made: rows[1]?.made }), /another command has made/],
    ['a row that made nothing', 2, () => ({ made: [] }), /made nothing/],
    [
      'a row that made something in spite of its outcome',
      4,
      () => ({ made: rows[0]?.made }),
      /another outcome/,
    ],
    ['a problem that is not marked as one', 2, () => ({ outcome: 'refused', made: [] }), /marked as if/],
    ['a row of no import', 2, () => ({ importId: 'imp_gone' }), /imp_gone, which does not exist/],
    ['an invitation that is not there', 3, () => ({ made: ['inv_gone'] }), /inv_gone, which does not exist/],
    [
      'an access that is not there',
      3,
      () => ({ accesses: [{ kind: 'app', appId: 'app_gone', subscriptionId: 'sub_gone', roleId: 'x' }] }),
      /sub_gone, which does not exist/,
    ],
  ])('%s', async (_, line, set, problem) => {
    await change(line, set());
    const found = await violationsIn(world.store);
    expect(found.join('\n')).toMatch(problem);
    await world.store.importRows.collection.deleteMany({ importId: 'imp_gone' });
  });

  it('an import that is done before its rows are (I15)', async () => {
    await change(3, { outcome: null, made: [] });
    expect(await violationsIn(world.store)).toEqual([`I15 ${importId} is done, and has rows that are not`]);
  });
});
