import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bury, cancel, markSent, postpone, putBack, retryLater } from '../../src/services/outbox/outcomes.ts';
import { type ClaimOptions, claimDue, hasDue, isHeld } from '../../src/services/outbox.ts';
import { openWorld, second, TENANT, type World } from '../delivery/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.clear());

const claim = (options: Partial<ClaimOptions> = {}) =>
  claimDue(world.runtime, { tenantId: TENANT, limit: 10, lease: 'me', leaseMs: 30 * second, ...options });

async function claimOne() {
  const { claimed } = await claim({ limit: 1 });
  if (!claimed[0]) throw new Error('There was nothing to claim.');
  return claimed[0];
}

const later = (ms: number) => new Date(world.runtime.now().getTime() + ms);

describe('a claim', () => {
  it('takes what is due, oldest first, and counts the attempt', async () => {
    await world.put({ dueAt: later(1) });
    const second_ = await world.put({ dueAt: later(-1) });
    const first = await world.put({ dueAt: later(-2) });
    const { claimed } = await claim();
    expect(claimed.map((row) => row._id)).toEqual([first._id, second_._id]);
    expect(await world.row(first._id)).toMatchObject({
      attempts: 1,
      status: 'pending',
      dueAt: later(30 * second),
      lease: claimed[0]?.lease,
    });
    expect(claimed[0]?.lease).not.toBe(claimed[1]?.lease);
  });

  it('leaves the rows of another tenant', async () => {
    await world.put({ tenantId: 'T0OTHER' });
    expect((await claim()).claimed).toEqual([]);
    expect(await hasDue(world.runtime, TENANT)).toBe(false);
    expect(await hasDue(world.runtime, 'T0OTHER')).toBe(true);
  });

  it('gives each row to exactly one of many claimers', async () => {
    for (let i = 0; i < 20; i += 1) await world.put();
    const all = await Promise.all(Array.from({ length: 6 }, (_, i) => claim({ lease: `d${i}`, limit: 20 })));
    const ids = all.flatMap(({ claimed }) => claimed.map((row) => row._id));
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
  });

  it('runs out, and the late outcome of its holder changes nothing', async () => {
    const { _id } = await world.put();
    const mine = await claimOne();
    expect((await claim()).claimed).toEqual([]);
    expect(isHeld(world.runtime, mine)).toBe(true);
    world.advance(30 * second);
    expect(isHeld(world.runtime, mine)).toBe(false);
    const theirs = await claimOne();
    expect(theirs).toMatchObject({ _id, attempts: 2 });
    expect(await bury(world.runtime, mine, { problem: 'Too late.', endedInvitation: false })).toBe(false);
    const posted = { channel: 'C1', ts: '1.0' };
    expect(await markSent(world.runtime, [{ row: mine }])).toEqual([false]);
    expect(await markSent(world.runtime, [{ row: theirs, posted }])).toEqual([true]);
    expect(await cancel(world.runtime, theirs)).toBe(false);
    expect(await world.row(_id)).toMatchObject({
      status: 'sent',
      posted: { channel: 'C1', ts: '1.0' },
      lease: null,
      endedAt: world.runtime.now(),
    });
  });

  it('leaves what is excepted or not admitted', async () => {
    const card = await world.put();
    const mail = await world.put({ to: { via: 'mail', address: 'a@b.example' } });
    const refresh = await world.put({ to: { via: 'refresh', copyOf: 'msg_x' } });
    const idsOf = async (options: Partial<ClaimOptions>) =>
      (await claim({ admit: () => false, ...options })).held;
    expect(await idsOf({})).toBe(3);
    expect(await idsOf({ except: { rows: [card._id] } })).toBe(2);
    expect(await idsOf({ except: { vias: ['mail', 'refresh'] } })).toBe(1);
    expect(await idsOf({ except: { channels: ['C0APPROVALS'] } })).toBe(2);
    expect(await idsOf({ except: { copies: ['msg_x'], rows: [mail._id] } })).toBe(1);
    expect(await world.row(refresh._id)).toMatchObject({ attempts: 0, lease: null });
  });

  it('is for giving the row up when every attempt ended without an outcome (A65)', async () => {
    const { _id } = await world.put();
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      expect(await claimOne()).toMatchObject({ attempts: attempt });
      world.advance(30 * second);
    }
    const { claimed, spent } = await claim({ admit: () => false });
    expect(claimed).toEqual([]);
    expect(spent).toMatchObject([{ _id, attempts: 8 }]);
    // Whoever claims it writes the end; if that one crashes first, the next one does.
    expect(await claim()).toEqual({ claimed: [], spent: [], held: 0 });
    expect(await world.row(_id)).toMatchObject({ status: 'pending', attempts: 8 });
    world.advance(30 * second);
    expect((await claim()).spent).toMatchObject([{ _id, attempts: 8 }]);
  });
});

describe('an outcome', () => {
  it('can be another attempt, later', async () => {
    const { _id } = await world.put();
    const at = later(5 * second);
    const failure = { at, problem: 'Slack is away.', isUnsure: false };
    expect(await retryLater(world.runtime, await claimOne(), failure)).toBe(true);
    expect(await world.row(_id)).toMatchObject({
      dueAt: at,
      lease: null,
      attempts: 1,
      problem: 'Slack is away.',
    });
    expect((await claim()).claimed).toEqual([]);
  });

  it('gives the attempt back when nothing was tried', async () => {
    const { _id } = await world.put();
    const pause = { at: later(second), problem: 'Slack is away.' };
    expect(await putBack(world.runtime, await claimOne(), pause)).toBe(true);
    expect(await world.row(_id)).toMatchObject({
      attempts: 0,
      lease: null,
      dueAt: later(second),
      problem: 'Slack is away.',
    });
  });

  it('that is only a later turn ends what failed before', async () => {
    const { _id } = await world.put();
    const failure = { at: world.runtime.now(), problem: 'Slack is away.' };
    await putBack(world.runtime, await claimOne(), { ...failure, isAlarming: true });
    expect(await world.row(_id)).toMatchObject({ failingSince: world.runtime.now(), isAlarming: true });
    await postpone(world.runtime, await claimOne(), later(second));
    const row = await world.row(_id);
    expect(row).toMatchObject({ attempts: 0, problem: null, dueAt: later(second) });
    expect(row.failingSince ?? row.isAlarming).toBeUndefined();
  });

  it('can be the end, with or without a message', async () => {
    const one = await world.put();
    const failure = { problem: 'Nobody there.', endedInvitation: false };
    expect(await bury(world.runtime, await claimOne(), failure)).toBe(true);
    const other = await world.put();
    expect(await cancel(world.runtime, await claimOne())).toBe(true);
    expect(await world.row(one._id)).toMatchObject({ status: 'dead', problem: 'Nobody there.' });
    expect(await world.row(other._id)).toMatchObject({ status: 'cancelled', posted: null });
  });
});
