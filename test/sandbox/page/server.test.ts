import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Arrival, ClockMove, FaultChange, ShownFault } from '../../../src/sandbox/page/backend.ts';
import { type Page, type PageBackend, startPage } from '../../../src/sandbox/page/server.ts';
import type { Gesture, Mail, Person, Screen, Upload } from '../../../src/sandbox/slack/screen.ts';

const TOKEN = 'f3b1 token/with+signs';
const OLGA = 'U0OLGA';

let backend: ReturnType<typeof createBackend>;
let page: Page;
let origin: string;
let cookie: string;

beforeEach(async () => {
  backend = createBackend();
  page = await startPage(backend, { token: TOKEN, tryThis: ['1. Type /invite-user.'] });
  origin = new URL(page.url).origin;
  const first = await fetch(page.url);
  cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  await first.text();
});

afterEach(() => page.stop());

describe('the token', () => {
  it('is part of the printed address, on this machine alone', () => {
    expect(page.url).toBe(`http://127.0.0.1:${new URL(page.url).port}/?token=${encodeURIComponent(TOKEN)}`);
  });

  it('buys a cookie that scripts and other sites cannot use', async () => {
    const { headers, status } = await send('/', { token: true });
    expect(status).toBe(200);
    expect(headers['set-cookie']?.[0]).toMatch(
      /^gatehouse_sandbox_\d+=\S+; Path=\/; HttpOnly; SameSite=Strict$/,
    );
  });

  it.each(['/', '/app.js', '/app.css', '/events', '/api/screen?as=U0OLGA', '/api/mails', '/api/settings'])(
    'is needed for %s',
    async (path) => {
      const { status, body } = await send(path);
      expect(status).toBe(401);
      expect(body).toContain('address printed in the terminal');
    },
  );

  it('must be the right one', async () => {
    expect((await send('/?token=wrong')).status).toBe(401);
    expect((await send('/', { headers: { cookie: `${cookie}x` } })).status).toBe(401);
    expect((await send('/?token=')).status).toBe(401);
  });

  it('is not asked for again once the cookie is there', async () => {
    const { status, headers } = await send('/', { cookie: true });
    expect(status).toBe(200);
    expect(headers['set-cookie']).toBeUndefined();
  });
});

describe('strangers', () => {
  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['an opaque origin', { origin: 'null' }],
    ['a name that was rebound to this machine', { host: 'evil.example' }],
    ['the right host with another port', { host: '127.0.0.1:1' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another program on this machine', { 'sec-fetch-site': 'same-site' }],
  ])('are refused: %s', async (_, headers) => {
    expect((await send('/api/mails', { cookie: true, headers })).status).toBe(403);
    expect((await send('/', { token: true, headers })).status).toBe(403);
  });

  it('cannot send a gesture', async () => {
    const { status } = await say({ headers: { origin: 'https://evil.example' } });
    expect(status).toBe(403);
    expect(backend.gestures).toEqual([]);
  });

  it('are told apart from the page itself', async () => {
    const headers = { origin, 'sec-fetch-site': 'same-origin' };
    expect((await send('/api/mails', { cookie: true, headers })).status).toBe(200);
  });
});

describe('the page', () => {
  it('allows nothing from elsewhere', async () => {
    const { headers, body } = await send('/', { cookie: true });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('http');
    expect(body).not.toMatch(/https?:/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('comes with its script and its styles', async () => {
    const script = await send('/app.js', { cookie: true });
    expect(script.headers['content-type']).toContain('text/javascript');
    expect(script.body.length).toBeGreaterThan(10_000);
    const style = await send('/app.css', { cookie: true });
    expect(style.headers['content-type']).toContain('text/css');
    expect(style.body).toContain('prefers-color-scheme:dark');
  });

  it('never builds its nodes from text', async () => {
    const { body } = await send('/app.js', { cookie: true });
    // Preact's own support for it is the only mention.
    expect(body.match(/dangerouslySetInnerHTML/g)?.length ?? 0).toBeLessThanOrEqual(2);
    expect(body).not.toContain('insertAdjacentHTML');
  });

  it('says no to other addresses and methods', async () => {
    expect((await send('/etc/passwd', { cookie: true })).status).toBe(404);
    expect((await send('//evil.example/api/mails', { cookie: true })).status).toBe(404);
    expect((await send('/api/gesture', { cookie: true })).status).toBe(405);
    expect((await send('/', { cookie: true, method: 'POST' })).status).toBe(405);
  });
});

describe('looking', () => {
  it('shows the screen of a person', async () => {
    const { body } = await send(`/api/screen?as=${OLGA}`, { cookie: true });
    expect(JSON.parse(body)).toEqual(backend.screen(OLGA));
  });

  it('knows only the people of the workspace', async () => {
    expect((await send('/api/screen?as=U0NOBODY', { cookie: true })).status).toBe(404);
    expect((await send('/api/screen', { cookie: true })).status).toBe(404);
  });

  it('shows the mails', async () => {
    backend.receive({ subject: 'You are invited' });
    const { body } = await send('/api/mails', { cookie: true });
    expect(JSON.parse(body)).toMatchObject([{ subject: 'You are invited' }]);
  });

  it('tells what to try first', async () => {
    const { body } = await send('/api/settings', { cookie: true });
    expect(JSON.parse(body)).toEqual({
      defaultPerson: OLGA,
      tryThis: ['1. Type /invite-user.'],
      canMoveClock: true,
    });
  });
});

describe('acting', () => {
  it('passes gestures on and answers what came of them', async () => {
    const { status, body } = await say({ text: 'hello' });
    expect([status, JSON.parse(body)]).toEqual([200, { ok: true }]);
    expect(backend.gestures).toEqual([[OLGA, { kind: 'say', conversation: 'C1', text: 'hello' }]]);
  });

  it('answers a refusal as it is', async () => {
    const { status, body } = await say({ text: '/nonsense' });
    expect([status, JSON.parse(body)]).toEqual([200, { ok: false, error: 'No such command.' }]);
  });

  it('lets nobody act whom Slack has deactivated, and says so', async () => {
    backend.deactivated.add(OLGA);
    const refused = {
      ok: false,
      error:
        'Slack has deactivated Olga Owner, who can do nothing here. Be somebody else, or heal it under Faults.',
    };
    for (const gesture of [
      touch('press'),
      { kind: 'submit', viewId: 'V1' },
      { kind: 'close', viewId: 'V1' },
    ]) {
      expect(JSON.parse((await post('/api/gesture', { as: OLGA, gesture })).body)).toEqual(refused);
    }
    expect(JSON.parse((await say({})).body)).toEqual(refused);
    const where = `as=${OLGA}&viewId=V1&blockId=file&actionId=file&name=people.csv`;
    const type = { 'content-type': 'application/octet-stream' };
    expect(JSON.parse((await post(`/api/upload?${where}`, 'email', type)).body)).toEqual(refused);
    const ask = { as: OLGA, on: { type: 'home' }, blockId: 'person', actionId: 'person', query: 'iri' };
    expect(JSON.parse((await post('/api/options', ask)).body)).toEqual([]);
    // What the page does by itself says nothing, and reaches nobody.
    const look = await post('/api/gesture', { as: OLGA, gesture: { kind: 'open-home' } });
    expect(JSON.parse(look.body)).toEqual({ ok: true });
    expect([backend.gestures, backend.uploads]).toEqual([[], []]);
    await post('/api/gesture', { as: OLGA, gesture: { kind: 'dismiss', noticeId: 'N1' } });
    expect(backend.gestures).toHaveLength(1);
    backend.deactivated.clear();
    expect(JSON.parse((await say({})).body)).toEqual({ ok: true });
  });

  it.each<[string, unknown]>([
    ['no gesture', { as: OLGA }],
    ['an unknown kind', { as: OLGA, gesture: { kind: 'format-disk' } }],
    ['a key too many', { as: OLGA, gesture: { kind: 'open-home', extra: 1 } }],
    ['a value that is none', { as: OLGA, gesture: { ...touch('change'), value: 'text' } }],
    ['an empty line', { as: OLGA, gesture: { kind: 'say', conversation: 'C1', text: '' } }],
    ['nobody', { gesture: { kind: 'open-home' } }],
  ])('refuses %s', async (_, body) => {
    expect((await post('/api/gesture', body)).status).toBe(400);
    expect(backend.gestures).toEqual([]);
  });

  it.each<Gesture>([
    { kind: 'shortcut', callbackId: 'invite-user' },
    { ...touch('press'), value: { type: 'overflow', selected_option: { value: 'a' } } },
    { ...touch('change'), value: { type: 'plain_text_input', value: 'iris' }, enter: true },
    { kind: 'close', viewId: 'V1', all: true },
  ])('takes $kind', async (gesture) => {
    expect((await post('/api/gesture', { as: OLGA, gesture })).status).toBe(200);
    expect(backend.gestures).toEqual([[OLGA, gesture]]);
  });

  it('refuses what is not JSON', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post('/api/gesture', 'as=U0OLGA', form)).status).toBe(415);
    expect((await post('/api/gesture', '{', { 'content-type': 'application/json' })).status).toBe(400);
  });

  it('refuses more than a person would send', async () => {
    const { status, body } = await say({ text: 'x'.repeat(300_000) });
    expect(status).toBe(413);
    expect(JSON.parse(body).ok).toBe(false);
    expect((await say({ text: 'x'.repeat(13_000) })).status).toBe(400);
  });

  it('hides what went wrong inside', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    backend.screen = () => {
      throw new Error('secret detail');
    };
    const { status, body } = await send(`/api/screen?as=${OLGA}`, { cookie: true });
    expect(status).toBe(500);
    expect(body).not.toContain('secret');
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it('asks for options', async () => {
    const { kind: _, ...where } = touch('change');
    const { body } = await post('/api/options', { as: OLGA, ...where, query: 'iri' });
    expect(JSON.parse(body)).toEqual([{ text: 'iri on modal', value: 'person.iris' }]);
  });

  it('moves the clock forward, never back', async () => {
    const moves: ClockMove[] = [
      { milliseconds: 3_600_000 },
      { to: 'next-working-morning' },
      { until: '2026-01-06T09:00:00.000Z' },
    ];
    for (const move of moves) {
      const { status, body } = await post('/api/clock', move);
      expect([status, JSON.parse(body)]).toEqual([200, ARRIVAL]);
    }
    for (const move of [{ milliseconds: -1 }, { to: 'yesterday' }, { until: 'noon' }, {}]) {
      expect((await post('/api/clock', move)).status).toBe(400);
    }
    expect(backend.moved).toEqual(moves);
  });

  it('switches faults, and answers why one cannot be on', async () => {
    const on = { id: 'mail-refuses', isOn: true, value: 'iris@example.org' };
    expect(JSON.parse((await post('/api/fault', on)).body)).toEqual({ ok: true });
    const { body } = await post('/api/fault', { id: 'mail-refuses', isOn: true });
    expect(JSON.parse(body)).toEqual({ ok: false, error: 'Type an address.' });
    expect((await post('/api/fault', { id: 'mail-refuses' })).status).toBe(400);
    expect(backend.changed).toEqual([on, { id: 'mail-refuses', isOn: true }]);
  });

  it('shows what is set around the app, until it is healed', async () => {
    const controls = async () => JSON.parse((await send('/api/controls', { cookie: true })).body);
    expect(await controls()).toEqual({ journey: { until: '2026-01-06T09:00:00.000Z' }, faults: [FAULT] });
    expect((await post('/api/heal', {})).status).toBe(200);
    expect(await controls()).toMatchObject({ faults: [{ isOn: false }] });
  });

  it.each(['/api/clock', '/api/fault', '/api/heal'])('refuses %s from anywhere else', async (path) => {
    const headers = { origin: 'https://evil.example' };
    expect((await send(path, { method: 'POST', cookie: true, headers, body: '{}' })).status).toBe(403);
    expect((await send(path, { method: 'POST', body: '{}' })).status).toBe(401);
    expect(backend.faults.list()).toEqual([FAULT]);
  });
});

describe('files', () => {
  const place = { viewId: 'V1', blockId: 'file', actionId: 'file' };
  const upload = (query: Record<string, string>, body: string, type = 'application/octet-stream') =>
    send(`/api/upload?${new URLSearchParams(query)}`, {
      method: 'POST',
      cookie: true,
      headers: { 'content-type': type },
      body,
    });

  it('are put where the person chose them', async () => {
    const { status, body } = await upload(
      { as: OLGA, ...place, name: 'people.csv' },
      'email\niris@x.example',
    );
    expect([status, JSON.parse(body)]).toEqual([200, { ok: true }]);
    const { viewId, ...field } = place;
    const where = { on: { type: 'modal', viewId }, ...field, name: 'people.csv' };
    expect(backend.uploads).toEqual([[OLGA, where, 'email\niris@x.example']]);
  });

  it('are refused without a place, from nobody, as a form of another site, and beyond any size', async () => {
    const where = { as: OLGA, ...place, name: 'people.csv' };
    expect((await upload({ as: OLGA, name: 'people.csv' }, 'x')).status).toBe(400);
    expect((await upload({ ...where, as: 'U0NOBODY' }, 'x')).status).toBe(404);
    expect((await upload(where, 'x', 'text/plain')).status).toBe(415);
    expect((await upload(where, 'x'.repeat(24_000_001))).status).toBe(413);
    expect(backend.uploads).toEqual([]);
  });

  it('are handed out to who can see them, to be saved and never to be shown', async () => {
    const { status, headers, body } = await send(`/api/file?as=${OLGA}&id=F1`, { cookie: true });
    expect([status, body, headers['content-type']]).toEqual([200, 'email\n', 'application/octet-stream']);
    expect(headers['content-disposition']).toBe(
      "attachment; filename*=UTF-8''Olga%27s%20%E2%80%9Clist%E2%80%9D.csv",
    );
    expect((await send(`/api/file?as=${OLGA}&id=F2`, { cookie: true })).status).toBe(404);
    expect((await send('/api/file?as=U0NOBODY&id=F1', { cookie: true })).status).toBe(404);
    expect((await send(`/api/file?as=${OLGA}&id=F1`)).status).toBe(401);
  });
});

describe('events', () => {
  it('tell of every change, and end when the page stops', async () => {
    const response = await fetch(`${origin}/events`, { headers: { cookie } });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const events = versionsOf(response);
    const first = await events.next();
    backend.receive({ subject: 'Another' });
    const second = await events.next();
    expect(second.value).toBeGreaterThan(first.value as number);
    await page.stop();
    expect((await events.next()).done).toBe(true);
    expect(backend.listeners.size).toBe(0);
    page = await startPage(backend, { token: TOKEN });
  });

  it('tell of many changes at once only once', async () => {
    const events = versionsOf(await fetch(`${origin}/events`, { headers: { cookie } }));
    await events.next();
    for (let i = 0; i < 5; i += 1) backend.receive({ subject: `Mail ${i}` });
    const { value } = await events.next();
    expect(value).toBe(5);
  });
});

/** A Slack of one person in one channel. */
function createBackend() {
  const listeners = new Set<() => void>();
  const mails: Mail[] = [];
  const gestures: [string, Gesture][] = [];
  const moved: ClockMove[] = [];
  const changed: FaultChange[] = [];
  let isHealed = false;
  const uploads: [string, Omit<Upload, 'bytes'>, string][] = [];
  const deactivated = new Set<string>();
  const announce = () => {
    for (const listener of listeners) listener();
  };
  const backend = {
    defaultPerson: OLGA,
    listeners,
    gestures,
    moved,
    changed,
    uploads,
    deactivated,
    screen: (userId: string): Screen => ({
      ...SCREEN,
      me: { ...SCREEN.me, id: userId, ...(deactivated.has(userId) ? { isDeactivated: true } : {}) },
    }),
    async perform(userId: string, gesture: Gesture) {
      gestures.push([userId, gesture]);
      const isUnknown = gesture.kind === 'say' && gesture.text.startsWith('/');
      return isUnknown ? { ok: false as const, error: 'No such command.' } : { ok: true as const };
    },
    options: async (_userId, on, blockId, actionId, query) => [
      { text: `${query} on ${on.type}`, value: `${blockId}.${actionId}` },
    ],
    upload(userId: string, { bytes, ...where }: Upload) {
      uploads.push([userId, where, Buffer.from(bytes).toString()]);
      return { ok: true as const };
    },
    file: (userId: string, fileId: string) =>
      userId === OLGA && fileId === 'F1'
        ? { name: "Olga's “list”.csv", mimetype: 'text/html', bytes: Buffer.from('email\n') }
        : undefined,
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    mails: () => mails,
    clock: {
      async move(move: ClockMove) {
        moved.push(move);
        return ARRIVAL;
      },
      journey: () => ({ until: '2026-01-06T09:00:00.000Z' }),
    },
    faults: {
      list: () => [{ ...FAULT, isOn: !isHealed }],
      async change(change: FaultChange) {
        changed.push(change);
        return change.value ? { ok: true as const } : { ok: false as const, error: 'Type an address.' };
      },
      async healAll() {
        isHealed = true;
      },
    },
    receive(mail: Partial<Mail>) {
      mails.push({ ...MAIL, id: `${mails.length}`, ...mail });
      announce();
    },
  } satisfies PageBackend & Record<string, unknown>;
  return backend;
}

const ARRIVAL: Arrival = { ok: true, now: '2026-01-06T09:00:00.000Z', happened: ['2 reminders'] };

const FAULT: ShownFault = {
  id: 'mail-refuses',
  name: 'Addresses refused',
  hint: '',
  input: 'addresses',
  isOn: true,
  value: 'iris@example.org',
};

const PERSON: Person = {
  id: OLGA,
  name: 'olga',
  realName: 'Olga Owner',
  title: 'owner',
  email: 'olga@example.org',
  isWorkspaceAdmin: true,
  isHome: true,
};

const SCREEN: Screen = {
  version: 1,
  now: '2026-01-05T09:00:00.000Z',
  workspace: { id: 'T1', name: 'Northwind' },
  me: PERSON,
  people: [PERSON],
  app: { id: 'A1', name: 'Gatehouse', userId: 'U0APP', commands: [], shortcuts: [] },
  conversations: [{ id: 'C1', kind: 'channel', name: 'general', unread: 0 }],
  messages: { C1: [] },
  modals: [],
  home: null,
  notices: [],
};

const MAIL: Mail = {
  id: '0',
  to: ['iris@example.org'],
  from: 'gatehouse@example.org',
  subject: '',
  text: '',
  html: '',
  messageId: '<0@example.org>',
  at: SCREEN.now,
};

function touch<K extends 'press' | 'change'>(kind: K) {
  return { kind, on: { type: 'modal' as const, viewId: 'V1' }, blockId: 'person', actionId: 'iris' };
}

interface Sending {
  method?: string;
  token?: boolean;
  cookie?: boolean;
  headers?: Record<string, string>;
  body?: string;
}

/** By `node:http`, because `fetch` lets nobody choose `Host` or `Origin`. */
function send(path: string, sending: Sending = {}) {
  const query = sending.token ? `?token=${encodeURIComponent(TOKEN)}` : '';
  const headers = { ...(sending.cookie && { cookie }), ...sending.headers };
  const { port } = new URL(origin);
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const method = sending.method ?? 'GET';
    const outgoing = httpRequest(
      { host: '127.0.0.1', port, path: path + query, method, headers },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const body = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(sending.body);
  });
}

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return send(path, {
    method: 'POST',
    cookie: true,
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

function say({ text = 'hello', headers = {} }: { text?: string; headers?: Record<string, string> }) {
  return post('/api/gesture', { as: OLGA, gesture: { kind: 'say', conversation: 'C1', text } }, headers);
}

async function* versionsOf(response: Response): AsyncGenerator<number> {
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    for (const [, json] of decoder.decode(chunk).matchAll(/^data: (.*)$/gm)) {
      yield (JSON.parse(json ?? '') as { version: number }).version;
    }
  }
}
