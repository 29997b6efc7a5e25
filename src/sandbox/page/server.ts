/** The sandbox's local page: one address on this machine, where one visitor is every person in turn. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Asset, buildAssets } from './assets.ts';
import { refusalOf, whileAway } from './away.ts';
import type { Controls, PageBackend, PageOptions, PageSettings } from './backend.ts';
import { BadRequest, readFile, readJson } from './body.ts';
import { sendFile } from './download.ts';
import { createEvents, type Events } from './events.ts';
import { createGuard, type Guard, protect } from './guard.ts';
import { ClockRequest, FaultRequest, GestureRequest, OptionsRequest, UploadRequest } from './requests.ts';

export type { PageBackend, PageOptions } from './backend.ts';

export interface Page {
  url: string;
  stop(): Promise<void>;
}

const NO_FAULTS = 'This sandbox has no faults to try.';

type Route = (request: IncomingMessage, url: URL) => unknown;

export async function startPage(backend: PageBackend, options: PageOptions): Promise<Page> {
  const assets = await buildAssets();
  const routes = routesOf(backend, options);
  const events = createEvents();
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const guard = createGuard(options.token, port);

  server.on('request', (request, response) => {
    handle(request, response, { guard, assets, routes, events, backend }).catch((error: unknown) =>
      fail(response, error),
    );
  });
  const stopListening = backend.onChange(() => events.announce());

  return {
    url: `http://127.0.0.1:${port}/?token=${encodeURIComponent(options.token)}`,
    async stop() {
      stopListening();
      events.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function routesOf(backend: PageBackend, options: PageOptions): Record<string, Route> {
  const settings: PageSettings = {
    defaultPerson: backend.defaultPerson,
    tryThis: options.tryThis ?? [],
    canMoveClock: backend.clock !== undefined,
  };
  const checkPerson = (id: string) => {
    const { people } = backend.screen(backend.defaultPerson);
    if (!people.some((person) => person.id === id)) throw new BadRequest(404, 'Nobody here has this id.');
    return id;
  };

  return {
    'GET /api/settings': () => settings,
    'GET /api/screen': (_request, url) => backend.screen(checkPerson(url.searchParams.get('as') ?? '')),
    'GET /api/mails': () => backend.mails(),
    'POST /api/gesture': async (request) => {
      const { as, gesture } = await readJson(request, GestureRequest);
      const userId = checkPerson(as);
      return whileAway(backend.screen(userId), gesture) ?? backend.perform(userId, gesture);
    },
    'POST /api/options': async (request) => {
      const { as, on, blockId, actionId, query } = await readJson(request, OptionsRequest);
      const userId = checkPerson(as);
      if (refusalOf(backend.screen(userId))) return [];
      return backend.options(userId, on, blockId, actionId, query);
    },
    'POST /api/upload': async (request, url) => {
      const where = UploadRequest.safeParse(Object.fromEntries(url.searchParams));
      if (!where.success) throw new BadRequest(400, 'This is no place for a file.');
      const { as, viewId, ...rest } = where.data;
      const on = { type: 'modal', viewId } as const;
      const userId = checkPerson(as);
      const bytes = await readFile(request);
      return refusalOf(backend.screen(userId)) ?? backend.upload(userId, { on, ...rest, bytes });
    },
    'POST /api/clock': async (request) => {
      const move = await readJson(request, ClockRequest);
      if (!backend.clock) throw new BadRequest(404, 'This sandbox has no clock to move.');
      return backend.clock.move(move);
    },
    'GET /api/controls': (): Controls => ({
      journey: backend.clock?.journey() ?? null,
      faults: backend.faults?.list() ?? [],
    }),
    'POST /api/fault': async (request) => {
      const change = await readJson(request, FaultRequest);
      if (!backend.faults) throw new BadRequest(404, NO_FAULTS);
      return backend.faults.change(change);
    },
    'POST /api/heal': async () => {
      if (!backend.faults) throw new BadRequest(404, NO_FAULTS);
      await backend.faults.healAll();
      return { ok: true };
    },
  };
}

interface Parts {
  guard: Guard;
  assets: ReadonlyMap<string, Asset>;
  routes: Record<string, Route>;
  events: Events;
  backend: PageBackend;
}

async function handle(request: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  protect(response);
  const url = addressOf(request);
  const verdict = parts.guard.judge(request, url);
  if (!verdict.allowed) return sendText(response, verdict.status, verdict.reason);
  if (verdict.setCookie !== undefined) response.setHeader('Set-Cookie', verdict.setCookie);

  const method = request.method ?? 'GET';
  const asset = parts.assets.get(url.pathname);
  if (asset && method === 'GET') return send(response, 200, asset.type, asset.body);
  if (url.pathname === '/events' && method === 'GET') return parts.events.connect(response);

  if (url.pathname === '/api/file' && method === 'GET') return sendFile(response, parts.backend, url);
  const route = parts.routes[`${method} ${url.pathname}`];
  if (route) return sendJson(response, 200, await route(request, url));
  const isKnown = asset || url.pathname === '/events' || hasRoute(parts.routes, url.pathname);
  return isKnown
    ? sendText(response, 405, 'This address does not answer that method.')
    : sendText(response, 404, 'There is nothing at this address.');
}

function addressOf(request: IncomingMessage): URL {
  const path = request.url ?? '/';
  const address = `http://127.0.0.1${path}`;
  if (!path.startsWith('/') || !URL.canParse(address)) throw new BadRequest(400, 'This is not an address.');
  return new URL(address);
}

const hasRoute = (routes: Record<string, Route>, path: string) =>
  Object.keys(routes).some((route) => route.endsWith(` ${path}`));

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // The rest of a body that is too long is not read, so this connection cannot be used again.
  response.setHeader('Connection', 'close');
  if (error instanceof BadRequest) sendJson(response, error.status, { ok: false, error: error.message });
  else {
    console.error('The sandbox page could not answer:', error);
    sendJson(response, 500, { ok: false, error: 'The sandbox could not do this. The terminal says why.' });
  }
}

const sendJson = (response: ServerResponse, status: number, value: unknown) =>
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value));

const sendText = (response: ServerResponse, status: number, text: string) =>
  send(response, status, 'text/plain; charset=utf-8', `${text}\n`);

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type }).end(body);
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
