import type { RequestListener, Server } from 'node:http';
import { App, type Logger as BoltLogger, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import type { HealthRoute } from '../health.ts';
import { accessForm } from './access-form.ts';
import { accessRequests } from './access-requests.ts';
import { answering } from './answering.ts';
import { audit } from './audit.ts';
import type { Edge } from './build-turn.ts';
import { bulk } from './bulk.ts';
import { catalog } from './catalog.ts';
import { deliveries } from './deliveries.ts';
import { direct } from './direct.ts';
import { domains } from './domains.ts';
import { drained, keep, withDeadline } from './drain.ts';
import { listenToEvents } from './events.ts';
import { imports } from './imports.ts';
import { invitations } from './invitations.ts';
import { invite } from './invite.ts';
import { EVENTS_PATH } from './manifest.ts';
import { organizations } from './organizations.ts';
import { paging } from './paging.ts';
import { people } from './people.ts';
import { proposals } from './proposals.ts';
import { reminderSettings } from './reminder-settings.ts';
import { reminders } from './reminders.ts';
import { requestAccess } from './request-access.ts';
import { type Routes, route, routesOf } from './router.ts';
import { settings } from './settings.ts';
import { takeOver } from './take-over.ts';
import { undoing } from './undo.ts';
import { workgroupInvite } from './workgroup-invite.ts';
import { workgroupPeople } from './workgroup-people.ts';
import { workgroups } from './workgroups.ts';

/** Everything that people can do in Slack, feature by feature. */
export const features = [
  organizations,
  invite,
  direct,
  accessForm,
  requestAccess,
  accessRequests,
  proposals,
  invitations,
  bulk,
  answering,
  undoing,
  catalog,
  audit,
  people,
  imports,
  settings,
  reminderSettings,
  reminders,
  deliveries,
  takeOver,
  domains,
  workgroups,
  workgroupPeople,
  workgroupInvite,
  paging,
];

/** How Slack reaches the app. */
export type Transport =
  | { kind: 'socket'; appToken: string; healthPort: null }
  | { kind: 'socket'; appToken: string; healthPort: number; host: string }
  | { kind: 'http'; signingSecret: string; port: number; host: string };

export interface SlackAppOptions {
  edge: Edge;
  botToken: string;
  apiUrl: string;
  transport: Transport;
  /** Pages for whoever watches the process, beside Slack's own over HTTP. In Socket Mode Bolt serves nothing. */
  health: HealthRoute[];
}

export interface SlackApp {
  /** The port of the HTTP server; null where there is none. */
  start(): Promise<number | null>;
  /** Resolves when nobody is being answered. */
  idle(): Promise<void>;
  /** Takes nothing new, lets what runs, also in the background, finish for up to `deadlineMs`, and closes. */
  stop(deadlineMs: number): Promise<void>;
}

/** The Bolt app: few listeners, a receiver for Socket Mode or HTTP. */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { botToken, transport } = options;
  const running = new Set<Promise<unknown>>();
  const track = <T>(work: Promise<T>): Promise<T> => {
    keep(running, work);
    return work;
  };
  const background = new Set<Promise<unknown>>();
  const edge: Edge = { ...options.edge, background: (work) => keep(background, work) };
  const receiver = receiverFor(options);
  const app = new App({
    receiver,
    // A fresh object each time, because Bolt writes into it.
    authorize: () => Promise.resolve({ botToken, botUserId: edge.install.botUserId }),
    clientOptions: interactiveClient(options.apiUrl, edge.log),
    convoStore: false,
    logger: boltLogger(edge.log),
  });
  const routes: Routes = routesOf(features);
  route(app, edge, routes, track);
  listenToEvents(app, edge, track);
  app.error((error) => {
    edge.log.error({ err: error }, 'listener failed');
    return Promise.resolve();
  });

  let server: Server | null = null;
  return {
    async start() {
      if (transport.kind === 'socket') {
        await app.start();
        return null;
      }
      server = (await app.start({ port: transport.port, host: transport.host })) as Server;
      const address = server.address();
      return address && typeof address === 'object' ? address.port : transport.port;
    },
    idle: () => drained(running),
    async stop(deadlineMs) {
      // A socket that is closed cannot carry the answers that are still to be given; a server can.
      const closing = server ? app.stop() : null;
      await withDeadline(
        drained(running).then(() => drained(background)),
        deadlineMs,
      );
      server?.closeAllConnections();
      await (closing ?? app.stop());
    },
  };
}

/** For calls inside three seconds: one try, and a rate limit is an error at once. */
export function interactiveClient(slackApiUrl: string, log: Logger): WebClientOptions {
  const logger = boltLogger(log);
  return { slackApiUrl, timeout: 2_500, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, logger };
}

function receiverFor({
  transport,
  apiUrl,
  edge,
  health,
}: SlackAppOptions): SocketModeReceiver | HTTPReceiver {
  const logger = boltLogger(edge.log);
  if (transport.kind === 'socket') {
    return new SocketModeReceiver({
      appToken: transport.appToken,
      logger,
      // The default of five seconds takes a busy moment for a lost connection.
      clientPingTimeout: 15_000,
      installerOptions: {
        clientOptions: { slackApiUrl: apiUrl, retryConfig: { forever: true, maxTimeout: 30_000 } },
      },
    });
  }
  const receiver = new HTTPReceiver({
    signingSecret: transport.signingSecret,
    endpoints: EVENTS_PATH,
    customRoutes: health.map(({ path, handle }) => ({ path, method: 'GET', handler: handle })),
    logger,
  });
  receiver.requestListener = refuseFuture(receiver.requestListener);
  return receiver;
}

/** Slack's rule is five minutes to either side; the receiver checks the past alone. */
function refuseFuture(next: RequestListener): RequestListener {
  return (request, response) => {
    const sent = Number(request.headers['x-slack-request-timestamp']);
    if (sent * 1000 - Date.now() > 5 * 60 * 1000) {
      response.writeHead(401).end();
      return;
    }
    next(request, response);
  };
}

/** Bolt's own messages, in our log: warnings and errors. */
function boltLogger(log: Logger): BoltLogger {
  const write =
    (level: 'debug' | 'warn' | 'error') =>
    (message: unknown, ...more: unknown[]) => {
      log[level]({ bolt: [message, ...more].map(String).join(' ') }, 'bolt');
    };
  return {
    debug: () => {},
    info: write('debug'),
    warn: write('warn'),
    error: write('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
