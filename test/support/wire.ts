/** The wire between the fake Slack and the app: what goes over it can be read, changed and sent again. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { afterFile } from './after-file.ts';
import type { World } from './gatehouse.ts';
import { visibleText } from './slack-text.ts';

/** A payload of Slack's, loosely typed: tests write nonsense into it. */
// biome-ignore lint/suspicious/noExplicitAny: a forged payload has any shape
export type Payload = Record<string, any>;

export interface Sent {
  body: string;
  contentType: string;
  status: number;
  answer: string;
}

export interface Wire {
  /** Where the app listens. */
  url: string;
  /** Everything that Slack sent, as the app got it, with its answers. */
  sent: Sent[];
  /** From now on every payload is changed by `edit` and signed anew; null leaves it as it is. */
  change(edit: ((payload: Payload) => void) | null): void;
  /** From now on everything comes from this person, whoever's screen it is done on; null for whoever did it. */
  comesFrom(person: Person | null): void;
  /** What the app showed somebody since `index` of Slack's log: the last answer or view, or else Home. */
  shownSince(index: number): string;
  /** The verdict on the last submission. */
  verdict(): { text: string; errors: Record<string, string> };
}

/** Without `chat.postMessage`, which the outbox uses at any time. */
const shows = new Set(['response_url', 'views.open', 'views.push', 'views.update']);

/** Puts itself between Slack and an app that is reached over HTTP. */
export async function tapWire(world: World): Promise<Wire> {
  const { slack } = world;
  const url = `http://127.0.0.1:${world.port}/slack/events`;
  const sent: Sent[] = [];
  let edit: ((payload: Payload) => void) | null = null;
  let person: Person | null = null;

  const server = createServer(async (request, response) => {
    const contentType = request.headers['content-type'] ?? '';
    const { payload, encode } = decode(contentType, await text(request));
    if (person) impersonate(payload, person);
    edit?.(payload);
    const body = encode();
    const headers = retryHeaders(request);
    const result = await slack.signedRequest(body, { url, contentType, headers });
    sent.push({ body, contentType, status: result.status, answer: result.body });
    const isJson = result.body.startsWith('{');
    response.writeHead(result.status, isJson ? { 'content-type': 'application/json' } : {});
    response.end(result.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterFile(async () => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  slack.updateTransport({ kind: 'http', requestUrl: `http://127.0.0.1:${port}/` });

  return {
    url,
    sent,
    change: (next) => {
      edit = next;
    },
    comesFrom: (next) => {
      person = next;
    },
    shownSince: (index) => {
      const calls = slack.log.slice(index);
      const call =
        calls.findLast(({ method }) => shows.has(method)) ??
        calls.findLast(({ method }) => method === 'views.publish');
      if (!call) return '';
      const shown = (call.args.view ?? call.args) as object;
      return visibleText(typeof shown === 'string' ? (JSON.parse(shown) as object) : shown);
    },
    verdict: () => {
      const answer = sent.at(-1)?.answer;
      const verdict = (answer ? JSON.parse(answer) : {}) as Payload;
      return { text: verdict.view ? visibleText(verdict.view as object) : '', errors: verdict.errors ?? {} };
    },
  };
}

function decode(contentType: string, body: string): { payload: Payload; encode(): string } {
  if (contentType.includes('json')) {
    const payload = JSON.parse(body) as Payload;
    return { payload, encode: () => JSON.stringify(payload) };
  }
  const fields = Object.fromEntries(new URLSearchParams(body)) as Payload;
  if (typeof fields.payload === 'string') {
    const payload = JSON.parse(fields.payload) as Payload;
    return {
      payload,
      encode: () => new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
    };
  }
  return { payload: fields, encode: () => new URLSearchParams(fields as Record<string, string>).toString() };
}

function impersonate(payload: Payload, { id, name, teamId = 'T0ASTER' }: Person): void {
  if (payload.command) Object.assign(payload, { user_id: id, user_name: name, team_id: teamId });
  else if (payload.user) payload.user = { ...payload.user, id, name, username: name, team_id: teamId };
}

function retryHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => name.startsWith('x-slack-retry')),
  ) as Record<string, string>;
}
