import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of one side. */
export interface Child {
  pid: number;
  /** Sends a message and waits for the answer: see `answer.ts`. */
  ask<Answer>(question: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  /** The whole environment besides PATH and HOME. */
  env?: Record<string, string>;
  /** Where the process leaves its CPU profile when it ends. */
  profiles?: string | null;
}

/** How long one answer may take. Far more than any round. */
const patienceMs = 240_000;

/** Starts a compiled script, by its path below `bench/dist`. */
export function startChild(script: string, { env = {}, profiles = null }: ChildOptions = {}): Child {
  const path = fileURLToPath(new URL(`../dist/${script}`, import.meta.url));
  const { PATH = '', HOME = '' } = process.env;
  const child = fork(path, {
    env: { PATH, HOME, ...env },
    // Not this process's own, which may be those of a TypeScript loader.
    execArgv: profiles === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return {
    pid: child.pid ?? 0,
    ask: async <Answer>(question: unknown): Promise<Answer> => {
      child.send(question as object);
      const { problem, answer } = await nextMessage(child, script);
      if (problem !== undefined) throw new Error(`${script}: ${problem}`);
      return answer as Answer;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(timer);
    },
  };
}

async function nextMessage(
  child: ChildProcess,
  script: string,
): Promise<{ problem?: string; answer?: unknown }> {
  const over = new AbortController();
  const { signal } = over;
  const timer = setTimeout(() => over.abort(new Error(`${script} does not answer`)), patienceMs);
  try {
    const ended = once(child, 'exit', { signal }).then(() => {
      throw new Error(`${script} has ended`);
    });
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    return message as { problem?: string; answer?: unknown };
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
