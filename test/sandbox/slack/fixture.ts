/** A small workspace, and an app of a few lines that answers Slack's signed requests. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KnownBlock, ModalView } from '@slack/types';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from '../../../src/sandbox/slack/index.ts';
import type { Obj } from '../../../src/sandbox/slack/json.ts';
import type { Person } from '../../../src/sandbox/slack/screen.ts';

export const OLGA = 'U0OLGA';
export const IVAN = 'U0IVAN';
export const PAT = 'U0PAT';

export const people: Person[] = [
  person(OLGA, 'olga'),
  person(IVAN, 'ivan'),
  { ...person(PAT, 'pat'), isHome: false, teamId: 'T0PARTNER' },
];

export const channels = [
  { id: 'C0GENERAL', name: 'general', members: [OLGA, IVAN, 'APP'] },
  { id: 'C0RANDOM', name: 'random', members: [OLGA, IVAN] },
  { id: 'C0SHARED', name: 'shared', members: [OLGA, PAT, 'APP'] },
  { id: 'G0SECRET', name: 'secret', isPrivate: true, members: [OLGA] },
  { id: 'G0ADMIN', name: 'admin', isPrivate: true, members: [OLGA, 'APP'] },
];

export function manifest(change: (manifest: ManifestSource) => void = () => {}): ManifestSource {
  const source: ManifestSource = {
    display_information: { name: 'Doorman' },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'doorman' },
      slash_commands: [
        { command: '/door', description: 'Opens doors', usage_hint: '[which]' },
        { command: '/escaped', description: 'Gets escaped text', should_escape: true },
      ],
      shortcuts: [{ type: 'global', name: 'Open a door', callback_id: 'open-door' }],
    },
    oauth_config: {
      scopes: {
        bot: [
          'commands',
          'chat:write',
          'users:read',
          'users:read.email',
          'im:history',
          'im:write',
          'channels:history',
          'channels:read',
          'app_mentions:read',
        ],
      },
    },
    settings: {
      event_subscriptions: {
        bot_events: ['app_home_opened', 'message.im', 'message.channels', 'app_mention'],
      },
      interactivity: { is_enabled: true },
      socket_mode_enabled: true,
    },
  };
  change(source);
  return source;
}

/** Loose on purpose, so that tests can break it. */
// biome-ignore lint/suspicious/noExplicitAny: a manifest of any shape, also wrong ones
export type ManifestSource = Record<string, any>;

/** Answers a delivery; nothing means an empty 200, `'hang'` never answers, a number is a status. */
type Handler = (payload: Obj, headers: Record<string, unknown>) => unknown;

export interface TestWorkspace {
  slack: FakeSlack;
  /** Everything that was delivered to the app, in order. */
  received: Obj[];
  headers: Record<string, unknown>[];
  raw: string[];
  handle(handler: Handler): void;
  /** Calls the Web API as the app. */
  call(
    method: string,
    args?: Obj,
    token?: string,
  ): Promise<Obj & { status: number; retryAfter: string | null }>;
  /** Types a command and gives back what the app received. */
  command(userId?: string, conversation?: string, text?: string): Promise<Obj>;
  stop(): Promise<void>;
}

/** Starts the fake over HTTP, with an app behind it whose answers the test decides. */
export async function startWorkspace(options: Partial<FakeSlackOptions> = {}): Promise<TestWorkspace> {
  let handler: Handler = () => undefined;
  const received: Obj[] = [];
  const headers: Record<string, unknown>[] = [];
  const raw: string[] = [];
  const app = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    raw.push(body);
    const payload = readPayload(body, request.headers['content-type'] ?? '');
    received.push(payload);
    headers.push(request.headers);
    const answer = await handler(payload, request.headers);
    if (answer === 'hang') return;
    if (typeof answer === 'number') response.writeHead(answer).end();
    else if (typeof answer === 'object') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    } else response.writeHead(200).end(answer);
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const slack = await startFakeSlack({
    manifest: manifest(),
    workspace: { id: 'T0HOME', name: 'Home' },
    people,
    channels,
    transport: {
      kind: 'http',
      requestUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}/slack/events`,
    },
    ...options,
  });
  const call: TestWorkspace['call'] = async (method, args = {}, token = slack.botToken) => {
    const response = await fetch(slack.url + method, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(args),
    });
    const text = await response.text();
    const body = text.startsWith('{') ? (JSON.parse(text) as Obj) : { text };
    return { ...body, status: response.status, retryAfter: response.headers.get('retry-after') };
  };
  return {
    slack,
    received,
    headers,
    raw,
    handle(next) {
      handler = next;
    },
    call,
    async command(userId = OLGA, conversation = 'C0GENERAL', text = '') {
      const result = await slack.perform(userId, { kind: 'say', conversation, text: `/door ${text}` });
      if (!result.ok) throw new Error(result.error);
      return received.at(-1) ?? {};
    },
    async stop() {
      await slack.stop();
      app.closeAllConnections();
      await new Promise((resolve) => app.close(resolve));
    },
  };
}

export function modal(blocks: KnownBlock[] = [section('Hello')], rest: Partial<ModalView> = {}): ModalView {
  return {
    type: 'modal',
    callback_id: 'form',
    title: { type: 'plain_text', text: 'A form' },
    submit: { type: 'plain_text', text: 'Send' },
    blocks,
    ...rest,
  };
}

export function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

export function button(actionId: string, value = 'v', text = 'Press'): KnownBlock {
  return {
    type: 'actions',
    block_id: `${actionId}-block`,
    elements: [{ type: 'button', action_id: actionId, value, text: { type: 'plain_text', text } }],
  };
}

/** An input block whose block_id is also its action_id. */
export function input(id: string, element: Obj, rest: Obj = {}): KnownBlock {
  return {
    type: 'input',
    block_id: id,
    label: { type: 'plain_text', text: id },
    element: { action_id: id, ...element },
    ...rest,
  } as unknown as KnownBlock;
}

export function option(value: string, text = value): Obj {
  return { text: { type: 'plain_text', text }, value };
}

function readPayload(body: string, type: string): Obj {
  if (type.includes('json')) return JSON.parse(body) as Obj;
  const form = new URLSearchParams(body);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : (JSON.parse(payload) as Obj);
}

function person(id: string, name: string): Person {
  return {
    id,
    name,
    realName: `${name[0]?.toUpperCase()}${name.slice(1)} Example`,
    title: '',
    email: `${name}@home.example`,
    isWorkspaceAdmin: false,
    isHome: true,
  };
}
