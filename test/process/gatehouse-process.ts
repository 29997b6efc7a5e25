/** Gatehouse as its own process, and the people at its page. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { people } from '../../src/sandbox/people.ts';
import type { FakeSlack } from '../../src/sandbox/slack/index.ts';
import type {
  Gesture,
  GestureResult,
  Mail,
  OptionList,
  Screen,
  Surface,
} from '../../src/sandbox/slack/screen.ts';
import { afterFile } from '../support/after-file.ts';
import { eventually } from '../support/eventually.ts';
import { as, type Driver } from '../support/slack.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const startMs = 90_000;
/** What a newcomer has not set. */
const settings =
  /^(SLACK_|GATEHOUSE_|SMTP_|MAIL_|VITEST|NODE_ENV$|NODE_OPTIONS$|MONGODB_URI$|PORT$|HOST$|LOG_LEVEL$)/;

export interface Running {
  /** All that was printed so far. */
  output(): { stdout: string; stderr: string };
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
  /** Resolves when the process has ended: its exit code, or null after a signal. */
  ended: Promise<number | null>;
}

/** Starts `src/main.ts` with nothing configured but what is given. It ends with the file at the latest. */
export function run(environment: Record<string, string>): Running {
  const inherited = Object.entries(process.env).filter(([name]) => !settings.test(name));
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: root,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  afterFile(() => end(child));
  // Not `exit`: what was printed last may come after it.
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { output: () => output, signal: (name) => void child.kill(name), ended };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await ended;
}

export interface RunningSandbox extends Running {
  page: SandboxPage;
}

/** Starts the sandbox and opens the address that it prints. */
export async function runSandbox(folder: string): Promise<RunningSandbox> {
  const running = run({ GATEHOUSE_DATA: folder });
  const { output } = running;
  let code: number | null | undefined;
  void running.ended.then((ended) => {
    code = ended;
  });
  const address = await eventually(() => {
    const printed = /^ +(http:\/\/\S+)\n/m.exec(output().stdout)?.[1];
    if (printed !== undefined || code !== undefined) return printed ?? '';
    throw new Error('It did not start in time.');
  }, startMs);
  if (address === '') throw new Error(`It ended with ${code}: ${output().stdout}${output().stderr}`);
  return { ...running, page: await openPage(address) };
}

/** The process id of the mongod that uses the folder. */
export function mongodOf(folder: string): number {
  return Number(readFileSync(join(folder, 'mongodb', 'mongod.lock'), 'utf8').trim());
}

/** Waits until nothing is left to deliver, and answers how many accesses there are now. */
export async function settled(folder: string): Promise<{ grants: number }> {
  const { port } = JSON.parse(readFileSync(join(folder, 'mongodb', 'gatehouse.json'), 'utf8'));
  const client = await MongoClient.connect(`mongodb://127.0.0.1:${port}/gatehouse?directConnection=true`);
  try {
    const database = client.db();
    await eventually(
      async () => (await database.collection('outbox').countDocuments({ status: 'pending' })) === 0,
    );
    return { grants: await database.collection('grants').countDocuments({ status: 'active' }) };
  } finally {
    await client.close();
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export interface SandboxPage {
  /** A person at the page: what they do goes there, and then everybody's screen is read again. */
  person(userId: string): Driver;
  /** Looks until `check` neither throws nor answers false. */
  until<T>(check: () => T): Promise<T>;
  mailsTo(address: string): Mail[];
  mails(): Mail[];
  moveClock(milliseconds: number): Promise<void>;
}

async function openPage(address: string): Promise<SandboxPage> {
  const { origin } = new URL(address);
  const opened = await fetch(address);
  const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  if (!opened.ok || cookie === '') throw new Error(`The page answers ${opened.status}.`);

  async function get<T>(path: string): Promise<T> {
    return answerOf(await fetch(origin + path, { headers: { cookie } }));
  }
  async function post<T>(path: string, body: unknown): Promise<T> {
    const headers = { cookie, 'content-type': 'application/json' };
    return answerOf(await fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body) }));
  }

  const screens = new Map<string, Screen>();
  let mails: Mail[] = [];
  async function look(): Promise<void> {
    mails = await get('/api/mails');
    for (const { id } of people) screens.set(id, await get(`/api/screen?as=${id}`));
  }
  const remote: Pick<FakeSlack, 'screen' | 'perform' | 'options'> = {
    screen(userId) {
      const screen = screens.get(userId);
      if (!screen) throw new Error(`The sandbox has no person ${userId}.`);
      return screen;
    },
    // Whoever needs the outcome looks again: the process may be gone by then, as some tests want it.
    perform: (userId: string, gesture: Gesture) =>
      post<GestureResult>('/api/gesture', { as: userId, gesture }),
    options: (userId: string, on: Surface, blockId: string, actionId: string, query: string) =>
      post<OptionList>('/api/options', { as: userId, on, blockId, actionId, query }),
  };
  await look();

  return {
    person: (userId) => as(remote as FakeSlack, userId),
    until: (check) =>
      eventually(async () => {
        await look();
        return check();
      }, 15_000),
    mails: () => mails,
    mailsTo: (to) => mails.filter((mail) => mail.to.includes(to)),
    moveClock: async (milliseconds) => {
      await post('/api/clock', { milliseconds });
    },
  };
}

async function answerOf<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`The page answers ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
