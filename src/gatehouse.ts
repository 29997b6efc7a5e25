import { createHash, randomBytes as cryptoRandomBytes, hkdfSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { databaseClock, givenClock, keepSynchronized } from './clock.ts';
import type { Config } from './config.ts';
import { createDispatcher } from './delivery/dispatcher.ts';
import { createSenders } from './delivery/senders.ts';
import { createHealth, type Health, serveHealth } from './health.ts';
import { createLockout } from './lockout.ts';
import { dnsMailDomains } from './mail-domains.ts';
import { createImporter } from './schedule/importer.ts';
import { type Schedule, startSchedule } from './schedule/schedule.ts';
import type { MailDomainState, Runtime } from './services/context.ts';
import { createUlids } from './services/ids.ts';
import { armAll } from './services/reminders/arm-all.ts';
import { rememberTenant, resumeTenant } from './services/tenants.ts';
import { createSlackApp, interactiveClient } from './slack/app.ts';
import type { Install } from './slack/install.ts';
import { requireTransactions } from './store/connection.ts';
import { ensureIndexes, openStore } from './store/index.ts';

/** What a Gatehouse is made with besides its configuration: the things that a test or the sandbox gives it instead. */
export interface Parts {
  /** May be open already, or be opened later: until then people are told that nothing was done. */
  connection: Connection;
  log: Logger;
  /** The time; by default the database's. */
  now?: () => Date;
  randomBytes?: (size: number) => Uint8Array;
  mailDomain?: (domain: string) => Promise<MailDomainState>;
}

export interface Gatehouse {
  runtime: Runtime;
  install: Install;
  /** Serves Slack from now on, and everything else once the database is there. Returns the HTTP port, if there is one. */
  start(): Promise<number | null>;
  /** Resolves when the database is usable, its indexes made, and messages are leaving. */
  ready(): Promise<void>;
  health(): Promise<Health>;
  /** Resolves when nobody is being answered. */
  answered(): Promise<void>;
  /** Resolves when no message is due. */
  drain(): Promise<void>;
  /** Does what the clock has made due since it was moved. */
  catchUp(): Promise<void>;
  /** Lets what runs finish, and closes everything but the connection, which its opener closes. */
  stop(): Promise<void>;
}

/** How long a stop waits for the people who are being answered, and for the messages that are leaving. */
const drainMs = 5_000;
/** How long after a database could not be prepared it is tried again. */
const prepareAgainMs = 2_000;

/**
 * The composition root: everything is made here, and nothing makes its own.
 * @throws in plain words when Slack cannot be reached, or does not know the bot token
 */
export async function createGatehouse(config: Config, parts: Parts): Promise<Gatehouse> {
  const { connection, log } = parts;
  const { botToken, apiUrl, transport } = config.slack;
  const install = await findInstall(new WebClient(botToken, interactiveClient(apiUrl, log)), apiUrl);
  const clock = parts.now ? givenClock(parts.now) : databaseClock();
  const store = openStore(connection);
  const randomBytes = parts.randomBytes ?? cryptoRandomBytes;

  const runtime: Runtime = {
    store,
    now: clock.now,
    randomBytes,
    ulid: createUlids(randomBytes),
    codeKey: deriveKey(config.key, 'invitation-codes'),
    mailDomain: parts.mailDomain ?? dnsMailDomains(),
    wakeDelivery: () => dispatcher.wake(),
    wakeImports: () => importer.wake(),
  };
  const tokenPrint = createHash('sha256').update(botToken).digest('hex').slice(0, 16);
  const lockout = createLockout({
    runtime,
    client: new WebClient(botToken, interactiveClient(apiUrl, log)),
    tenantId: install.tenantId,
    tokenPrint,
    log,
  });
  const { tenantIds } = lockout;
  const tokenOf = () => Promise.resolve(botToken);
  const { senders, close: closeSenders } = createSenders({
    runtime,
    smtpUrl: config.mail.url,
    mailFrom: config.mail.from,
    slackApiUrl: apiUrl,
    tokenOf,
    onLockout: lockout.suspect,
    log,
  });
  const dispatcher = createDispatcher({
    runtime,
    senders,
    tenantIds,
    log,
  });
  const importer = createImporter({ runtime, tenantIds, log });

  let isPrepared = false;
  const health = createHealth({ connection, clock, isPrepared: () => isPrepared });
  const slack = createSlackApp({
    edge: {
      runtime,
      install,
      formKey: deriveKey(config.key, 'forms'),
      log,
      isReady: () => isPrepared && clock.isTrusted(),
      onLockout: lockout.suspect,
    },
    botToken,
    apiUrl,
    transport,
    health: health.routes,
  });
  let schedule: Schedule | null = null;
  let arming: Promise<void> | undefined;
  let healthServer: Awaited<ReturnType<typeof serveHealth>> | null = null;
  const stopping = new AbortController();
  const stopSynchronizing = keepSynchronized(clock, connection, (error) =>
    log.warn({ err: error }, 'The time of the database is not known.'),
  );
  let whenReady = () => {};
  const prepared = new Promise<void>((resolve) => {
    whenReady = resolve;
  });

  async function prepare(): Promise<void> {
    await requireTransactions(connection);
    await ensureIndexes(store);
    await clock.synchronize(connection);
    await rememberTenant(runtime, { ...install, tokenPrint });
    const frozenAt = await resumeTenant(runtime, install.tenantId);
    if (frozenAt) log.info({ frozenAt }, 'Slack lets Gatehouse in again: its work goes on.');
    if (!connection.db) throw new Error('the connection has no database');
    schedule ??= await startSchedule({ db: connection.db, dispatcher, runtime, log, tenantIds });
    isPrepared = true;
    dispatcher.start();
    importer.wake();
    whenReady();
    arming = armOlder();
  }

  /** It may take long, and nobody waits for it. What fails is made up for by the next start. */
  async function armOlder(): Promise<void> {
    try {
      const armed = await armAll({ ...runtime, signal: stopping.signal }, install.tenantId);
      if (armed) log.info({ armed }, 'What is older than reminders is reminded of from now on.');
    } catch (error) {
      log.error({ err: error }, 'What is older than reminders is not reminded of yet.');
    }
  }

  /** A database that goes away meanwhile, or cannot be used yet, is tried again until it can. */
  async function keepPreparing(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await prepare();
        return;
      } catch (error) {
        log.error({ err: error }, 'not ready');
        await sleep(prepareAgainMs, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  }

  return {
    runtime,
    install,
    start: async () => {
      if (transport.kind === 'socket' && transport.healthPort !== null) {
        healthServer = await serveHealth(health.routes, { host: transport.host, port: transport.healthPort });
      }
      const port = (await slack.start()) ?? healthServer?.port ?? null;
      if (connection.readyState === 1) void keepPreparing();
      else connection.once('connected', () => void keepPreparing());
      return port;
    },
    ready: () => prepared,
    health: health.check,
    answered: slack.idle,
    drain: async () => {
      await importer.idle();
      await dispatcher.drain();
    },
    catchUp: async () => {
      await schedule?.run('expiry.sweep');
      await schedule?.run('reminders.sweep');
      await schedule?.run('digest.send');
      await schedule?.run('audit.seal');
      importer.wake();
      dispatcher.wake();
    },
    stop: async () => {
      stopping.abort();
      stopSynchronizing();
      await slack.stop(drainMs);
      await schedule?.stop(drainMs);
      await importer.stop(drainMs);
      await arming;
      await dispatcher.stop(drainMs);
      closeSenders();
      await healthServer?.close();
    },
  };
}

/** Where the bot token belongs. */
async function findInstall(client: WebClient, apiUrl: string): Promise<Install> {
  const who = await client.auth.test().catch((error: unknown) => {
    const { data, message } = error as Error & { data?: { error?: string } };
    throw new Error(
      data?.error
        ? `Slack refuses SLACK_BOT_TOKEN: ${data.error}. Copy the token from the app's page "Install App".`
        : `Slack cannot be reached at ${apiUrl}: ${message}`,
      { cause: error },
    );
  });
  const teamId = who.team_id ?? '';
  const enterpriseId = who.is_enterprise_install ? (who.enterprise_id ?? null) : null;
  return {
    tenantId: enterpriseId ?? teamId,
    teamId,
    enterpriseId,
    name: who.team ?? '',
    botUserId: who.user_id ?? '',
  };
}

/** One key per use, so that none of them says anything about another. */
function deriveKey(master: Uint8Array, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', master, '', `gatehouse/${use}`, 32));
}
