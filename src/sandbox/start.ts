import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { createGatehouse, type Gatehouse } from '../gatehouse.ts';
import type { MailDomainState } from '../services/context.ts';
import { buildManifest } from '../slack/manifest.ts';
import { connect } from '../store/connection.ts';
import { startEmbeddedMongo } from '../store/mongod/embedded.ts';
import { createFaultMenu } from './fault-menu.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import { startPage } from './page/server.ts';
import { channels, olga, people, tryThis, workspace } from './people.ts';
import { seed, seedCatalog } from './seed.ts';
import { seedPartner } from './seed-partner.ts';
import { type FakeSlack, startFakeSlack } from './slack/index.ts';
import { loadState, saveState } from './state.ts';
import { createTimeTravel } from './time-travel.ts';

export interface SandboxOptions {
  /** Keeps everything between two starts. */
  folder: string;
  /** Whether a small organization is there to begin with, as is the default; else the first thing to do is to set one up. */
  isSeeded?: boolean;
  /** A database of one's own; otherwise an embedded one. */
  mongodbUri: string | null;
  /** The page's port; 0 for any. */
  port: number;
  environment: Readonly<Record<string, string | undefined>>;
  log: Logger;
  progress(message: string): void;
}

export interface Sandbox {
  /** The page, with its token. */
  url: string;
  slack: FakeSlack;
  mailbox: Mailbox;
  gatehouse: Gatehouse;
  stop(): Promise<void>;
}

/** The real app with a Slack, a mailbox and a database on this machine, and one page to use them on. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const folder = resolve(options.folder);
  const state = loadState(folder);
  const now = () => new Date(Date.now() + state.clockOffsetMs);
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const mailbox = await startMailbox({ stateFile: join(folder, 'mails.json'), now });
    closers.push(() => mailbox.stop());
    const slack = await startFakeSlack({
      manifest: buildManifest({ kind: 'socket' }),
      workspace,
      appName: 'Gatehouse',
      people,
      channels,
      transport: { kind: 'socket' },
      clock: now,
      stateFile: join(folder, 'slack.json'),
    });
    closers.push(() => slack.stop());
    const uri = options.mongodbUri ?? (await embedded(options, folder, closers));
    const connection = await connect(uri);
    closers.push(() => connection.close());
    const gatehouse = await createGatehouse(configFor(slack, mailbox, state.key), {
      connection,
      log: options.log,
      now,
      mailDomain: pretendMailDomain,
    });
    closers.push(() => gatehouse.stop());
    await gatehouse.start();
    await gatehouse.ready();
    if (options.isSeeded !== false && (await seed(gatehouse.runtime))) {
      await seedCatalog(gatehouse.runtime);
      await seedPartner(gatehouse.runtime);
    }

    const listeners = new Set<() => void>();
    const onChange = () => {
      saveState(folder, state);
      for (const listener of listeners) listener();
    };
    const faults = createFaultMenu({ mailbox, slack, state, onChange });
    const put = (to: Date) => {
      state.clockOffsetMs = Math.max(state.clockOffsetMs, to.getTime() - Date.now());
    };
    const clock = createTimeTravel({ gatehouse, clock: { now, put }, onChange });
    closers.push(() => clock.stop());
    const page = await startPage(
      {
        ...slack,
        mails: mailbox.mails,
        onChange(listener) {
          listeners.add(listener);
          const stops = [slack.onChange(listener), mailbox.onMail(listener)];
          return () => {
            listeners.delete(listener);
            for (const stop of stops) stop();
          };
        },
        defaultPerson: olga.id,
        clock,
        faults,
      },
      { port: options.port, token: randomBytes(18).toString('base64url'), tryThis },
    );
    closers.push(() => page.stop());
    return { url: page.url, slack, mailbox, gatehouse, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function embedded(
  { environment, progress }: SandboxOptions,
  folder: string,
  closers: (() => Promise<unknown>)[],
): Promise<string> {
  const mongo = await startEmbeddedMongo({ dataDir: join(folder, 'mongodb'), env: environment, progress });
  closers.push(() => mongo.stop());
  return mongo.uri;
}

function configFor(slack: FakeSlack, mailbox: Mailbox, key: string): Config {
  return {
    slack: {
      botToken: slack.botToken,
      apiUrl: slack.url,
      transport: { kind: 'socket', appToken: slack.appToken, healthPort: null },
    },
    mail: { url: mailbox.url, from: 'Gatehouse <gatehouse@aster.example>' },
    key: Buffer.from(key, 'base64'),
    logLevel: 'warn',
  };
}

/** The mailbox takes everything; `nowhere.example` plays the domain that does not exist. */
function pretendMailDomain(domain: string): Promise<MailDomainState> {
  return Promise.resolve(domain === 'nowhere.example' ? 'no-domain' : 'ok');
}
