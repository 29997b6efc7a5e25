import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The environment, handed in: only `main.ts` reads `process.env`. */
export type Env = Readonly<Record<string, string | undefined>>;

export type Progress = (message: string) => void;

export interface Finished {
  /** Null when a signal ended the process. */
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  env: Env;
  /** Milliseconds the command may take in all. */
  timeoutMs?: number;
}

interface WatchOptions {
  env: Env;
  /** Milliseconds without output and without a new byte in `folder` after which the command is ended. */
  stallMs: number;
  /** The folder that the command fills. */
  folder: string;
  /** Called about once a second with the bytes in `folder`, while they grow. */
  onBytes?: (bytes: number) => void;
}

/**
 * Runs a command without a shell and collects what it prints.
 * @throws when it cannot be started, or takes longer than `timeoutMs`
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  return start(command, args, options.env, (end) => {
    if (options.timeoutMs === undefined) return () => {};
    const limit = options.timeoutMs;
    const timer = setTimeout(() => end(`no answer within ${seconds(limit)}`), limit);
    return () => clearTimeout(timer);
  });
}

/**
 * Runs a command that downloads into `folder`, for as long as something moves.
 * @throws when it cannot be started, or neither prints nor writes anything for `stallMs`
 */
export function runWhileItMoves(
  command: string,
  args: readonly string[],
  { env, stallMs, folder, onBytes }: WatchOptions,
): Promise<Finished> {
  return start(command, args, { ...env, TMPDIR: folder }, (end, activity) => {
    let seen = 0;
    const timer = setInterval(
      async () => {
        const bytes = await sizeOf(folder);
        if (bytes > seen) {
          seen = bytes;
          activity.at = Date.now();
          onBytes?.(bytes);
        }
        if (Date.now() - activity.at > stallMs) end(`nothing arrived for ${seconds(stallMs)}`);
      },
      Math.min(1000, stallMs / 3),
    );
    return () => clearInterval(timer);
  });
}

type Guard = (end: (reason: string) => void, activity: { at: number }) => () => void;

function start(command: string, args: readonly string[], env: Env, guard: Guard): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const activity = { at: Date.now() };
    const output = { stdout: '', stderr: '' };
    const stopGuard = guard((reason) => {
      child.kill('SIGKILL');
      finish(() => reject(new Error(reason)));
    }, activity);
    const finish = (settle: () => void): void => {
      stopGuard();
      settle();
    };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        activity.at = Date.now();
        output[stream] = (output[stream] + text).slice(-20_000);
      });
    }
    child.once('error', (error) => finish(() => reject(error)));
    child.once('close', (code, signal) => finish(() => resolve({ code, signal, ...output })));
  });
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          (found) => found.size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The last line that says something, for a one-line reason. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}

/** `error` in a few words. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
