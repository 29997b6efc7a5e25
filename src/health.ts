import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import type { Clock } from './clock.ts';

const patienceMs = 2_000;

export interface Health {
  ready: boolean;
  /** Why not, in plain words. */
  problems: string[];
}

/**
 * `/healthz` says that the process runs; `/readyz` that it can serve: the database answers within two seconds, its indexes
 * are there, and this machine's clock is right.
 */
export function createHealth(of: { connection: Connection; clock: Clock; isPrepared: () => boolean }) {
  const { connection, clock, isPrepared } = of;

  async function check(): Promise<Health> {
    const problems: string[] = [];
    if (!isPrepared()) problems.push('The database is not prepared yet.');
    try {
      await inTwoSeconds(clock.synchronize(connection));
      await connection.db?.command({ ping: 1 }, { timeoutMS: patienceMs });
    } catch {
      problems.push('The database does not answer.');
    }
    if (!clock.isTrusted())
      problems.push("This machine's clock differs from the database's by over a minute.");
    return { ready: problems.length === 0, problems };
  }

  const answer = (response: ServerResponse, health: Health): void => {
    response.writeHead(health.ready ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify(health));
  };
  const routes: HealthRoute[] = [
    {
      path: '/healthz',
      handle: (_request: IncomingMessage, response: ServerResponse) =>
        answer(response, { ready: true, problems: [] }),
    },
    {
      path: '/readyz',
      handle: (_request: IncomingMessage, response: ServerResponse) => {
        // A rejected route would leave the response open for ever.
        check().then(
          (health) => answer(response, health),
          () => answer(response, { ready: false, problems: ['The check failed.'] }),
        );
      },
    },
  ];
  return { check, routes };
}

export interface HealthRoute {
  path: string;
  handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Serves the health pages alone, for Socket Mode: Bolt's own server there listens on every address. */
export async function serveHealth(
  routes: HealthRoute[],
  { host, port }: { host: string; port: number },
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const [path] = (request.url ?? '').split('?');
    const route = request.method === 'GET' ? routes.find((each) => each.path === path) : undefined;
    if (route) route.handle(request, response);
    else response.writeHead(404).end();
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A database that hangs must not hang whoever asks. */
async function inTwoSeconds(work: Promise<void>): Promise<void> {
  const timer = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error('no answer in time');
  });
  late.catch(() => {});
  try {
    await Promise.race([work, late]);
  } finally {
    timer.abort();
    work.catch(() => {});
  }
}
