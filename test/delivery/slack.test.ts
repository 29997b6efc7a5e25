import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createComposer } from '../../src/delivery/compose.ts';
import { createDispatcher } from '../../src/delivery/dispatcher.ts';
import type { Senders } from '../../src/delivery/outcome.ts';
import { createSenders } from '../../src/delivery/senders.ts';
import { createClients } from '../../src/delivery/slack/clients.ts';
import { retryAfterSeconds } from '../../src/delivery/slack/retry-after.ts';
import { createRefreshSender, createSlackSender } from '../../src/delivery/slack/sender.ts';
import { type FakeSlack, startFakeSlack } from '../../src/sandbox/slack/index.ts';
import { retryMessage } from '../../src/services/deliveries/retry.ts';
import { hasUnreachableChannel } from '../../src/services/outbox/channel-state.ts';
import { buildManifest } from '../../src/slack/manifest.ts';
import type { OutboxRecord } from '../../src/store/models/outbox.ts';
import { acting } from '../support/verbs.ts';
import { ADA, CHANNEL, day, IVAN, minute, OLGA, openWorld, second, TENANT, type World } from './world.ts';

let world: World;
let slack: FakeSlack;
let token: string | null;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  const person = (id: string, name: string) => ({
    id,
    name,
    realName: `${name} Test`,
    title: '',
    email: `${name}@home.example`,
    isWorkspaceAdmin: false,
    isHome: true,
  });
  slack = await startFakeSlack({
    manifest: buildManifest({ kind: 'socket' }),
    workspace: { id: TENANT, name: 'Home' },
    people: [person(OLGA, 'olga'), person(ADA, 'ada'), person(IVAN, 'ivan')],
    channels: [
      { id: CHANNEL, name: 'approvals', members: [OLGA, ADA, 'APP'] },
      { id: 'C0OTHER', name: 'other', members: [OLGA, 'APP'] },
    ],
    transport: { kind: 'socket' },
  });
  token = slack.botToken;
});
afterEach(async () => {
  expect(slack.violations).toEqual([]);
  await slack.stop();
  await world.clear();
});

function dispatcher(before: (row: OutboxRecord) => Promise<void> = async () => {}) {
  const { runtime, tenantIds, log } = world;
  const compose = createComposer(runtime);
  const clients = createClients({ slackApiUrl: slack.url, timeoutMs: 1500 });
  const options = {
    runtime,
    clients,
    log,
    tokenOf: async () => token,
    compose: {
      ...compose,
      async message(row: OutboxRecord) {
        const message = await compose.message(row);
        await before(row);
        return message;
      },
    },
  };
  const senders: Senders = {
    slack: createSlackSender(options),
    refresh: createRefreshSender(options),
    mail: async () => ({ kind: 'sent' }),
  };
  return createDispatcher({ runtime, senders, tenantIds, log });
}

async function card(row: Partial<OutboxRecord> = {}) {
  const request = await world.ask();
  const about = { type: 'request', id: request._id } as const;
  return { request, about, row: await world.put({ template: 'request-opened', about, ...row }) };
}

const refreshOf = (row: OutboxRecord) =>
  world.put({ template: row.template, about: row.about, to: { via: 'refresh', copyOf: row._id } });
const shown = (userId = OLGA) => Object.values(slack.screen(userId).messages).flat();
const decide = (id: string) =>
  world.store.accessRequests.updateOne(
    { _id: id },
    { status: 'denied', decidedByName: 'Ada Test', decidedAt: world.runtime.now() },
  );

describe('a message', () => {
  it('is posted as it reads now, and where Slack put it is kept', async () => {
    const { row } = await card();
    await dispatcher().drain();
    const [message] = shown();
    expect(message).toMatchObject({ conversation: CHANNEL, text: expect.stringContaining('Ivan') });
    expect(await world.row(row._id)).toMatchObject({
      status: 'sent',
      posted: { channel: CHANNEL, ts: message?.ts },
    });
  });

  it('goes to a person by their id, and is kept with the id of the conversation', async () => {
    const { row } = await card({ to: { via: 'slack', channel: ADA } });
    await dispatcher().drain();
    expect((await world.row(row._id)).posted?.channel).toMatch(/^D/);
    expect(shown(ADA)).toHaveLength(1);
  });

  it.each([
    ['30', 30],
    [null, 30],
    ['soon', 30],
    ['-1', 30],
    ['0', 1],
    ['86400', 900],
    // A date counts from the moment of the answer, not from when this file was read.
    ['a date in 45 s', 45, () => new Date(Date.now() + 45_000).toUTCString()],
  ] as [string | null, number, (() => string)?][])(
    'waits as long as Slack says in Retry-After: %s, and no other channel waits (A51)',
    async (written, seconds, atOnce) => {
      const { row } = await card();
      const retryAfter = atOnce?.() ?? written;
      slack.faults.next('chat.postMessage', { kind: 'ratelimited', retryAfter });
      const one = dispatcher();
      await one.drain();
      const held = await world.row(row._id);
      expect(held).toMatchObject({ status: 'pending', attempts: 0 });
      const waits = (held.dueAt.getTime() - world.runtime.now().getTime()) / second;
      expect(waits).toBeGreaterThan(seconds - 3);
      expect(waits).toBeLessThanOrEqual(seconds + 1);
      const late = await world.put({ template: 'request-opened', about: row.about });
      const other = await world.put({
        template: 'request-opened',
        about: row.about,
        to: { via: 'slack', channel: 'C0OTHER' },
      });
      await one.drain();
      expect(await world.row(other._id)).toMatchObject({ status: 'sent' });
      expect(await world.row(late._id)).toMatchObject({ status: 'pending', attempts: 0 });
      world.advance((seconds + 1) * second);
      await one.drain();
      expect(await world.row(row._id)).toMatchObject({ status: 'sent', attempts: 1 });
      expect(await world.row(late._id)).toMatchObject({ status: 'sent' });
    },
  );

  it.each([
    ['a timeout', { kind: 'apply-then-timeout' }, 2],
    ['a broken connection', { kind: 'apply-then-reset' }, 2],
    ['a 503', { kind: 'http', status: 503 }, 1],
    ['fatal_error', { kind: 'error', error: 'fatal_error' }, 1],
  ] as const)('is sent again after %s, at most one copy more (A52)', async (_, fault, copies) => {
    const { row } = await card();
    slack.faults.next('chat.postMessage', fault);
    const one = dispatcher();
    await one.drain();
    expect(await world.row(row._id)).toMatchObject({ status: 'pending', attempts: 1 });
    world.advance(minute);
    await one.drain();
    expect(await world.row(row._id)).toMatchObject({ status: 'sent', attempts: 2 });
    expect(shown()).toHaveLength(copies);
  });

  it('has one copy too many at most, however long Slack does not answer (A52)', async () => {
    const { row } = await card();
    slack.faults.next('chat.postMessage', { kind: 'apply-then-reset' });
    slack.faults.always('auth.test', { kind: 'http', status: 502 });
    const one = dispatcher();
    for (let i = 0; i < 3; i += 1) {
      await one.drain();
      world.advance(60 * minute);
    }
    expect(await world.row(row._id)).toMatchObject({ status: 'pending', attempts: 1, unsureTries: 1 });
    expect(shown()).toHaveLength(1);
    slack.faults.heal('auth.test');
    slack.faults.next('chat.postMessage', { kind: 'apply-then-reset' });
    await one.drain();
    expect(shown()).toHaveLength(2);
    expect(await world.row(row._id)).toMatchObject({
      status: 'dead',
      problem: 'Slack did not confirm the message. It may have arrived.',
    });
    expect(await world.rows()).toHaveLength(1);
  });

  it('keeps its attempts when it cannot be noted that Slack does not let Gatehouse in', async () => {
    const { row } = await card();
    slack.faults.revokeTokens();
    const { runtime, tenantIds, log } = world;
    const { senders, close } = createSenders({
      runtime,
      smtpUrl: 'smtp://127.0.0.1:9',
      mailFrom: 'Gatehouse <gatehouse@home.example>',
      slackApiUrl: slack.url,
      tokenOf: async () => token,
      onLockout: async () => {
        throw new Error('canary');
      },
      log,
    });
    await createDispatcher({ runtime, senders, tenantIds, log }).drain();
    close();
    expect(await world.row(row._id)).toMatchObject({ status: 'pending', attempts: 0 });
    expect(world.lines).toContainEqual({ level: 'error', text: expect.stringContaining('not be noted') });
    expect(JSON.stringify(world.lines)).not.toContain('canary');
  });

  it('waits while Slack does not let Gatehouse in, without using up its attempts', async () => {
    const { row } = await card();
    slack.faults.revokeTokens();
    const one = dispatcher();
    for (let i = 0; i < 10; i += 1) {
      await one.drain();
      world.advance(15 * minute);
    }
    expect(await world.row(row._id)).toMatchObject({
      status: 'pending',
      attempts: 0,
      problem: 'Slack does not let Gatehouse in (token_revoked).',
    });
    expect(world.lines).toContainEqual({ level: 'error', text: expect.stringContaining(row._id) });
    expect(JSON.stringify(world.lines)).not.toContain(slack.botToken);
    token = null;
    await one.drain();
    expect(await world.row(row._id)).toMatchObject({ problem: expect.stringContaining('not installed') });
  });

  it('to somebody who has left is given up', async () => {
    const { row } = await card({ to: { via: 'slack', channel: 'U0GONE' } });
    await dispatcher().drain();
    expect(await world.row(row._id)).toMatchObject({ status: 'dead', attempts: 1 });
    expect(await world.rows()).toHaveLength(1);
  });
});

describe('an approvals channel that cannot be reached (A53)', () => {
  it.each([
    ['is archived', () => slack.faults.archive(CHANNEL), 'is_archived'],
    ['has no Gatehouse in it', () => slack.faults.removeApp(CHANNEL), 'not_in_channel'],
  ])('%s: its cards go to each approver, and whoever chose it is told once', async (_, breakIt, error) => {
    breakIt();
    const first = await card();
    const second_ = await world.put({ template: 'request-opened', about: first.about });
    await dispatcher().drain();
    for (const { _id } of [first.row, second_]) {
      expect(await world.row(_id)).toMatchObject({ status: 'dead', problem: expect.stringContaining(error) });
    }
    const cards = (await world.rows('request-opened')).filter((row) => row.status === 'sent');
    expect(cards.map((row) => row.to)).toEqual(
      expect.arrayContaining(
        [OLGA, ADA, OLGA, ADA].map((channel) => ({ via: 'slack', channel, teamId: TENANT })),
      ),
    );
    expect(cards).toHaveLength(4);
    expect(await world.rows('channel-unreachable')).toMatchObject([
      { status: 'sent', to: { via: 'slack', channel: OLGA } },
    ]);
    expect(shown(ADA).map((message) => message.text)).toEqual(
      Array.from({ length: 2 }, () => expect.stringContaining('Ivan')),
    );
  });

  it('has a mail written instead, once, when nobody can be told in Slack either', async () => {
    slack.faults.always('chat.postMessage', { kind: 'error', error: 'is_archived' });
    await card();
    await dispatcher().drain();
    expect((await world.rows('request-opened')).map(({ status }) => status)).toEqual([
      'dead',
      'dead',
      'dead',
    ]);
    const mails = (await world.rows('channel-unreachable')).filter(({ to }) => to.via === 'mail');
    expect(mails).toMatchObject([{ status: 'sent', to: { address: 'gate@acme.example' } }]);
  });

  it('is shown until it takes a message again, or another one is chosen', async () => {
    const isShown = async () => {
      const organization = await world.store.organizations.findById('org_acme').lean();
      return organization !== null && hasUnreachableChannel(organization);
    };
    slack.faults.archive(CHANNEL);
    await world.put();
    const one = dispatcher();
    await one.drain();
    expect(await isShown()).toBe(true);
    slack.faults.archive(CHANNEL, false);
    await world.put();
    await one.drain();
    expect(await isShown()).toBe(false);
  });

  it('is made up for again when the message is tried anew, and fails anew', async () => {
    const { row } = await card();
    slack.faults.archive(CHANNEL);
    await dispatcher().drain();
    const asked = async () => (await world.rows('request-opened')).length;
    const before = await asked();
    await retryMessage(await acting(world.runtime, OLGA, TENANT), row._id);
    await dispatcher().drain();
    expect(await world.row(row._id)).toMatchObject({ status: 'dead' });
    expect(await asked()).toBeGreaterThan(before);
  });

  it('is told of again on another day', async () => {
    slack.faults.archive(CHANNEL);
    const one = dispatcher();
    await world.put();
    await one.drain();
    world.advance(day);
    await world.put();
    await one.drain();
    expect(await world.rows('channel-unreachable')).toHaveLength(2);
    expect(await world.rows()).toHaveLength(4);
  });

  it('leaves the card of nobody who asks for themselves', async () => {
    await world.store.accounts.updateOne({ _id: 'acc_ada' }, { identityKeys: [] });
    slack.faults.archive(CHANNEL);
    const request = await world.ask({ accountId: 'acc_olga' });
    await world.put({ template: 'request-opened', about: { type: 'request', id: request._id } });
    await dispatcher().drain();
    await world.store.accounts.updateOne({ _id: 'acc_ada' }, { identityKeys: [`${TENANT}:${ADA}`] });
    expect((await world.rows('request-opened')).filter((row) => row.status === 'sent')).toEqual([]);
    expect(await world.rows('channel-unreachable')).toHaveLength(1);
  });
});

describe('a refresh', () => {
  it('writes the posted message anew, from what is true now', async () => {
    const { row, request } = await card();
    const one = dispatcher();
    await one.drain();
    await decide(request._id);
    const refresh = await refreshOf(row);
    await one.drain();
    expect(await world.row(refresh._id)).toMatchObject({ status: 'sent' });
    expect(shown()).toHaveLength(1);
    expect(JSON.stringify(shown()[0]?.blocks)).not.toContain('request-approve');
    expect((await world.row(row._id)).rewriting).toBeNull();
  });

  it('is not needed for a message that nobody posts yet: that says what is true when its time comes', async () => {
    const { row, request } = await card({ dueAt: new Date(world.runtime.now().getTime() + minute) });
    const one = dispatcher();
    await decide(request._id);
    const refresh = await refreshOf(row);
    await one.drain();
    expect(await world.row(refresh._id)).toMatchObject({ status: 'cancelled' });
    world.advance(2 * minute);
    await one.drain();
    expect(JSON.stringify(shown())).not.toContain('request-approve');
  });

  it('waits for a message that is being posted, without using up its attempts', async () => {
    const heldUntil = new Date(world.runtime.now().getTime() + minute);
    const { row } = await card({ lease: 'another', dueAt: heldUntil, attempts: 1 });
    const refresh = await refreshOf(row);
    const one = dispatcher();
    for (let i = 0; i < 10; i += 1) {
      await one.drain();
      expect(await world.row(refresh._id)).toMatchObject({ status: 'pending', attempts: 0 });
      world.advance(2 * second);
    }
    world.advance(minute);
    await one.drain();
    world.advance(2 * second);
    await one.drain();
    expect(await world.row(refresh._id)).toMatchObject({ status: 'sent' });
  });

  it.each(['dead', 'cancelled'] as const)('ends when its message is %s', async (status) => {
    const { row } = await card({ status });
    const refresh = await refreshOf(row);
    await dispatcher().drain();
    expect(await world.row(refresh._id)).toMatchObject({ status: 'cancelled' });
  });

  it('ends when the message is not there any more', async () => {
    const { row } = await card({ status: 'sent', posted: { channel: CHANNEL, ts: '1.000001' } });
    const refresh = await refreshOf(row);
    await dispatcher().drain();
    expect(await world.row(refresh._id)).toMatchObject({ status: 'cancelled' });
  });

  it('waits while its channel is archived, and bothers nobody with it', async () => {
    const { row, request } = await card();
    const one = dispatcher();
    await one.drain();
    slack.faults.archive(CHANNEL);
    await decide(request._id);
    const refresh = await refreshOf(row);
    for (let i = 0; i < 12; i += 1) {
      await one.drain();
      expect(await world.row(refresh._id)).toMatchObject({ status: 'pending', attempts: 0, problem: null });
      world.advance(60 * minute);
    }
    expect(await world.rows()).toHaveLength(2);
    slack.faults.archive(CHANNEL, false);
    await one.drain();
    expect(await world.row(refresh._id)).toMatchObject({ status: 'sent' });
    expect(JSON.stringify(shown()[0]?.blocks)).not.toContain('request-approve');
  });

  it('ends when its channel has been closed for two days', async () => {
    const { row } = await card();
    const one = dispatcher();
    await one.drain();
    slack.faults.archive(CHANNEL);
    const refresh = await refreshOf(row);
    world.advance(2 * day - minute);
    await one.drain();
    expect(await world.row(refresh._id)).toMatchObject({ status: 'pending' });
    world.advance(60 * minute);
    await one.drain();
    expect(await world.row(refresh._id)).toMatchObject({ status: 'cancelled' });
  });

  it('never covers a newer text with an older one, though two processes are at it', async () => {
    const { row, request } = await card();
    await dispatcher().drain();
    const slow = await refreshOf(row);
    // Written while the request was open, held up until it is decided and the other refresh had its chance.
    const one = dispatcher(async () => {
      await decide(request._id);
      const quick = await refreshOf(row);
      const other = dispatcher();
      await other.drain();
      expect(await world.row(quick._id)).toMatchObject({ status: 'pending', attempts: 0 });
    });
    await one.drain();
    expect(await world.row(slow._id)).toMatchObject({ status: 'sent' });
    expect(JSON.stringify(shown()[0]?.blocks)).toContain('request-approve');
    world.advance(2 * second);
    await dispatcher().drain();
    expect(JSON.stringify(shown()[0]?.blocks)).not.toContain('request-approve');
  });

  it('goes on after a crash in the middle of another one', async () => {
    const { row } = await card();
    const one = dispatcher();
    await one.drain();
    const until = new Date(world.runtime.now().getTime() + 20 * second);
    await world.store.outbox.updateOne({ _id: row._id }, { rewriting: { lease: 'crashed', until } });
    const refresh = await refreshOf(row);
    await one.drain();
    expect(await world.row(refresh._id)).toMatchObject({ status: 'pending' });
    world.advance(20 * second);
    await one.drain();
    expect(await world.row(refresh._id)).toMatchObject({ status: 'sent' });
  });
});

describe('Retry-After', () => {
  it.each([
    ['12', 12],
    [' 7 ', 7],
    ['1.5', 30],
    ['12 seconds', 30],
    ['', 30],
    ['Thu, 01 Jan 1970 00:01:00 GMT', 60],
    ['Thursday, 01-Jan-70 00:00:20 GMT', 20],
    ['Wed, 31 Dec 1969 00:00:00 GMT', 1],
    ['2099-01-01', 30],
  ])('%j means %d s', (header, seconds) => {
    expect(retryAfterSeconds(header, 0)).toBe(seconds);
  });
});
