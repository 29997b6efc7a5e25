import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CallResult, callMethod, type Guards, refusal } from './call.ts';
import type { FaultQueue } from './faults.ts';
import { createFileTransfer, loginPage } from './file-transfer.ts';
import { asText, isObj, type Obj, parseJson } from './json.ts';
import type { ApiContext } from './method.ts';
import { useResponseUrl } from './response-url.ts';
import type { Fault } from './types.ts';
import type { World } from './world.ts';

const LOG_LENGTH = 5000;
const BODY_LIMIT = 4_000_000;

export interface ApiServer {
  server: Server;
  /** Requests under way. */
  pending: number;
  /** Set once the parts that need the server's address are there. */
  context: ApiContext | undefined;
}

/** Slack's HTTP side: the Web API at `/api/<method>`, the response_urls, and files. */
export function createApiServer(world: World, guards: Guards, faults: FaultQueue): ApiServer {
  const transfer = createFileTransfer(world, faults, (method, args, status) =>
    record(world, method, args, { ok: status === 200, status }),
  );
  const api: ApiServer = {
    pending: 0,
    context: undefined,
    server: createServer((request, response) => {
      api.pending += 1;
      const end = () => {
        api.pending -= 1;
      };
      handle(request, response)
        .catch((error: unknown) => fail(response, error))
        .finally(end);
    }),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', world.origin);
    const [, area, name = '', ...rest] = pathname.split('/');
    if (area === 'upload' && request.method === 'POST')
      return transfer.upload(request, response, rest[0] ?? '');
    if (area === 'files-pri' && request.method === 'GET') return transfer.download(request, response, name);
    if (pathname === '/') return loginPage(response);
    const args: Obj = { ...Object.fromEntries(searchParams), ...(await readArgs(request)) };
    if (area === 'api' && api.context !== undefined) {
      const context = api.context;
      const { token: tokenArg, ...named } = args;
      const token = bearer(request) || asText(tokenArg);
      await serve(response, name, named, () => callMethod(context, guards, name, token, named));
    } else if (['commands', 'actions', 'app'].includes(area ?? '')) {
      await serve(response, 'response_url', args, () => callResponseUrl(world, rest.join('/'), args));
    } else {
      response.writeHead(404).end();
    }
  }

  async function serve(
    response: ServerResponse,
    name: string,
    args: Obj,
    call: () => CallResult,
  ): Promise<void> {
    const fault = faults.take(name);
    if (fault?.kind === 'latency') await sleep(fault.ms, undefined, { ref: false });
    const result = refusedBy(fault) ?? call();
    record(world, name, args, result.response);
    if (fault?.kind === 'apply-then-timeout') return;
    if (fault?.kind === 'apply-then-reset') response.destroy();
    else if (fault?.kind === 'http') response.writeHead(fault.status).end('upstream error');
    else answer(response, name, result);
  }

  function answer(response: ServerResponse, name: string, { response: body, retryAfter }: CallResult): void {
    const isWebhook = name === 'response_url' && body.ok !== true;
    const status = body.error === 'ratelimited' ? 429 : isWebhook ? statusOf(body) : 200;
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'x-oauth-scopes': [...world.manifest.scopes].join(','),
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    });
    response.end(JSON.stringify(body));
  }
  return api;
}

function callResponseUrl(world: World, id: string, body: Obj): CallResult {
  try {
    return { response: { ok: true, ...useResponseUrl(world, id, body) } };
  } catch (error) {
    return { response: refusal(world, 'response_url', error) };
  }
}

function refusedBy(fault: Fault | undefined): CallResult | undefined {
  if (fault?.kind === 'ratelimited') {
    const { retryAfter = '1' } = fault;
    return { response: { ok: false, error: 'ratelimited' }, ...(retryAfter === null ? {} : { retryAfter }) };
  }
  if (fault?.kind === 'error') return { response: { ok: false, error: fault.error } };
  if (fault?.kind === 'http') return { response: { ok: false, error: `http_${fault.status}` } };
  return undefined;
}

function statusOf({ error }: Obj): number {
  return ['invalid_url', 'expired_url', 'used_url', 'message_not_found'].includes(String(error)) ? 404 : 400;
}

function record(world: World, method: string, args: Obj, response: Obj): void {
  world.log.push({ method, args, response, at: world.now().toISOString() });
  if (world.log.length > LOG_LENGTH) world.log.splice(0, world.log.length - LOG_LENGTH);
}

async function readArgs(request: IncomingMessage): Promise<Obj> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > BODY_LIMIT) throw new Error('The request is too large.');
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks).toString('utf8');
  if (body === '') return {};
  const type = request.headers['content-type'] ?? '';
  if (!type.includes('json')) return Object.fromEntries(new URLSearchParams(body));
  const parsed = parseJson(body);
  return isObj(parsed) ? parsed : {};
}

function bearer(request: IncomingMessage): string {
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

function fail(response: ServerResponse, error: unknown): void {
  console.error('The fake Slack failed:', error);
  if (!response.headersSent) response.writeHead(500).end();
}
