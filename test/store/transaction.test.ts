import { mongo } from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/index.ts';
import { inTransaction, patienceMs } from '../../src/store/transaction.ts';
import { openTestDatabase } from '../support/database.ts';

const tenantId = 'T0KEYS';
let store: Store;
let ids = 0;
beforeAll(async () => {
  const { connection } = await openTestDatabase();
  store = openStore(connection);
  await store.commands.createIndexes();
});

/** Takes a name: the unique key of the records that are written here. */
async function take(name: string): Promise<string> {
  ids += 1;
  const _id = `cmd_${ids}`;
  await store.commands.insertMany([{ _id, tenantId, commandId: 'key', name, answer: null, at: new Date() }]);
  return name;
}

/** Takes a name in each try of one transaction. */
async function taking(choose: (tries: number) => string | Promise<string>) {
  let tries = 0;
  const begun = performance.now();
  const outcome = await inTransaction(store, async () => {
    tries += 1;
    return take(await choose(tries));
  }).catch((error: unknown) => error);
  return { outcome, tries, ms: performance.now() - begun };
}

describe('a key that is taken', () => {
  it('for good ends the work with the error, long before its patience is over', async () => {
    await take('taken');
    const { outcome, tries, ms } = await taking(() => 'taken');
    expect(outcome).toBeInstanceOf(mongo.MongoServerError);
    expect(outcome).toMatchObject({ code: 11000, message: expect.stringContaining('"taken"') });
    expect(tries).toBe(3);
    expect(ms).toBeLessThan(patienceMs / 2);
  });

  it('by somebody faster is seen by the repeat, also in a crowd', async () => {
    const crowd = Array.from({ length: 8 }, () =>
      taking(async () => {
        const taken = await store.commands.countDocuments({ tenantId, commandId: 'key', name: /^raced/ });
        return `raced ${taken}`;
      }),
    );
    const outcomes = (await Promise.all(crowd)).map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual(Array.from({ length: 8 }, (_, n) => `raced ${n}`));
  });

  it('is tried again as long as it is another one each time', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await take(name);
    const { outcome, tries } = await taking((n) => names[n - 1] ?? 'free');
    expect(outcome).toBe('free');
    expect(tries).toBe(6);
  });
});
