import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { checkMongod, type Mongod } from './check-mongod.ts';
import type { Env } from './run.ts';

/** Where a downloaded mongod is kept between runs. */
export function cacheFolder(env: Env): string {
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'gatehouse', 'mongod');
}

/** The mongods in the cache, newest version first. */
export async function cachedMongods(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /^mongod-\d/.test(name))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => join(folder, name));
}

/**
 * Lets `obtain` put a mongod into a folder of its own, checks that it runs, and moves it into the cache in one step:
 * processes that do this at once each find either nothing or a whole file.
 */
export async function addToCache(
  folder: string,
  env: Env,
  obtain: (workFolder: string) => Promise<string>,
): Promise<Mongod> {
  await mkdir(folder, { recursive: true });
  const workFolder = await mkdtemp(join(folder, '.new-'));
  try {
    const file = await obtain(workFolder);
    await chmod(file, 0o755);
    const { version } = await checkMongod(file, env);
    const path = join(folder, `mongod-${version}`);
    await rename(file, path);
    return { path, version };
  } finally {
    await rm(workFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
