import { randomBytes } from 'node:crypto';
import type pino from 'pino';
import { expect } from 'vitest';
import type { Config } from '../../src/config.ts';
import { createGatehouse, type Gatehouse } from '../../src/gatehouse.ts';
import { createLog } from '../../src/log.ts';
import { type Mailbox, startMailbox } from '../../src/sandbox/mailbox.ts';
import { channels, people, workspace } from '../../src/sandbox/people.ts';
import { seed } from '../../src/sandbox/seed.ts';
import { type FakeSlack, startFakeSlack } from '../../src/sandbox/slack/index.ts';
import type { Mail, Person } from '../../src/sandbox/slack/screen.ts';
import type { MailDomainState } from '../../src/services/context.ts';
import { buildManifest } from '../../src/slack/manifest.ts';
import type { Store } from '../../src/store/index.ts';
import { afterFile } from './after-file.ts';
import { openTestDatabase } from './database.ts';
import { eventually } from './eventually.ts';
import { as, type Driver } from './slack.ts';

export interface World {
  slack: FakeSlack;
  mailbox: Mailbox;
  gatehouse: Gatehouse;
  store: Store;
  /** Every line that the app logged. */
  logged: string[];
  /** What nobody may ever read in a log, a message or the database, by name. */
  secrets: Record<string, string>;
  clock: { now(): Date; advance(milliseconds: number): void };
  /** The port of the app's own HTTP server, in HTTP mode. */
  port: number | null;
  person(userId: string): Driver;
  /** Waits until everything that was to be sent has arrived. */
  settled(): Promise<void>;
  mailsTo(address: string): Mail[];
  /** The code in the newest mail to an address. */
  codeFor(address: string): string;
}

export interface WorldOptions {
  transport?: 'socket' | 'http';
  /** Without it, nobody has set anything up yet. */
  seeded?: boolean;
  people?: Person[];
  mailDomain?: (domain: string) => Promise<MailDomainState>;
  /** The file plants or changes records by hand, so that the invariants cannot hold at its end. */
  isBroken?: boolean;
}

/**
 * A whole Gatehouse with its own Slack, mailbox and database, for one test file. It ends with the file; then the invariants
 * must hold for everything that it has written.
 */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { connection, uri } = await openTestDatabase({ isVerified: !options.isBroken });
  let offset = 0;
  const clock = {
    now: () => new Date(Date.now() + offset),
    advance: (milliseconds: number) => {
      offset += milliseconds;
    },
  };
  const mailbox = await startMailbox({ now: clock.now });
  const transport = options.transport ?? 'socket';
  const slack = await startFakeSlack({
    manifest: buildManifest(
      transport === 'socket' ? { kind: 'socket' } : { kind: 'http', url: 'https://gatehouse.example' },
    ),
    workspace,
    people: options.people ?? people,
    channels,
    transport:
      transport === 'socket' ? { kind: 'socket' } : { kind: 'http', requestUrl: 'http://127.0.0.1:9/' },
    clock: clock.now,
    rateLimits: false,
  });
  const logged: string[] = [];
  const log = createLog('debug', {
    write: (line: string) => void logged.push(line),
  } satisfies pino.DestinationStream);
  const key = randomBytes(32);
  const config: Config = {
    slack: {
      botToken: slack.botToken,
      apiUrl: slack.url,
      transport:
        transport === 'socket'
          ? { kind: 'socket', appToken: slack.appToken, healthPort: null }
          : { kind: 'http', signingSecret: slack.signingSecret, port: 0, host: '127.0.0.1' },
    },
    mail: { url: mailbox.url, from: 'Gatehouse <gatehouse@aster.example>' },
    key,
    logLevel: 'debug',
  };
  const gatehouse = await createGatehouse(config, {
    connection,
    log,
    now: clock.now,
    mailDomain: options.mailDomain ?? (() => Promise.resolve('ok')),
  });
  const port = await gatehouse.start();
  if (port !== null)
    slack.updateTransport({ kind: 'http', requestUrl: `http://127.0.0.1:${port}/slack/events` });
  await gatehouse.ready();
  if (options.seeded !== false) await seed(gatehouse.runtime);
  afterFile(async () => {
    await gatehouse.stop();
    await slack.stop();
    await mailbox.stop();
    expect(slack.violations).toEqual([]);
  });

  const mailsTo = (address: string) => mailbox.mails().filter((mail) => mail.to.includes(address));
  const world: World = {
    slack,
    mailbox,
    gatehouse,
    store: gatehouse.runtime.store,
    logged,
    secrets: {
      botToken: slack.botToken,
      appToken: slack.appToken,
      signingSecret: slack.signingSecret,
      mongodbUri: uri,
      masterKey: key.toString('base64'),
      masterKeyInHex: key.toString('hex'),
    },
    clock,
    port,
    person: (userId) => patient(as(slack, userId), () => answered(slack, gatehouse)),
    settled: () =>
      eventually(async () => {
        await gatehouse.drain();
        const waiting = await gatehouse.runtime.store.outbox.countDocuments({
          tenantId: workspace.id,
          status: 'pending',
          dueAt: { $lte: new Date(clock.now().getTime() + 10_000) },
        });
        expect(waiting).toBe(0);
        // What failed once goes out again within ten seconds.
      }, 20_000),
    mailsTo,
    codeFor: (address) => {
      const code = /\b(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}\b/.exec(mailsTo(address).at(-1)?.text ?? '')?.[0];
      if (!code) throw new Error(`no code in the mails to ${address}`);
      return code;
    },
  };
  await world.settled();
  return world;
}

/** The app acknowledges before it works: each gesture waits until everything that it set off has been shown. */
function patient(driver: Driver, wait: () => Promise<void>): Driver {
  const gestures = ['command', 'say', 'shortcut', 'openHome', 'choose', 'enter', 'press', 'submit'] as const;
  const waiting = gestures.map((name) => {
    const gesture = driver[name] as (...args: unknown[]) => Promise<unknown>;
    return [
      name,
      async (...args: unknown[]) => {
        const result = await gesture(...args);
        await wait();
        return result;
      },
    ] as const;
  });
  return { ...driver, ...Object.fromEntries(waiting) };
}

async function answered(slack: FakeSlack, gatehouse: Gatehouse): Promise<void> {
  await slack.settled(5);
  await gatehouse.answered();
  await slack.settled(5);
}
