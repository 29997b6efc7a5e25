/** A replica set of three mongods on this machine, and what can happen to its primary. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Document, MongoClient } from 'mongodb';
import { freePort } from '../../src/store/mongod/data-folder.ts';
import { findMongod } from '../../src/store/mongod/find-mongod.ts';
import { Instance } from '../../src/store/mongod/instance.ts';
import { eventually } from '../support/eventually.ts';

const SET_NAME = 'failover';
/** A slow machine may take its time; what is measured is measured by the tests. */
const patienceMs = 60_000;

export interface Node {
  port: number;
  /** Ends it as a power cut would. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again with its data. */
  restart(): Promise<void>;
  /** Stops it where it is, with its connections open, and lets it go on. */
  freeze(): void;
  thaw(): void;
}

/** What a fail point does to the commands of the app, in the words of MongoDB's `failCommand`. */
export interface CommandFault extends Document {
  failCommands: string[];
}

export interface Nodes {
  /** With the database `gatehouse`. */
  uri: string;
  /** The node that takes writes now; waits for one. */
  primary(): Promise<Node>;
  /** Has the primary hand over to another node, as in maintenance. */
  stepDown(): Promise<void>;
  /** Makes the primary fail commands of the app until `heal`; `mode` is `alwaysOn`, `{ times }` or `{ skip }`. */
  fail(mode: 'alwaysOn' | { times: number } | { skip: number }, fault: CommandFault): Promise<void>;
  heal(): Promise<void>;
  /** Resolves when all three are there and have the newest write. */
  whole(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the three, with elections that take about a second. */
export async function startNodes(): Promise<Nodes> {
  const mongod = await findMongod({ env: process.env, progress: () => {} });
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-failover-'));
  const nodes = await Promise.all(['a', 'b', 'c'].map((name) => startNode(mongod.path, join(folder, name))));
  const hosts = nodes.map(({ port }) => `127.0.0.1:${port}`);
  await initiate(hosts);
  const uri = `mongodb://${hosts.join(',')}/gatehouse?replicaSet=${SET_NAME}`;
  // Its own name: fail points are for the app's commands alone.
  const client = new MongoClient(uri, {
    appName: 'test',
    heartbeatFrequencyMS: 500,
    connectTimeoutMS: 1_000,
  });
  const admin = client.db('admin');

  /** The one that the majority follows: an old primary that was stopped may still think that it is one. */
  const primaryPort = () =>
    eventually(async () => {
      const hello = await admin.command({ hello: 1 }, { timeoutMS: 2_000 });
      if (!hello.isWritablePrimary) throw new Error('there is no primary');
      return Number(String(hello.me).split(':')[1]);
    }, patienceMs);

  return {
    uri,
    async primary() {
      const port = await primaryPort();
      const node = nodes.find((one) => one.port === port);
      if (!node) throw new Error(`no node listens on ${port}`);
      return node;
    },
    async stepDown() {
      await primaryPort();
      await admin.command({ replSetStepDown: 5, secondaryCatchUpPeriodSecs: 5 });
    },
    async fail(mode, fault) {
      await admin.command({
        configureFailPoint: 'failCommand',
        mode,
        data: { appName: 'gatehouse', ...fault },
      });
    },
    async heal() {
      await admin.command({ configureFailPoint: 'failCommand', mode: 'off' });
    },
    whole: () =>
      eventually(async () => {
        const { members } = await admin.command({ replSetGetStatus: 1 });
        const states = (members as { stateStr: string }[]).map(({ stateStr }) => stateStr).sort();
        if (states.join() !== 'PRIMARY,SECONDARY,SECONDARY') throw new Error(`the nodes are ${states}`);
        await client
          .db('gatehouse')
          .collection('marks')
          .insertOne({}, { writeConcern: { w: 3, wtimeoutMS: 5_000 } });
      }, patienceMs),
    async stop() {
      await client.close();
      await Promise.all(nodes.map((node) => node.kill()));
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

async function startNode(mongodPath: string, dbPath: string): Promise<Node> {
  await mkdir(dbPath);
  const port = await freePort();
  let instance = await launch(mongodPath, dbPath, port);
  return {
    port,
    async kill() {
      await instance.stop();
    },
    async restart() {
      instance = await launch(mongodPath, dbPath, port);
    },
    freeze() {
      instance.mongodProcess?.kill('SIGSTOP');
    },
    thaw() {
      instance.mongodProcess?.kill('SIGCONT');
    },
  };
}

async function launch(mongodPath: string, dbPath: string, port: number): Promise<Instance> {
  const args = [
    ...['--wiredTigerCacheSizeGB', '0.25'],
    ...['--oplogSize', '64'],
    ...['--setParameter', 'enableTestCommands=1'],
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    // A transaction whose end never came holds up others until the server ends it: by default, for over a minute.
    ...['--setParameter', 'transactionLifetimeLimitSeconds=10'],
    '--nounixsocket',
  ];
  const options = { port, dbPath, ip: '127.0.0.1', replSet: SET_NAME, launchTimeout: patienceMs, args };
  const instance = new Instance({ instance: options, spawn: { detached: true } });
  instance.stopSignal = 'SIGKILL';
  await instance.startWith(mongodPath);
  return instance;
}

async function initiate(hosts: string[]): Promise<void> {
  const client = new MongoClient(`mongodb://${hosts[0]}/?directConnection=true`);
  try {
    await client.db('admin').command({
      replSetInitiate: {
        _id: SET_NAME,
        members: hosts.map((host, index) => ({ _id: index, host })),
        settings: { electionTimeoutMillis: 1_000, heartbeatIntervalMillis: 200 },
      },
    });
  } finally {
    await client.close();
  }
}
