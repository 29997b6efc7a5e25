import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { slackBackoffMs } from '../../src/delivery/backoff.ts';
import { createDispatcher, type Dispatcher } from '../../src/delivery/dispatcher.ts';
import type { Outcome, Sender } from '../../src/delivery/outcome.ts';
import { countDeadLetters } from '../../src/services/deliveries/count.ts';
import { claimDue } from '../../src/services/outbox.ts';
import { eventually } from '../support/eventually.ts';
import { minute, openWorld, second, TENANT, type World } from './world.ts';

let world: World;
const dispatchers: Dispatcher[] = [];
beforeAll(async () => {
  world = await openWorld();
});
afterEach(async () => {
  await Promise.all(dispatchers.splice(0).map((one) => one.stop(1000)));
  await world.clear();
});

/** All destinations through one sender. */
function dispatcher(send: Sender, options: { concurrency?: number; pollMs?: number } = {}): Dispatcher {
  const { runtime, tenantIds, log } = world;
  const senders = { mail: send, slack: send, refresh: send };
  const made = createDispatcher({ runtime, senders, tenantIds, log, ...options });
  dispatchers.push(made);
  return made;
}

const sent: Outcome = { kind: 'sent' };
const toMail = { via: 'mail', address: 'a@b.example' } as const;
const to = (channel: string) => ({ via: 'slack', channel }) as const;

describe('dispatchers', () => {
  it('never send a row twice, though two work at once', async () => {
    for (let i = 0; i < 60; i += 1) await world.put({ to: i % 2 ? to(`C${i}`) : toMail });
    const ids: string[] = [];
    const send: Sender = async (row) => {
      ids.push(row._id);
      await sleep(5);
      return sent;
    };
    await Promise.all([dispatcher(send).drain(), dispatcher(send).drain(), dispatcher(send).drain()]);
    expect(ids).toHaveLength(60);
    expect(new Set(ids).size).toBe(60);
    expect(await world.store.outbox.countDocuments({ status: 'sent' })).toBe(60);
  });

  it('send after the lease what a crash left claimed (A64)', async () => {
    const { _id } = await world.put();
    await claimDue(world.runtime, { tenantId: TENANT, limit: 1, lease: 'crashed', leaseMs: 30 * second });
    const one = dispatcher(async () => sent);
    await one.drain();
    expect(await world.row(_id)).toMatchObject({ status: 'pending' });
    world.advance(30 * second);
    await one.drain();
    expect(await world.row(_id)).toMatchObject({ status: 'sent', attempts: 2 });
  });

  it('find by polling what nobody woke them for', async () => {
    const one = dispatcher(async () => sent, { pollMs: 20 });
    one.start();
    await sleep(50);
    const { _id } = await world.put();
    await eventually(async () => (await world.row(_id)).status === 'sent');
  });

  it('try a row that fails 8 times, later each time, then give it up', async () => {
    const { _id } = await world.put({ to: toMail });
    let attempts = 0;
    const one = dispatcher(async () => {
      attempts += 1;
      throw new Error('secret-canary');
    });
    for (let i = 0; i < 12; i += 1) {
      await one.drain();
      world.advance(15 * minute);
    }
    expect(attempts).toBe(8);
    expect(await world.row(_id)).toMatchObject({ status: 'dead', attempts: 8 });
    expect(world.lines.map((line) => line.text).join()).not.toContain('canary');
  });

  it('give up a row that kills them again and again, and tell of it', async () => {
    const invitation = await world.invite();
    const { _id } = await world.put({
      attempts: 8,
      template: 'join-invitation',
      about: { type: 'invitation', id: invitation._id },
      to: toMail,
    });
    await dispatcher(async (row) => (row._id === _id ? { kind: 'retry', problem: 'Never.' } : sent)).drain();
    expect(await world.row(_id)).toMatchObject({ status: 'dead', attempts: 8 });
    expect(await world.store.invitations.findById(invitation._id).lean()).toMatchObject({
      status: 'undeliverable',
    });
    expect(await world.rows('invitation-undeliverable')).toMatchObject([{ status: 'sent' }]);
  });

  it('give up a row only once those concerned are told of it (A65)', async () => {
    const { _id } = await world.put({ attempts: 8 });
    const broken = { ...world.runtime, store: { ...world.store, organizations: undefined as never } };
    const { log, tenantIds } = world;
    const send: Sender = async () => sent;
    const senders = { mail: send, slack: send, refresh: send };
    const crashing = createDispatcher({ runtime: broken, senders, tenantIds, log });
    dispatchers.push(crashing);
    await crashing.drain();
    expect(await world.row(_id)).toMatchObject({ status: 'pending', attempts: 8 });
    expect(await world.rows('channel-unreachable')).toEqual([]);
    world.advance(minute);
    await dispatcher(send).drain();
    expect(await world.row(_id)).toMatchObject({ status: 'dead', attempts: 8 });
    expect(await world.rows('channel-unreachable')).toMatchObject([{ status: 'sent' }]);
  });

  it.each([0, 0.5, 0.999])('outlast six hours of Slack without an answer (random %d)', (random) => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((attempts) => slackBackoffMs(attempts, random));
    expect(waits[0]).toBeLessThanOrEqual(2 * second);
    expect(waits.reduce((sum, ms) => sum + ms)).toBeGreaterThan(6 * 60 * minute);
  });

  it('lose no card in an outage of five hours, and try it few times', async () => {
    const { _id } = await world.put();
    const over = world.runtime.now().getTime() + 5 * 60 * minute;
    let attempts = 0;
    const one = dispatcher(async () => {
      attempts += 1;
      return world.runtime.now().getTime() < over ? { kind: 'retry', problem: 'No answer.' } : sent;
    });
    for (let i = 0; i < 8 * 12; i += 1) {
      await one.drain();
      world.advance(5 * minute);
    }
    expect(await world.row(_id)).toMatchObject({ status: 'sent' });
    expect(attempts).toBeLessThanOrEqual(8);
  });

  it('send what an outage held up as soon as anything arrives, but not what Slack asked to wait for', async () => {
    const held = [await world.put(), await world.put({ to: to('C2') })];
    const mail = await world.put({ to: toMail });
    const paused = await world.put({ to: to('C3') });
    const away: Outcome = { kind: 'retry', problem: 'No answer.' };
    let isOver = false;
    const one = dispatcher(async (row) => {
      if (row._id === paused._id) return { kind: 'limited', ms: 60 * minute };
      return isOver && row.to.via === 'slack' ? sent : away;
    });
    for (let i = 0; i < 4; i += 1) {
      await one.drain();
      world.advance(8 * minute);
    }
    for (const { _id } of held) expect(await world.row(_id)).toMatchObject({ status: 'pending' });
    isOver = true;
    const fresh = await world.put({ to: to('C4') });
    await one.drain();
    for (const { _id } of [fresh, ...held]) expect(await world.row(_id)).toMatchObject({ status: 'sent' });
    for (const { _id } of [mail, paused]) expect(await world.row(_id)).toMatchObject({ status: 'pending' });
    expect((await world.row(paused._id)).attempts).toBe(0);
  });

  it('let what fails alone keep its patience, whatever else arrives', async () => {
    const { _id } = await world.put();
    const one = dispatcher(async (row) => (row._id === _id ? { kind: 'retry', problem: 'No.' } : sent));
    for (let i = 0; i < 30; i += 1) {
      await world.put({ to: to(`C${i}`) });
      await one.drain();
      world.advance(second);
    }
    expect((await world.row(_id)).attempts).toBeLessThan(6);
  });

  it('do not count an attempt that reached nobody', async () => {
    const { _id } = await world.put();
    const outcomes: Outcome[] = [
      { kind: 'unsent', problem: 'Away.' },
      { kind: 'wait', ms: 2 * second },
      sent,
    ];
    const one = dispatcher(async () => outcomes.shift() ?? sent);
    await one.drain();
    expect(await world.row(_id)).toMatchObject({ attempts: 0, problem: 'Away.', status: 'pending' });
    world.advance(2 * second);
    await one.drain();
    expect(await world.row(_id)).toMatchObject({ attempts: 0, status: 'pending' });
    world.advance(2 * second);
    await one.drain();
    expect(await world.row(_id)).toMatchObject({ attempts: 1, status: 'sent', problem: null });
  });

  it('repeat once what may have arrived, then leave it to people, with nobody told that it did not', async () => {
    const invitation = await world.invite();
    const about = { type: 'invitation', id: invitation._id } as const;
    const mail = await world.put({ template: 'join-invitation', about, to: toMail, codeVersion: 1 });
    const card = await world.put();
    let attempts = 0;
    const one = dispatcher(async () => {
      attempts += 1;
      return { kind: 'retry', problem: 'No answer.', isUnsure: true };
    });
    for (let i = 0; i < 5; i += 1) {
      await one.drain();
      world.advance(60 * minute);
    }
    expect(attempts).toBe(4);
    for (const { _id } of [mail, card])
      expect(await world.row(_id)).toMatchObject({
        status: 'dead',
        attempts: 2,
        problem: 'No answer. It may have arrived.',
      });
    expect(await world.store.invitations.findById(invitation._id).lean()).toMatchObject({
      status: 'pending',
    });
    expect(await world.rows()).toHaveLength(2);
    expect(await countDeadLetters(world.runtime, { _id: 'org_acme', tenantId: TENANT })).toBe(2);
  });

  it('repeat an update as often as anything else, because it makes no copy', async () => {
    const copy = await world.put({ status: 'sent' });
    const { _id } = await world.put({ to: { via: 'refresh', copyOf: copy._id } });
    const one = dispatcher(async () => ({ kind: 'retry', problem: 'No answer.', isUnsure: true }));
    for (let i = 0; i < 4; i += 1) {
      await one.drain();
      world.advance(3 * 60 * minute);
    }
    expect(await world.row(_id)).toMatchObject({ status: 'pending', attempts: 4 });
  });

  it('tell the failure of what follows from an outcome apart from that of the outcome', async () => {
    const { _id } = await world.put();
    const broken = { ...world.runtime, store: { ...world.store, organizations: undefined as never } };
    const { log, tenantIds } = world;
    const send: Sender = async () => sent;
    const senders = { mail: send, slack: send, refresh: send };
    const one = createDispatcher({ runtime: broken, senders, tenantIds, log });
    dispatchers.push(one);
    await one.drain();
    expect(await world.row(_id)).toMatchObject({ status: 'sent' });
    expect(world.lines).toMatchObject([{ level: 'warn', text: expect.stringContaining('What follows') }]);
  });

  it('log a claim that ran out, and go on', async () => {
    const { _id } = await world.put();
    await dispatcher(async (row) => {
      await world.store.outbox.updateOne({ _id: row._id }, { lease: 'theirs' });
      return sent;
    }).drain();
    expect(await world.row(_id)).toMatchObject({ status: 'pending', lease: 'theirs' });
    expect(world.lines).toMatchObject([{ level: 'warn', text: expect.stringContaining('claim') }]);
  });

  it('send no row of their own twice when the clock jumps over its lease', async () => {
    await world.put();
    let calls = 0;
    const one = dispatcher(async () => {
      calls += 1;
      world.advance(60 * minute);
      one.wake();
      await sleep(100);
      return sent;
    });
    await one.drain();
    expect(calls).toBe(1);
  });
});

describe('a database that is away', () => {
  it('is logged once, and waited for', async () => {
    const { _id } = await world.put();
    let isAway = true;
    const { runtime, log } = world;
    const send: Sender = async () => sent;
    const one = createDispatcher({
      runtime,
      senders: { mail: send, slack: send, refresh: send },
      log,
      pollMs: 10,
      async tenantIds() {
        if (isAway) throw new Error('canary');
        return [TENANT];
      },
    });
    dispatchers.push(one);
    one.start();
    await sleep(100);
    expect(world.lines).toMatchObject([{ level: 'error', text: expect.stringContaining('cannot be read') }]);
    expect(JSON.stringify(world.lines)).not.toContain('canary');
    isAway = false;
    await eventually(async () => (await world.row(_id)).status === 'sent');
    expect(world.lines.at(-1)?.text).toContain('can be read again');
  });
});

describe('the pace', () => {
  it('lets the first messages of a channel go at once, the rest one a second; other channels do not wait', async () => {
    for (let i = 0; i < 6; i += 1) await world.put({ to: to('C0BUSY') });
    await world.put({ to: to('C0CALM') });
    const at: Record<string, number[]> = { C0BUSY: [], C0CALM: [] };
    const start = performance.now();
    const one = dispatcher(async (row) => {
      if (row.to.via === 'slack') at[row.to.channel]?.push(performance.now() - start);
      return sent;
    });
    await one.drain();
    expect(at.C0CALM?.[0]).toBeLessThan(500);
    expect(at.C0BUSY?.[3]).toBeLessThan(500);
    expect(at.C0BUSY?.[4]).toBeGreaterThan(800);
    expect(at.C0BUSY?.[5]).toBeGreaterThan(1800);
    expect((await world.rows()).map((row) => row.attempts)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it('holds back one channel alone when Slack wants a pause', async () => {
    await world.put({ to: to('C0BUSY') });
    const calls: string[] = [];
    const one = dispatcher(async (row) => {
      const channel = row.to.via === 'slack' ? row.to.channel : '';
      calls.push(channel);
      return channel === 'C0BUSY' && calls.length === 1 ? { kind: 'limited', ms: 30 * second } : sent;
    });
    await one.drain();
    await world.put({ to: to('C0BUSY') });
    await world.put({ to: to('C0CALM') });
    await one.drain();
    expect(calls).toEqual(['C0BUSY', 'C0CALM']);
    world.advance(30 * second);
    await one.drain();
    expect(calls).toEqual(['C0BUSY', 'C0CALM', 'C0BUSY', 'C0BUSY']);
  });

  it('holds back the whole workspace once Slack wants a pause of several channels (A51)', async () => {
    for (const channel of ['C0A', 'C0B', 'C0C']) await world.put({ to: to(channel) });
    const mail = await world.put({ to: toMail });
    const calls: string[] = [];
    const limited = ['C0A', 'C0B', 'C0C'];
    const one = dispatcher(async (row) => {
      if (row.to.via !== 'slack') return sent;
      calls.push(row.to.channel);
      const at = limited.indexOf(row.to.channel);
      return at < 0 || limited.splice(at, 1).length === 0 ? sent : { kind: 'limited', ms: 30 * second };
    });
    await one.drain();
    await world.put({ to: to('C0CALM') });
    await one.drain();
    expect(calls.sort()).toEqual(['C0A', 'C0B', 'C0C']);
    expect(await world.row(mail._id)).toMatchObject({ status: 'sent' });
    world.advance(30 * second);
    await one.drain();
    expect(calls.filter((channel) => channel === 'C0CALM')).toHaveLength(1);
    expect(await world.store.outbox.countDocuments({ status: 'sent' })).toBe(5);
  });

  it('lets no slow mail server hold up a card', async () => {
    for (let i = 0; i < 10; i += 1) await world.put({ to: toMail });
    const card = await world.put({ to: to('C0CALM'), dueAt: new Date(world.runtime.now().getTime()) });
    const release = new AbortController();
    let mails = 0;
    const one = dispatcher(
      async (row) => {
        if (row.to.via === 'mail') {
          mails += 1;
          if (!release.signal.aborted) await once(release.signal, 'abort');
        }
        return sent;
      },
      { concurrency: 4 },
    );
    one.wake();
    await eventually(async () => (await world.row(card._id)).status === 'sent');
    expect(mails).toBe(2);
    release.abort();
    await one.drain();
    expect(mails).toBe(10);
  });
});

describe('stopping', () => {
  it('waits for what is under way, and takes nothing new', async () => {
    for (let i = 0; i < 5; i += 1) await world.put({ to: to(`C${i}`) });
    let started = 0;
    const one = dispatcher(
      async () => {
        started += 1;
        await sleep(100);
        return sent;
      },
      { concurrency: 2, pollMs: 10 },
    );
    one.start();
    await eventually(() => started === 2);
    await one.stop(5000);
    one.wake();
    await sleep(50);
    expect(started).toBe(2);
    expect(await world.store.outbox.countDocuments({ status: 'sent' })).toBe(2);
    expect(await world.store.outbox.countDocuments({ status: 'pending', lease: null })).toBe(3);
  });

  it('waits no longer than it may', async () => {
    await world.put();
    const release = new AbortController();
    const one = dispatcher(async () => {
      await once(release.signal, 'abort');
      return sent;
    });
    one.wake();
    await eventually(async () => (await world.rows())[0]?.lease !== null);
    const start = performance.now();
    await one.stop(50);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(world.lines).toMatchObject([{ level: 'warn', text: expect.stringContaining('Stopped') }]);
    release.abort();
  });
});
