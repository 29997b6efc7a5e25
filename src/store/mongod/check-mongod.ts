import { access, constants } from 'node:fs/promises';
import { type Env, lastLine, run } from './run.ts';

export interface Mongod {
  path: string;
  /** Such as `6.0.5`. */
  version: string;
}

const OLDEST_MAJOR = 5;

/**
 * Asks a mongod for its version, which proves that it runs on this machine.
 * @throws with the reason in plain words when it does not
 */
export async function checkMongod(path: string, env: Env): Promise<Mongod> {
  await access(path).catch(() => {
    throw new Error(`there is no file ${path}`);
  });
  await access(path, constants.X_OK).catch(() => {
    throw new Error(`${path} is not executable`);
  });
  const { code, signal, stdout, stderr } = await run(path, ['--version'], { env, timeoutMs: 10_000 });
  const version = /db version v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (code !== 0 || version === undefined) {
    const why = lastLine(stderr) || lastLine(stdout) || (signal ? `ended by ${signal}` : `exit code ${code}`);
    throw new Error(`${path} --version did not work: ${why}`);
  }
  if (Number.parseInt(version, 10) < OLDEST_MAJOR) {
    throw new Error(`${path} is MongoDB ${version}, Gatehouse needs ${OLDEST_MAJOR}.0 or later`);
  }
  return { path, version };
}
