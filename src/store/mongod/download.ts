import { createRequire } from 'node:module';
import { type Limits, probe } from './probe.ts';
import { type Env, lastLine, type Progress, runWhileItMoves } from './run.ts';

const DEFAULT_MIRROR = 'https://fastdl.mongodb.org';

/** Prints the path of the mongod that it downloaded, as its last line. */
const SCRIPT = `
  const { MongoBinary, DryMongoBinary } = require(process.argv[1]);
  DryMongoBinary.generateOptions({ downloadDir: process.argv[2] })
    .then((options) => MongoBinary.download({ ...options, downloadDir: process.argv[2], checkMD5: true }))
    .then((path) => console.log('\\n' + path), (error) => { console.error(error.message.replaceAll('\\n', ' ')); process.exit(1); });
`;

/**
 * Downloads MongoDB's own build into `folder` with mongodb-memory-server, in a process of its own so that it can be
 * ended when no bytes flow. Follows the `MONGOMS_*` variables (version, mirror).
 * @returns the path of the mongod
 * @throws with the reason in one line
 */
export async function downloadMongod(
  folder: string,
  { env, progress, limits }: { env: Env; progress: Progress; limits: Limits },
): Promise<string> {
  await probe(
    new URL(env.MONGOMS_DOWNLOAD_URL || env.MONGOMS_DOWNLOAD_MIRROR || DEFAULT_MIRROR),
    env,
    limits,
  );
  progress('Downloading MongoDB, once …');
  const library = createRequire(import.meta.url).resolve('mongodb-memory-server-core');
  const { code, stdout, stderr } = await runWhileItMoves(process.execPath, ['-e', SCRIPT, library, folder], {
    // Without npm_config_strict_ssl the library does not check the server's certificate.
    env: {
      ...env,
      npm_config_strict_ssl: 'true',
      MONGOMS_SYSTEM_BINARY: undefined,
      MONGOMS_MAX_RETRIES: '2',
    },
    folder,
    stallMs: limits.answerMs,
    onBytes: (bytes) => progress(`Downloading MongoDB … ${Math.round(bytes / 1e6)} MB`),
  });
  if (code !== 0) throw new Error(`the download failed: ${lastLine(stderr) || `exit code ${code}`}`);
  return lastLine(stdout);
}
