import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { ConnectionError, connect, databaseTime } from '../../src/store/connection.ts';
import { freePort } from '../../src/store/mongod/data-folder.ts';
import { startEmbeddedMongo } from '../../src/store/mongod/embedded.ts';
import { findMongod } from '../../src/store/mongod/find-mongod.ts';
import { Instance } from '../../src/store/mongod/instance.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const progress = (): void => {};

async function failure(uri: string): Promise<ConnectionError> {
  const error = await connect(uri, { serverSelectionTimeoutMs: 500 }).then(
    () => expect.fail('it worked'),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(ConnectionError);
  return error;
}

describe('connect', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });

  it('gives a database of its own that does transactions', async () => {
    const items = database.connection.collection('items');
    await database.connection.transaction((session) => items.insertOne({ n: 1 }, { session }));
    expect(await items.countDocuments()).toBe(1);
    expect(database.connection.name).toBe(database.name);
    await database.drop();
    expect(await items.countDocuments()).toBe(0);
  });

  it('asks for majority writes with journal, and retries them', () => {
    const { options } = database.connection.getClient();
    expect(options.writeConcern).toMatchObject({ w: 'majority', journal: true });
    expect(options).toMatchObject({ retryWrites: true, appName: 'gatehouse' });
    expect(database.connection.config.bufferCommands).toBe(false);
  });

  it('says in a moment that nobody is there', async () => {
    const port = await freePort();
    const started = Date.now();
    const { message } = await failure(`mongodb://127.0.0.1:${port}/gatehouse`);
    expect(message).toContain(`MongoDB at 127.0.0.1:${port} cannot be used: connect ECONNREFUSED`);
    expect(Date.now() - started).toBeLessThan(2_000);
  });

  it.each([
    'mongodb://gate:s3cr%40t@127.0.0.1:1/gatehouse',
    'mongodb://gate:s3cr@t@127.0.0.1:1/gatehouse',
    'mongodb://gate:s3cr%40t@127.0.0.1:1/?nonsense=1',
    'mongodb://gate:s3cr%zzt@127.0.0.1:1/',
    'mongodb+srv://gate:s3cr%40t@nowhere.invalid/',
    'mongo://gate:s3cr%40t@127.0.0.1:1/',
  ])('keeps the password of %s out of its message', async (uri) => {
    const { message } = await failure(uri);
    expect(message).not.toMatch(/s3cr/);
    expect(message).toMatch(/^MongoDB at /);
  });

  it('explains how to make a replica set of a standalone server', async () => {
    const mongod = await findMongod({ env: process.env, progress });
    const dbPath = await mkdtemp(join(tmpdir(), 'gatehouse-'));
    const port = await freePort();
    const standalone = new Instance({ instance: { port, dbPath, ip: '127.0.0.1' } });
    await standalone.startWith(mongod.path);
    const { message } = await failure(`mongodb://127.0.0.1:${port}/gatehouse`);
    expect(message).toContain('mongod --replSet rs0');
    expect(message).toContain('rs.initiate()');
    await standalone.stop();
    await rm(dbPath, { recursive: true });
  });

  it('survives a restart of MongoDB without help', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-'));
    const before = await startEmbeddedMongo({ dataDir, env: process.env, progress });
    const connection = await connect(before.uri, { serverSelectionTimeoutMs: 500 });
    const items = connection.collection('items');
    await items.insertOne({ n: 1 });

    await before.stop();
    const started = Date.now();
    await expect(items.insertOne({ n: 2 })).rejects.toThrow();
    expect(Date.now() - started).toBeLessThan(3_000);

    const after = await startEmbeddedMongo({ dataDir, env: process.env, progress });
    await expect.poll(() => items.countDocuments().catch(() => 'away'), { timeout: 15_000 }).toBe(1);
    await connection.close();
    await after.stop();
    await rm(dataDir, { recursive: true });
  });
});

describe('databaseTime', () => {
  it("is the server's clock", async () => {
    const connection = await connect(inject('mongodbUri'));
    expect(Math.abs((await databaseTime(connection)).getTime() - Date.now())).toBeLessThan(1_000);
    await connection.close();
  });

  it('is corrected by half of the round trip over a slow network', async () => {
    const delayMs = 300;
    const mongo = await startEmbeddedMongo({ env: process.env, progress });
    const server = createServer((socket) => {
      const upstream = dial(Number(new URL(mongo.uri).port), '127.0.0.1');
      for (const [one, other] of [
        [socket, upstream],
        [upstream, socket],
      ] as const) {
        one.on('data', (data) => setTimeout(() => other.writable && other.write(data), delayMs));
        one.on('close', () => other.destroy()).on('error', () => {});
      }
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const connection = await connect(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
      serverSelectionTimeoutMs: 10_000,
    });
    const time = await databaseTime(connection);
    expect(Math.abs(time.getTime() - Date.now())).toBeLessThan(delayMs / 2);
    await connection.close();
    server.close();
    await mongo.stop();
  });
});
