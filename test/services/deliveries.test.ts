/** Messages that do not arrive: what those see of them who look after an organization, and what they can do. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDispatcher } from '../../src/delivery/dispatcher.ts';
import type { Outcome } from '../../src/delivery/outcome.ts';
import { createSettler } from '../../src/delivery/settle.ts';
import { briefingFor } from '../../src/services/briefings/index.ts';
import { countDeadLetters } from '../../src/services/deliveries/count.ts';
import { giveUpMessage } from '../../src/services/deliveries/give-up.ts';
import { listDeliveries } from '../../src/services/deliveries/list.ts';
import { retryMessage } from '../../src/services/deliveries/retry.ts';
import { claimDue } from '../../src/services/outbox.ts';
import { ADA, CHANNEL, IVAN, minute, OLGA, openWorld, TENANT, type World } from '../delivery/world.ts';
import { acting, outcomeOf } from '../support/verbs.ts';

const acme = { _id: 'org_acme', tenantId: TENANT };
const unsent: Outcome = { kind: 'unsent', problem: 'The mail server could not be reached.' };
const unconfirmed: Outcome = { kind: 'retry', problem: 'Something went wrong in Gatehouse.' };
const refused: Outcome = { kind: 'refused', problem: 'The mailbox is full (552).' };

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.clear());

const by = (userId: string) => acting(world.runtime, userId, TENANT);
const list = async (userId: string, cursor: Parameters<typeof listDeliveries>[1]['cursor'] = null) =>
  listDeliveries(await by(userId), { organizationId: acme._id, cursor });

/** Delivers what is due, and everything comes out like this, or the mails alone. */
async function deliver(outcome: Outcome, slack = outcome): Promise<void> {
  const { runtime, log, tenantIds } = world;
  const send = async () => outcome;
  await createDispatcher({
    runtime,
    log,
    tenantIds,
    senders: { mail: send, slack: async () => slack, refresh: send },
  }).drain();
}

/** A mail about the request of somebody, to an address of their own. */
async function mailToIvan() {
  const { _id } = await world.ask();
  const about = { type: 'request', id: _id } as const;
  return world.put({ template: 'request-denied', about, to: { via: 'mail', address: 'ivan@home.example' } });
}

describe('the list', () => {
  it('has what was given up, and what has failed for a quarter of an hour; nothing that arrived', async () => {
    const mail = await mailToIvan();
    await deliver(refused);
    const card = await world.put();
    await deliver(unsent);
    expect((await list(OLGA)).items.map(({ id }) => id)).toEqual([mail._id]);
    world.advance(15 * minute);
    await world.put({ status: 'sent' });
    expect(await list(ADA)).toMatchObject({
      organizationName: 'Acme',
      counts: { givenUp: 1, waiting: 1 },
      items: [
        {
          id: card._id,
          to: { kind: 'channel', id: CHANNEL },
          isGivenUp: false,
          since: card.createdAt,
          problem: unsent.problem,
        },
        {
          id: mail._id,
          to: { kind: 'mail', id: 'ivan@home.example' },
          isGivenUp: true,
          nextTryAt: null,
          problem: refused.problem,
        },
      ],
    });
    expect(await countDeadLetters(world.runtime, acme)).toBe(1);
    expect(await countDeadLetters(world.runtime, { ...acme, _id: 'org_other' })).toBe(0);
  });

  it('has what should have left a quarter of an hour ago, though no attempt has failed; not what waits for its time', async () => {
    const card = await world.put();
    const hanging = await world.put({ lease: 'somebody', attempts: 1 });
    const ofIvan = await mailToIvan();
    await world.put({ about: { type: 'organization', id: 'org_other' } });
    await world.put({ about: { type: 'tenant', id: TENANT } });
    const tomorrow = new Date(world.runtime.now().getTime() + 24 * 60 * minute);
    await world.put({ dueAt: tomorrow, notBefore: tomorrow });
    world.advance(15 * minute - 1);
    expect(await list(OLGA)).toMatchObject({ items: [], counts: { waiting: 0 } });
    world.advance(1);
    const late = { isLate: true, isGivenUp: false, since: card.dueAt, nextTryAt: null };
    expect(await list(OLGA)).toMatchObject({
      counts: { givenUp: 0, waiting: 3 },
      items: [
        { id: ofIvan._id, ...late },
        { id: hanging._id, ...late, problem: 'No attempt came to an end.' },
        { id: card._id, ...late, problem: 'It waits for its turn.' },
      ],
    });
    await expect(retryMessage(await by(OLGA), hanging._id)).rejects.toThrow('being sent right now');
    await retryMessage(await by(OLGA), card._id);
    expect(await world.row(card._id)).toMatchObject({ dueAt: card.dueAt });
    expect((await list(OLGA)).counts.waiting).toBe(3);
    await giveUpMessage(await by(ADA), ofIvan._id);
    expect((await list(OLGA)).counts.waiting).toBe(2);
    // It does not leave the list for a while because an attempt has failed by now.
    await deliver(unsent);
    expect((await list(OLGA)).items).toMatchObject([
      { id: hanging._id, isLate: false, problem: unsent.problem },
      { id: card._id, isLate: false, since: world.runtime.now() },
    ]);
  });

  it('says nothing of a message that is on its way to whoever may look after another one', async () => {
    const { _id } = await mailToIvan();
    expect(await outcomeOf(giveUpMessage(await by(OLGA), _id))).toBe('deny');
    expect(await world.row(_id)).toMatchObject({ status: 'pending' });
  });

  it('comes in pages', async () => {
    for (let i = 0; i < 12; i += 1) await world.put({ status: 'dead', organizationId: acme._id });
    const first = await list(OLGA);
    expect(first.items).toHaveLength(10);
    const second = await list(OLGA, { before: first.older ?? '' });
    expect(second.items).toHaveLength(2);
    expect(second.older).toBeNull();
    const back = await list(OLGA, { after: second.newer ?? '' });
    expect(back.items).toEqual(first.items);
  });

  it('is for those who decide there alone', async () => {
    expect(await outcomeOf(list(IVAN))).toBe('deny');
    const { _id } = await mailToIvan();
    await deliver(refused);
    expect(await outcomeOf(retryMessage(await by(IVAN), _id))).toBe('deny');
    expect(await outcomeOf(giveUpMessage(await by(IVAN), _id))).toBe('deny');
    expect(await outcomeOf(retryMessage(await by(OLGA), 'msg_unknown'))).toBe('deny');
    expect(await world.row(_id)).toMatchObject({ status: 'dead' });
  });

  it('leaves invitations whose mail was given up to theirs', async () => {
    const { _id: id, email: address } = await world.invite();
    await world.put({
      template: 'join-invitation',
      about: { type: 'invitation', id },
      to: { via: 'mail', address },
    });
    await deliver(refused, { kind: 'sent' });
    expect(await list(OLGA)).toMatchObject({ items: [], undeliverable: 1, counts: { givenUp: 0 } });
  });
});

describe('a retry', () => {
  it('of what was given up begins from the start, once, though two press at once', async () => {
    const { _id, about } = await mailToIvan();
    await world.store.outbox.updateOne({ _id }, { attempts: 7 });
    await deliver({ kind: 'retry', problem: 'The mail server did not confirm the mail.' });
    expect(await world.row(_id)).toMatchObject({ status: 'dead', attempts: 8 });
    const [olga, ada] = [await by(OLGA), await by(ADA)];
    const outcomes = await Promise.all([
      outcomeOf(retryMessage(olga, _id)),
      outcomeOf(retryMessage(ada, _id)),
    ]);
    // Whoever comes second finds it waiting already, and has it tried now, too.
    expect(outcomes).toEqual(expect.arrayContaining([{ template: 'request-denied' }]));
    expect(await world.row(_id)).toMatchObject({
      status: 'pending',
      attempts: 0,
      endedAt: null,
      problem: null,
    });
    expect(await list(OLGA)).toMatchObject({ items: [], counts: { givenUp: 0, waiting: 0 } });
    await deliver({ kind: 'sent' });
    expect(await world.row(_id)).toMatchObject({ status: 'sent', attempts: 1 });
    expect(await outcomeOf(retryMessage(await by(OLGA), _id))).toBe('stale');
    const [event] = await world.store.audit.find({ action: 'message.retried' }).sort({ _id: 1 }).lean();
    expect(event).toMatchObject({
      organizationId: acme._id,
      subjects: [about.id],
      detail: { message: _id, template: 'request-denied', wasGivenUp: true },
    });
  });

  it('of what waits only comes sooner, and never while it is under way', async () => {
    const { _id } = await mailToIvan();
    await deliver(unsent);
    world.advance(15 * minute);
    await deliver(unsent);
    expect((await world.row(_id)).dueAt.getTime()).toBeGreaterThan(world.runtime.now().getTime());
    await retryMessage(await by(OLGA), _id);
    expect(await world.row(_id)).toMatchObject({
      status: 'pending',
      attempts: 0,
      dueAt: world.runtime.now(),
    });
    expect((await list(OLGA)).items).toMatchObject([{ id: _id, isBeingSent: true }]);
    await deliver(unsent);
    expect((await list(OLGA)).items).toMatchObject([{ id: _id, isBeingSent: false }]);
    await world.store.outbox.updateOne({ _id }, { lease: 'somebody' });
    expect(await outcomeOf(retryMessage(await by(OLGA), _id))).toBe('stale');
    expect(await outcomeOf(giveUpMessage(await by(OLGA), _id))).toBe('stale');
    await expect(giveUpMessage(await by(OLGA), _id)).rejects.toThrow('being sent right now');
  });
});

describe('giving up', () => {
  it('ends a message, and its late outcome changes nothing', async () => {
    const { _id } = await mailToIvan();
    await deliver(unsent);
    world.advance(15 * minute);
    const claim = { tenantId: TENANT, limit: 1, lease: 'slow', leaseMs: minute };
    const [slow] = (await claimDue(world.runtime, claim)).claimed;
    if (!slow) throw new Error('There was nothing to claim.');
    world.advance(minute);
    await deliver(unsent);
    await giveUpMessage(await by(OLGA), _id);
    expect(await world.row(_id)).toMatchObject({ status: 'cancelled', problem: 'Given up by Olga Test.' });
    await createSettler(world)(slow, { kind: 'sent' });
    world.advance(60 * minute);
    await deliver({ kind: 'sent' });
    expect(await world.row(_id)).toMatchObject({ status: 'cancelled' });
    expect(await world.store.audit.findOne({ action: 'message.given-up' }).lean()).toMatchObject({
      actor: 'acc_olga',
      detail: { wasGivenUp: false },
    });
  });

  it('of an invitation makes it undeliverable, so that it can be sent again', async () => {
    const invitation = await world.invite();
    const about = { type: 'invitation', id: invitation._id } as const;
    const to = { via: 'mail', address: invitation.email } as const;
    const { _id } = await world.put({ template: 'join-invitation', about, to, codeVersion: 1 });
    await deliver(unsent);
    await giveUpMessage(await by(ADA), _id);
    expect(await world.store.invitations.findById(invitation._id).lean()).toMatchObject({
      status: 'undeliverable',
    });
    const rows = await world.rows('invitation-undeliverable');
    expect(rows).toHaveLength(1);
    for (const row of rows) {
      expect(await briefingFor(world.runtime, row)).toMatchObject({ givenUpBy: 'Ada Test' });
    }
  });

  it.each([
    ['by somebody', 'pending', 0],
    ['after too many attempts', 'pending', 1],
    ['because the address takes no mail', 'undeliverable', 0],
  ])('of a reminder %s leaves an invitation %s', async (how, status, listed) => {
    const invitation = await world.invite({ kind: 'access', accountId: 'acc_ivan' });
    const about = { type: 'invitation', id: invitation._id } as const;
    const to = { via: 'mail', address: invitation.email } as const;
    const attempts = how.startsWith('after') ? 7 : 0;
    const { _id } = await world.put({ template: 'offer-reminder', about, to, codeVersion: 1, attempts });
    await deliver(status === 'pending' ? unconfirmed : refused, { kind: 'sent' });
    if (how === 'by somebody') await giveUpMessage(await by(ADA), _id);
    expect(await world.store.invitations.findById(invitation._id).lean()).toMatchObject({ status });
    expect((await list(OLGA)).items).toHaveLength(listed);
  });

  it('takes what was given up out of the list', async () => {
    const { _id } = await mailToIvan();
    await deliver(refused);
    await giveUpMessage(await by(OLGA), _id);
    expect((await list(OLGA)).items).toEqual([]);
    expect(await countDeadLetters(world.runtime, acme)).toBe(0);
  });
});
