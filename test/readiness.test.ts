import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Config } from '../src/config.ts';
import { createGatehouse, type Gatehouse } from '../src/gatehouse.ts';
import { createLog } from '../src/log.ts';
import { type Mailbox, startMailbox } from '../src/sandbox/mailbox.ts';
import { channels, olga, people, workspace } from '../src/sandbox/people.ts';
import { type FakeSlack, startFakeSlack } from '../src/sandbox/slack/index.ts';
import { buildManifest } from '../src/slack/manifest.ts';
import { connect, keepOpening, newConnection } from '../src/store/connection.ts';
import { freePort } from '../src/store/mongod/data-folder.ts';
import { type EmbeddedMongo, startEmbeddedMongo } from '../src/store/mongod/embedded.ts';
import { findMongod } from '../src/store/mongod/find-mongod.ts';
import { Instance } from '../src/store/mongod/instance.ts';
import { eventually } from './support/eventually.ts';
import { as, type Driver } from './support/slack.ts';

const BUSY = 'Not done; nothing changed. Try again in a moment.';
const UNSURE = 'Not confirmed; repeating is safe. Try again in a moment.';
const ENTER = 'Gatehouse is not set up yet.';
/** Slack shows an error after three seconds; the answer needs its way. */
const IN_TIME_MS = 2_900;
const env = process.env;
const progress = () => {};

let slack: FakeSlack;
let mailbox: Mailbox;
let owner: Driver;
let dataDir: string;
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-'));
  mailbox = await startMailbox({ now: () => new Date() });
  slack = await startFakeSlack({
    manifest: buildManifest({ kind: 'http', url: 'https://gatehouse.example' }),
    workspace,
    people,
    channels,
    transport: { kind: 'http', requestUrl: 'http://127.0.0.1:9/' },
    rateLimits: false,
  });
  owner = as(slack, olga.id);
});

afterAll(async () => {
  for (const end of ends.reverse()) await end();
  await slack.stop();
  await mailbox.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  expect(slack.violations).toEqual([]);
});

const configOf = (): Config => ({
  slack: {
    botToken: slack.botToken,
    apiUrl: slack.url,
    transport: { kind: 'http', signingSecret: slack.signingSecret, port: 0, host: '127.0.0.1' },
  },
  mail: { url: mailbox.url, from: 'Gatehouse <gatehouse@aster.example>' },
  key: randomBytes(32),
  logLevel: 'silent',
});

const newGatehouse = (connection: ReturnType<typeof newConnection>, log = createLog('silent')) =>
  createGatehouse(configOf(), { connection, log });

/** A Gatehouse as `main` starts it: it serves at once, and the database may come later. */
async function startApp(uri: string) {
  const told: string[] = [];
  const connection = newConnection();
  const gatehouse = await newGatehouse(connection);
  const port = await gatehouse.start();
  slack.updateTransport({ kind: 'http', requestUrl: `http://127.0.0.1:${port}/slack/events` });
  const opening = new AbortController();
  const opened = keepOpening(connection, uri, {
    signal: opening.signal,
    tell: (problem) => told.push(problem),
  });
  const stop = async () => {
    opening.abort();
    await opened;
    await gatehouse.stop();
    await connection.close();
  };
  return { gatehouse, port, told, stop };
}

async function readiness(port: number | null) {
  const started = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(10_000) });
  const body = (await response.json()) as { ready: boolean; problems: string[] };
  return { status: response.status, ...body, ms: performance.now() - started };
}

/** What a person is told after a command, and how long they waited. */
async function told(gatehouse: Gatehouse): Promise<{ text: string; ms: number }> {
  const before = owner.messages('general').length;
  const started = performance.now();
  await owner.command('/gatehouse', '', 'general');
  const text = await eventually(() => {
    const message = owner.messages('general')[before];
    if (!message) throw new Error('no answer yet');
    return owner.text(message);
  });
  const ms = performance.now() - started;
  await gatehouse.answered();
  return { text, ms };
}

async function expectRecovery({ gatehouse, port }: Awaited<ReturnType<typeof startApp>>): Promise<void> {
  await eventually(async () => expect((await readiness(port)).status).toBe(200), 20_000);
  expect(await readiness(port)).toMatchObject({ ready: true, problems: [] });
  expect((await told(gatehouse)).text).toContain(ENTER);
}

describe('A61: without its database the app', () => {
  let mongo: EmbeddedMongo;

  it('starts, is not ready, tells people in time that nothing was done, and recovers by itself', async () => {
    mongo = await startEmbeddedMongo({ dataDir, env, progress });
    const { uri } = mongo;
    await mongo.stop();
    const app = await startApp(uri);
    expect(await readiness(app.port)).toMatchObject({ status: 503, ready: false });
    expect((await fetch(`http://127.0.0.1:${app.port}/healthz`)).status).toBe(200);
    const answer = await told(app.gatehouse);
    expect(answer.text).toBe(BUSY);
    expect(answer.ms).toBeLessThan(IN_TIME_MS);
    await eventually(() => expect(app.told.join()).toContain('MongoDB at 127.0.0.1'));

    mongo = await startEmbeddedMongo({ dataDir, env, progress });
    ends.push(() => mongo.stop());
    expect(mongo.uri).toBe(uri);
    await expectRecovery(app);
    await app.stop();
  });

  it('says so when it loses it, and goes on when it is back', async () => {
    const app = await startApp(mongo.uri);
    await expectRecovery(app);
    await mongo.stop();
    const lost = await readiness(app.port);
    expect(lost).toMatchObject({ status: 503, problems: ['The database does not answer.'] });
    const answer = await told(app.gatehouse);
    expect(answer.text).toBe(BUSY);
    expect(answer.ms).toBeLessThan(IN_TIME_MS);

    mongo = await startEmbeddedMongo({ dataDir, env, progress });
    await expectRecovery(app);
    await app.stop();
  });

  it('answers in time when it hangs, without a claim that it cannot know', async () => {
    const app = await startApp(mongo.uri);
    await expectRecovery(app);
    const pid = Number(await readFile(join(dataDir, 'mongod.lock'), 'utf8'));
    process.kill(pid, 'SIGSTOP');
    try {
      const [answer, state] = [await told(app.gatehouse).catch(String), await readiness(app.port)];
      expect(answer).toMatchObject({ text: expect.stringMatching(`^(?:${BUSY}|${UNSURE})$`) });
      expect((answer as { ms: number }).ms).toBeLessThan(IN_TIME_MS);
      expect(state).toMatchObject({ status: 503, problems: ['The database does not answer.'] });
      expect(state.ms).toBeLessThan(5_000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await expectRecovery(app);
    await app.stop();
  });
});

describe('A67: with a clock that goes wrong the app', () => {
  it('notices within a minute, though nobody asks for its health, and tells people that nothing was done', async () => {
    const mongo = await startEmbeddedMongo({ env, progress });
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const app = await startApp(mongo.uri);
    try {
      await expectRecovery(app);
      const real = Date.now.bind(Date);
      vi.spyOn(Date, 'now').mockImplementation(() => real() + 90_000);
      expect((await told(app.gatehouse)).text).toContain(ENTER);
      vi.advanceTimersByTime(60_000);
      await eventually(async () => expect((await told(app.gatehouse)).text).toBe(BUSY));
      vi.restoreAllMocks();
      vi.advanceTimersByTime(60_000);
      await eventually(async () => expect((await told(app.gatehouse)).text).toContain(ENTER));
    } finally {
      vi.restoreAllMocks();
      await app.stop();
      expect(vi.getTimerCount()).toBe(0);
      vi.useRealTimers();
      await mongo.stop();
    }
  });
});

describe('the health pages in Socket Mode', () => {
  it('are on the address of the configuration alone, until the app stops', async () => {
    const other = await startFakeSlack({
      manifest: buildManifest({ kind: 'socket' }),
      workspace,
      people,
      channels,
      transport: { kind: 'socket' },
      rateLimits: false,
    });
    const transport = { kind: 'socket', appToken: other.appToken, healthPort: 0, host: '127.0.0.1' } as const;
    const config = { ...configOf(), slack: { botToken: other.botToken, apiUrl: other.url, transport } };
    const connection = newConnection();
    const gatehouse = await createGatehouse(config, { connection, log: createLog('silent') });
    const port = await gatehouse.start();
    const get = async (host: string, path: string) => (await fetch(`http://${host}:${port}${path}`)).status;
    expect(await get('127.0.0.1', '/healthz')).toBe(200);
    expect(await get('127.0.0.1', '/readyz?probe=1')).toBe(503);
    expect(await get('127.0.0.1', '/slack/events')).toBe(404);
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    for (const { address, family } of addresses) {
      if (address === '127.0.0.1' || address.startsWith('fe80')) continue;
      const host = family === 'IPv6' ? `[${address}]` : address;
      await expect(get(host, '/healthz'), host).rejects.toThrow('fetch failed');
    }
    await gatehouse.stop();
    await expect(get('127.0.0.1', '/healthz')).rejects.toThrow('fetch failed');
    await connection.close();
    await other.stop();
  });
});

describe('A61: without one of its unique indexes the app', () => {
  it('is not ready, and is by itself once the index can be made', async () => {
    const mongo = await startEmbeddedMongo({ env, progress });
    const connection = await connect(mongo.uri);
    const twins = ['one', 'two'].map((_id) => ({
      _id: _id as never,
      tenantId: 'T0ASTER',
      usernameKey: 'twin',
    }));
    const accounts = connection.collection('accounts');
    await accounts.insertMany(twins);
    const app = await startApp(mongo.uri);
    const until = performance.now() + 2_500;
    while (performance.now() < until) {
      expect(await readiness(app.port)).toMatchObject({ status: 503, ready: false });
      expect((await told(app.gatehouse)).text).toBe(BUSY);
    }
    await accounts.deleteMany({ usernameKey: 'twin' });
    await expectRecovery(app);
    await app.stop();
    await connection.close();
    await mongo.stop();
  });
});

describe('A61: on a standalone server the app', () => {
  it('is never ready, and says how to make a replica set', async () => {
    const mongod = await findMongod({ env, progress });
    const dbPath = await mkdtemp(join(tmpdir(), 'gatehouse-'));
    const port = await freePort();
    const standalone = new Instance({ instance: { port, dbPath, ip: '127.0.0.1' } });
    await standalone.startWith(mongod.path);
    const app = await startApp(`mongodb://127.0.0.1:${port}/gatehouse`);
    let isReady = false;
    void app.gatehouse.ready().then(() => {
      isReady = true;
    });
    await eventually(() => expect(app.told.join()).toContain('rs.initiate()'));
    // Every two seconds it is tried anew; none of the tries may take it for good.
    const until = performance.now() + 5_000;
    while (performance.now() < until) {
      expect(await readiness(app.port)).toMatchObject({ status: 503, ready: false });
      expect((await told(app.gatehouse)).text).toBe(BUSY);
    }
    expect(isReady).toBe(false);
    expect(app.told).toHaveLength(1);
    await app.stop();

    // Nor when somebody else has opened the connection, and leaves it open.
    const connection = newConnection();
    await connection.openUri(`mongodb://127.0.0.1:${port}/gatehouse`);
    const lines: string[] = [];
    const log = createLog('error', { write: (line: string) => void lines.push(line) });
    const gatehouse = await newGatehouse(connection, log);
    await gatehouse.start();
    await eventually(() => expect(lines.join()).toContain('standalone server'));
    expect(await connection.listCollections()).toEqual([]);
    expect(await gatehouse.health()).toMatchObject({ ready: false });
    await gatehouse.stop();
    await connection.close();
    await standalone.stop();
    await rm(dbPath, { recursive: true });
  });
});
