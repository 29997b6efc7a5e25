import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from './run.ts';

/** What Gatehouse remembers beside MongoDB's own files. */
export interface Owner {
  /** The Gatehouse process that started mongod last. */
  pid: number;
  /** Kept between starts, because a replica set stores its own address. */
  port: number;
  /** The version that wrote the data last, such as `6.0.5`. */
  mongod: string;
}

const ownerFile = (folder: string): string => join(folder, 'gatehouse.json');

/** The last owner, or undefined for a new folder or an unreadable note. */
export async function readOwner(folder: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse(await readFile(ownerFile(folder), 'utf8'));
    return Number.isInteger(owner.pid) && Number.isInteger(owner.port) ? owner : undefined;
  } catch {
    return undefined;
  }
}

export async function writeOwner(folder: string, owner: Owner): Promise<void> {
  const fresh = `${ownerFile(folder)}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(owner)}\n`);
  await rename(fresh, ownerFile(folder));
}

/** Whether a mongod has stored anything in the folder. */
export function holdsData(folder: string): boolean {
  return existsSync(join(folder, 'WiredTiger'));
}

/**
 * Waits until no mongod uses the folder. A mongod whose Gatehouse was killed stops by itself within a few seconds.
 * @throws when another Gatehouse runs with the folder, or a mongod keeps using it
 */
export async function waitUntilFree(folder: string, progress: Progress, patienceMs = 15_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let told = false; ; await sleep(100)) {
    const holder = mongodOf(folder);
    if (holder === undefined) return;
    const owner = await readOwner(folder);
    if (owner !== undefined && isAlive(owner.pid)) throw new Error(anotherRuns(folder, owner.pid));
    if (Date.now() > deadline) {
      throw new Error(
        `A mongod (process ${holder}) that was left behind still uses ${folder}. Stop it with: kill ${holder}`,
      );
    }
    if (!told) progress('Waiting for the MongoDB of an earlier run to stop …');
    told = true;
  }
}

function anotherRuns(folder: string, pid: number): string {
  return `Another Gatehouse is running with the folder ${folder} (process ${pid}). Stop it first, or set MONGODB_URI so that both use one MongoDB.`;
}

/** The process id of the mongod that uses the folder, by the lock file that it leaves. */
function mongodOf(folder: string): number | undefined {
  const pid = Number(textOf(join(folder, 'mongod.lock')).trim());
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  // After kill -9 or a reboot the lock names a process id that may be anybody's by now.
  return commandOf(pid).includes(folder) ? pid : undefined;
}

/** The command line of a process; empty for one that has ended. */
function commandOf(pid: number): string {
  if (existsSync('/proc/self/cmdline')) return textOf(`/proc/${pid}/cmdline`);
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** `wanted` when it is free on 127.0.0.1, or becomes so within a second, as after a mongod that just ended; otherwise another. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted === undefined) return listenOnce(0);
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      return await listenOnce(wanted);
    } catch {
      await sleep(100);
    }
  }
  return listenOnce(0);
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
