import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { busy } from '../../src/domain/errors.ts';
import { createImporter, type Importer } from '../../src/schedule/importer.ts';
import type { Runtime } from '../../src/services/context.ts';
import { type ImportWorld, manyPeople, openImportWorld } from '../services/imports/world.ts';
import { eventually } from '../support/eventually.ts';
import { HOME } from '../support/verbs.ts';

let world: ImportWorld;
const importers: Importer[] = [];
const lines: string[] = [];
beforeAll(async () => {
  world = await openImportWorld();
});
afterEach(() => Promise.all(importers.splice(0).map((one) => one.stop(5000))));

function open(runtime: Runtime = world.runtime, tenants = [HOME]): Importer {
  const write = (fields: unknown, text?: string) =>
    void lines.push(`${text ?? ''} ${JSON.stringify(fields)}`);
  const log = { info: write, warn: write, error: write };
  const importer = createImporter({ runtime, tenantIds: async () => tenants, log });
  importers.push(importer);
  return importer;
}

describe('the importer of a process', () => {
  it('does what was started, as soon as it is woken', async () => {
    const importer = open();
    const { id } = await world.read('email\nwoken@aster.example\n');
    await world.start(id);
    importer.wake();
    await importer.idle();
    expect((await world.overview(id)).status).toBe('done');
  });

  it('stops after the row under way, and leaves the rest to the next process at once', async () => {
    const importer = open();
    const { id } = await world.read(manyPeople(100, 'stop'));
    await world.start(id);
    importer.wake();
    await eventually(async () => (await world.overview(id)).done > 10);
    await importer.stop(5000);
    const { done, status } = await world.overview(id);
    expect(status).toBe('running');
    expect(done).toBeLessThan(100);
    importer.wake();
    await importer.idle();
    expect((await world.overview(id)).done).toBe(done);
    const next = open();
    next.wake();
    await next.idle();
    expect(await world.overview(id)).toMatchObject({ status: 'done', done: 100 });
  });

  it('goes round the tenants, and waits for whichever is due first', async () => {
    const { store, clock } = world;
    const ahead = clock.at - Date.now();
    const isBusy = { value: true };
    const importRows = new Proxy(store.importRows, {
      get(model, name) {
        const own = Reflect.get(model, name, model);
        if (name !== 'updateOne') return typeof own === 'function' ? own.bind(model) : own;
        return (filter: object, change: { $set?: { outcome?: string } }) => {
          if (change.$set?.outcome && isBusy.value) throw busy();
          return model.updateOne(filter, change);
        };
      },
    });
    const now = () => new Date(Date.now() + ahead + 10_000);
    const { id } = await world.read('email\nfirst@aster.example\n');
    await world.start(id);
    const found = await store.imports.findOne({ _id: id }).lean();
    if (!found) throw new Error('there is no import');
    // Another process has the import of another tenant, for longer than this one has to wait.
    const leaseUntil = new Date(now().getTime() + 8_000);
    await store.imports.insertMany([{ ...found, _id: 'imp_OTHER', tenantId: 'T0OTHER', leaseUntil }]);
    const importer = open({ ...world.runtime, now, store: { ...store, importRows } }, [HOME, 'T0OTHER']);
    importer.wake();
    await importer.idle();
    expect((await world.overview(id)).status).toBe('running');
    isBusy.value = false;
    await eventually(async () => (await world.overview(id)).status === 'done', 4_000);
    await store.imports.deleteOne({ _id: 'imp_OTHER' });
  });

  it('gives each tenant a turn before it goes on with the first', async () => {
    const { id } = await world.read(manyPeople(230, 'round'));
    await world.start(id);
    const asked: string[] = [];
    const imports = new Proxy(world.store.imports, {
      get(model, name) {
        const own = Reflect.get(model, name, model);
        if (name !== 'findOneAndUpdate') return typeof own === 'function' ? own.bind(model) : own;
        return (filter: { tenantId: string }, ...rest: [object, object]) => {
          asked.push(filter.tenantId);
          return model.findOneAndUpdate(filter, ...rest);
        };
      },
    });
    const importer = open({ ...world.runtime, store: { ...world.store, imports } }, [HOME, 'T0OTHER']);
    importer.wake();
    await importer.idle();
    expect((await world.overview(id)).status).toBe('done');
    expect(asked).toEqual([HOME, 'T0OTHER', HOME, 'T0OTHER', HOME, 'T0OTHER']);
  });

  it('tries again by itself when the database cannot be read, and says nothing of what is in the file', async () => {
    let isBroken = true;
    const { runtime } = world;
    const imports = new Proxy(runtime.store.imports, {
      get(model, name) {
        if (name === 'findOneAndUpdate' && isBroken) throw new TypeError('canary');
        const own = Reflect.get(model, name, model);
        return typeof own === 'function' ? own.bind(model) : own;
      },
    });
    const importer = open({ ...runtime, store: { ...runtime.store, imports } });
    const { id } = await world.read('email\nlater@aster.example\n');
    await world.start(id);
    importer.wake();
    await importer.idle();
    expect(lines.at(-1)).toMatch(/^An import cannot go on now; it is tried again\. \{"error":"TypeError"\}$/);
    isBroken = false;
    await eventually(async () => (await world.overview(id)).status === 'done');
    expect(lines.join()).not.toMatch(/canary|later@/);
  });
});
