import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type FakeSlack, startFakeSlack } from '../../../src/sandbox/slack/index.ts';
import type { Obj } from '../../../src/sandbox/slack/json.ts';
import { eventually } from '../../support/eventually.ts';
import { as, settled } from '../../support/slack.ts';
import {
  button,
  channels,
  manifest,
  modal,
  OLGA,
  PAT,
  people,
  startWorkspace,
  type TestWorkspace,
} from './fixture.ts';

describe('over HTTP', () => {
  let home: TestWorkspace;
  beforeEach(async () => {
    home = await startWorkspace({ ackTimeoutMs: 1000, eventRetryDelaysMs: [0, 20, 40] });
  });
  afterEach(() => home.stop());

  it('signs what it sends and form-encodes all but events', async () => {
    await home.command(OLGA, 'C0GENERAL', 'a b');
    const [headers, raw] = [home.headers[0] ?? {}, home.raw[0]];
    const base = `v0:${headers['x-slack-request-timestamp']}:${raw}`;
    const expected = createHmac('sha256', home.slack.signingSecret).update(base).digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${expected}`);
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(home.received[0]).toMatchObject({
      command: '/door',
      text: 'a b',
      user_id: OLGA,
      user_name: 'olga',
      team_id: 'T0HOME',
      channel_id: 'C0GENERAL',
      channel_name: 'general',
      api_app_id: home.slack.appId,
      response_url: expect.stringContaining('/commands/T0HOME/'),
      trigger_id: expect.any(String),
    });
    await as(home.slack, OLGA).openHome();
    expect(home.headers[1]).toMatchObject({ 'content-type': 'application/json' });
  });

  it('gives up on a command after the time to acknowledge, and says so', async () => {
    home.handle(() => 'hang');
    const olga = as(home.slack, OLGA);
    const error = '/door failed with the error "operation_timeout"';
    expect(await olga.command('/door')).toEqual({ ok: false, error });
    expect(olga.notices()).toMatchObject([{ level: 'error', text: error }]);
    expect(home.slack.violations).toHaveLength(1);
    await home.slack.perform(OLGA, { kind: 'dismiss', noticeId: olga.notices()[0]?.id ?? '' });
    expect(olga.notices()).toEqual([]);
  });

  it('gives up on shortcuts, presses and submissions too', async () => {
    const olga = as(home.slack, OLGA);
    const { trigger_id } = await home.command();
    await home.call('views.open', { trigger_id, view: modal([button('go')]) });
    home.handle(() => 'hang');
    for (const result of [await olga.shortcut('open-door'), await olga.press('go'), await olga.submit()]) {
      expect(result).toMatchObject({ ok: false, error: expect.stringContaining('Operation timed out') });
    }
    expect(olga.modal().busy).toBe(false);
    expect(home.slack.violations).toHaveLength(3);
  });

  it('takes anything but 200 for a failure', async () => {
    home.handle(() => 500);
    expect(await as(home.slack, OLGA).command('/door')).toEqual({
      ok: false,
      error: '/door failed with the error "dispatch_failed"',
    });
  });

  it('shows the answer of a command and refuses one that is no message', async () => {
    const olga = as(home.slack, OLGA);
    home.handle(() => 'Plain words');
    await olga.command('/door');
    expect(olga.lastMessage('general')).toMatchObject({ text: 'Plain words', ephemeral: true });
    home.handle(() => ({ response_type: 'in_channel', text: 'To all' }));
    await olga.command('/door');
    expect(olga.lastMessage('general').ephemeral).toBe(false);
    home.handle(() => ({ response_type: 'loud', text: 'x' }));
    expect(await olga.command('/door')).toMatchObject({ ok: false });
    expect(home.slack.violations).toHaveLength(1);
  });

  it('repeats an event three times, with its number and reason, until it is acknowledged', async () => {
    home.handle(() => 500);
    await as(home.slack, OLGA).openHome();
    await eventually(() => home.received.length === 4);
    expect(new Set(home.received.map(({ event_id }) => event_id)).size).toBe(1);
    expect(home.headers.map((headers) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
    expect(home.headers[1]?.['x-slack-retry-reason']).toBe('http_error');
  });

  it('stops repeating once an event is acknowledged', async () => {
    let attempts = 0;
    home.handle(() => {
      attempts += 1;
      return attempts === 1 ? 'hang' : undefined;
    });
    await as(home.slack, OLGA).openHome();
    await eventually(() => home.received.length === 2);
    await settled(home.slack, 100);
    expect(home.received).toHaveLength(2);
    expect(home.headers[1]?.['x-slack-retry-reason']).toBe('http_timeout');
  });

  it('delivers raw events for tests, repeated with the same id', async () => {
    const event = { type: 'app_uninstalled' };
    await home.slack.sendEvent(event, { eventId: 'Ev1' });
    await home.slack.sendEvent(event, { eventId: 'Ev1', retryNum: 1 });
    expect(home.received.map(({ event_id }) => event_id)).toEqual(['Ev1', 'Ev1']);
    expect(home.headers[1]).toMatchObject({
      'x-slack-retry-num': '1',
      'x-slack-retry-reason': 'http_timeout',
    });
  });

  it('sends raw requests for tests, with any time and signature', async () => {
    const old = Math.floor(Date.now() / 1000) - 600;
    const { status } = await home.slack.signedRequest(
      { type: 'url_verification', challenge: 'x' },
      { timestamp: old },
    );
    expect(status).toBe(200);
    expect(home.headers[0]?.['x-slack-request-timestamp']).toBe(String(old));
    await home.slack.signedRequest('a=b', { signature: null });
    expect(home.headers[1]).not.toHaveProperty('x-slack-signature');
  });

  it('loses deliveries on demand', async () => {
    home.slack.faults.loseDeliveries(true);
    expect(await as(home.slack, OLGA).command('/door')).toMatchObject({ ok: false });
    expect(home.received).toEqual([]);
    expect(home.slack.violations).toEqual([]);
  });
});

describe('commands and shortcuts', () => {
  let home: TestWorkspace;
  beforeEach(async () => {
    home = await startWorkspace();
  });
  afterEach(() => home.stop());

  it.each([
    ['an unknown command', '/nope', '/nope is not a valid command.'],
    ['one of Slack’s own', '/invite', "/invite is Slack's own command; the sandbox leaves it out."],
  ])('answers %s itself', async (_what, command, error) => {
    const olga = as(home.slack, OLGA);
    expect(await olga.command(command)).toEqual({ ok: false, error });
    expect(olga.notices()).toHaveLength(1);
    expect(home.received).toEqual([]);
  });

  it('are not for people from another workspace', async () => {
    const pat = as(home.slack, PAT);
    expect(await pat.command('/door', '', 'shared')).toMatchObject({
      error: '/door is not a valid command.',
    });
    expect(await pat.shortcut('open-door')).toMatchObject({ ok: false });
    expect(pat.screen().app).toMatchObject({ commands: [], shortcuts: [] });
    expect(home.received).toEqual([]);
  });

  it('carry text as typed, or escaped when the manifest asks for it', async () => {
    const text = '@ivan #general a@b.example <x> & https://x.example';
    const type = (command: string) => as(home.slack, OLGA).command(command, text);
    await type('/door');
    await type('/escaped');
    expect(home.received.map((payload) => payload.text)).toEqual([
      text,
      '<@U0IVAN|ivan> <#C0GENERAL|general> <mailto:a@b.example|a@b.example> &lt;x&gt; &amp; <https://x.example>',
    ]);
  });

  it('know a shortcut only from the manifest', async () => {
    const olga = as(home.slack, OLGA);
    expect(await olga.shortcut('other')).toMatchObject({ ok: false });
    expect(await olga.shortcut('open-door')).toEqual({ ok: true });
    expect(home.received).toMatchObject([
      { type: 'shortcut', callback_id: 'open-door', user: { id: OLGA, team_id: 'T0HOME' } },
    ]);
  });

  it('name the workspace of an outsider who presses a button or sends a form', async () => {
    const pat = as(home.slack, PAT);
    await home.call('chat.postMessage', { channel: 'C0SHARED', text: 'Hi', blocks: [button('go')] });
    await pat.press('go');
    expect(home.received[0]).toMatchObject({
      user: { id: PAT, team_id: 'T0PARTNER' },
      team: { id: 'T0HOME' },
    });
    await home.call('views.open', { trigger_id: home.received[0]?.trigger_id, view: modal() });
    await pat.submit();
    expect(home.received[1]).toMatchObject({
      type: 'view_submission',
      user: { team_id: 'T0PARTNER' },
      team: { id: 'T0PARTNER' },
      view: { team_id: 'T0PARTNER', app_installed_team_id: 'T0HOME' },
    });
  });
});

describe('over a socket', () => {
  let slack: FakeSlack;
  const sockets: WebSocket[] = [];
  beforeEach(async () => {
    const workspace = { id: 'T0HOME', name: 'Home' };
    const transport = { kind: 'socket' } as const;
    slack = await startFakeSlack({
      manifest: manifest(),
      workspace,
      people,
      channels,
      transport,
      ackTimeoutMs: 1000,
      eventRetryDelaysMs: [0],
    });
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.terminate();
    await slack.stop();
  });

  async function ticket(token = slack.appToken): Promise<Obj> {
    const headers = { authorization: `Bearer ${token}` };
    return (
      await fetch(`${slack.url}apps.connections.open`, { method: 'POST', headers })
    ).json() as Promise<Obj>;
  }

  async function connect(url?: unknown): Promise<{ socket: WebSocket; messages: Obj[] }> {
    const messages: Obj[] = [];
    const socket = new WebSocket(String(url ?? (await ticket()).url));
    sockets.push(socket);
    socket.on('message', (data) => messages.push(JSON.parse(String(data)) as Obj));
    await new Promise((resolve, reject) => {
      socket.once('message', resolve);
      socket.once('error', reject);
    });
    return { socket, messages };
  }

  it('needs the app token, and a ticket serves once', async () => {
    expect(await ticket(slack.botToken)).toMatchObject({ error: 'not_allowed_token_type' });
    const { url } = await ticket();
    expect((await connect(url)).messages).toMatchObject([{ type: 'hello', num_connections: 1 }]);
    await expect(connect(url)).rejects.toThrow('403');
  });

  it('takes ten connections, and brings each parcel to one of them', async () => {
    const open: { messages: Obj[] }[] = [];
    for (let n = 0; n < 10; n += 1) open.push(await connect());
    expect((await connect()).messages).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
    expect(slack.connections()).toBe(10);
    await slack.sendEvent({ type: 'app_uninstalled' });
    expect(open.flatMap(({ messages }) => messages).filter(({ type }) => type === 'events_api')).toHaveLength(
      1,
    );
  });

  it('takes an acknowledgement with a payload by its envelope', async () => {
    const { socket } = await connect();
    socket.on('message', (data) => {
      const envelope = JSON.parse(String(data)) as Obj;
      expect(envelope).toMatchObject({
        type: 'slash_commands',
        accepts_response_payload: true,
        payload: { command: '/door' },
      });
      socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload: { text: 'Hi' } }));
    });
    const olga = as(slack, OLGA);
    expect(await olga.command('/door')).toEqual({ ok: true });
    expect(olga.lastMessage('general').text).toBe('Hi');
  });

  it('times out without an acknowledgement, and repeats events', async () => {
    const { messages } = await connect();
    expect(await as(slack, OLGA).command('/door')).toMatchObject({
      ok: false,
      error: expect.stringContaining('operation_timeout'),
    });
    await as(slack, OLGA).openHome();
    await eventually(() => messages.length === 4);
    expect(messages.slice(2)).toMatchObject([
      { type: 'events_api', retry_attempt: 0, retry_reason: '' },
      { type: 'events_api', retry_attempt: 1, retry_reason: 'http_timeout' },
    ]);
  });

  it('fails at once while the app is not connected', async () => {
    expect(await as(slack, OLGA).command('/door')).toMatchObject({
      ok: false,
      error: expect.stringContaining('dispatch_failed'),
    });
    expect(slack.violations).toEqual([]);
  });

  it('asks the app to reconnect on demand', async () => {
    const { messages } = await connect();
    slack.faults.disconnect('refresh_requested');
    await eventually(() =>
      messages.some(({ type, reason }) => type === 'disconnect' && reason === 'refresh_requested'),
    );
  });

  it('is not for an app that uses HTTP', async () => {
    slack.updateTransport({ kind: 'http', requestUrl: 'http://127.0.0.1:9/' });
    expect(await ticket()).toMatchObject({ error: 'access_denied' });
  });
});
