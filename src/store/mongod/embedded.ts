import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mongod } from './check-mongod.ts';
import { freePort, holdsData, type Owner, readOwner, waitUntilFree, writeOwner } from './data-folder.ts';
import { findMongod } from './find-mongod.ts';
import { Instance } from './instance.ts';
import { becomePrimary, changeStoredAddress, SET_NAME } from './replica-set.ts';
import { type Env, type Progress, reasonOf } from './run.ts';

export interface EmbeddedMongo {
  /** Of a replica set on 127.0.0.1, with the database `gatehouse`. */
  uri: string;
  /** Stops mongod cleanly and, without a `dataDir`, deletes its data. May be called twice. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** A folder that keeps the data between runs. Without it the data goes when MongoDB stops. */
  dataDir?: string;
  env: Env;
  /** Told what is being waited for, and when mongod ends although nobody stopped it. */
  progress: Progress;
}

const RACE_PATIENCE_MS = 10_000;

/**
 * Starts a MongoDB of our own, a replica set of one node on 127.0.0.1, which ends with this process.
 * It outlives Ctrl-C until `stop`, so that the application can finish its work first.
 * @throws with the ways out when there is no mongod; when another Gatehouse uses `dataDir`; when mongod does not start
 */
export async function startEmbeddedMongo({
  dataDir,
  env,
  progress,
}: EmbeddedOptions): Promise<EmbeddedMongo> {
  const mongod = await findMongod({ env, progress });
  const folder = dataDir === undefined ? await mkdtemp(join(tmpdir(), 'gatehouse-')) : await ready(dataDir);
  const discard = async (): Promise<void> => {
    if (dataDir === undefined)
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    const { instance, port } = await launch(mongod, folder, progress);
    if (dataDir === undefined) instance.stopSignal = 'SIGKILL';
    let stopping: Promise<void> | undefined;
    instance.onEnd((code, signal) => {
      if (!stopping) progress(`The embedded MongoDB ended (${signal ?? `exit code ${code}`}).`);
    });
    return {
      uri: `mongodb://127.0.0.1:${port}/gatehouse?replicaSet=${SET_NAME}`,
      stop: () => {
        stopping ??= instance.stop().then(discard);
        return stopping;
      },
    };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** The folder by its one true name, which is how another process finds out who uses it. */
async function ready(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  return realpath(dataDir);
}

async function launch(
  mongod: Mongod,
  folder: string,
  progress: Progress,
): Promise<{ instance: Instance; port: number }> {
  const deadline = Date.now() + RACE_PATIENCE_MS;
  for (;;) {
    await waitUntilFree(folder, progress);
    const before = await readOwner(folder);
    const port = await freePort(before?.port);
    const owner = { pid: process.pid, port, mongod: mongod.version };
    const instance = new Instance({ instance: replicaSetOptions(folder, port), spawn: { detached: true } });
    try {
      if (port !== before?.port && holdsData(folder)) await moveTo(owner, mongod, folder, progress);
      await instance.startWith(mongod.path);
      await writeOwner(folder, owner);
      await becomePrimary(port);
      return { instance, port };
    } catch (error) {
      await instance.stop();
      const why = reasonOf(error);
      // Somebody took the port or the folder between our look and the start: look again.
      if (Date.now() > deadline || !/address already in use|DBPathInUse/i.test(why)) {
        throw new Error(notStarted(mongod, folder, before?.mongod, why));
      }
      await sleep(200);
    }
  }
}

/** Runs mongod once without a replica set, to change the address that its data holds. */
async function moveTo(owner: Owner, mongod: Mongod, folder: string, progress: Progress): Promise<void> {
  progress(`The embedded MongoDB moves to port ${owner.port}; its last one is taken.`);
  const options = { ...commonOptions(folder, owner.port) };
  // Nothing but the address may change in this run, which leaves no trace in the replica set's log.
  const quiet = ['ttlMonitorEnabled=false', 'disableLogicalSessionCacheRefresh=true'];
  options.args = [...options.args, ...quiet.flatMap((parameter) => ['--setParameter', parameter])];
  const instance = new Instance({ instance: options, spawn: { detached: true } });
  try {
    await instance.startWith(mongod.path);
    await changeStoredAddress(owner.port);
    await writeOwner(folder, owner);
  } finally {
    await instance.stop();
  }
}

function replicaSetOptions(folder: string, port: number) {
  const { args, ...options } = commonOptions(folder, port);
  return { ...options, replSet: SET_NAME, args: [...args, '--oplogSize', '128'] };
}

function commonOptions(folder: string, port: number) {
  return {
    port,
    dbPath: folder,
    ip: '127.0.0.1',
    storageEngine: 'wiredTiger' as const,
    launchTimeout: 60_000,
    args: [
      ...['--wiredTigerCacheSizeGB', '0.25'],
      ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
      // There is no other node that a client could go to while this one waits.
      ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100'],
      ...(process.platform === 'win32' ? [] : ['--nounixsocket']),
    ],
  };
}

function notStarted(mongod: Mongod, folder: string, lastVersion: string | undefined, why: string): string {
  const lines = [
    `MongoDB ${mongod.version} (${mongod.path}) did not start with the data in ${folder}: ${why}`,
  ];
  if (lastVersion !== undefined && lastVersion !== mongod.version) {
    lines.push(
      `The data was written by MongoDB ${lastVersion}. Set MONGOMS_SYSTEM_BINARY to a mongod of that version, or move the folder away to start empty.`,
    );
  }
  return lines.join('\n');
}
