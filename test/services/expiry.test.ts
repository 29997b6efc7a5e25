import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { contextFor } from '../../src/services/context.ts';
import { expireDue } from '../../src/services/expiry.ts';
import { day, membership, openWorld, TENANT, type World } from '../delivery/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.clear());

const sweep = (tenantId = TENANT) =>
  expireDue(contextFor(world.runtime, { kind: 'system', tenantId, name: 'expiry' }, 'expiry'));

const actions = async () => {
  const audit = await world.store.audit.find().sort({ action: 1 }).lean();
  return audit.map(({ actor, action, subjects }) => [actor, action, ...subjects]);
};

describe('the expiry sweep', () => {
  it('ends what is over to the millisecond, once, with its audit row', async () => {
    const { _id, expiresAt } = await world.invite();
    world.advance(7 * day - 1);
    expect(await sweep()).toEqual({ invitations: 0, requests: 0, grants: 0, promoted: 0, failed: 0 });
    world.advance(1);
    expect(await sweep()).toEqual({ invitations: 1, requests: 0, grants: 0, promoted: 0, failed: 0 });
    expect(await sweep()).toEqual({ invitations: 0, requests: 0, grants: 0, promoted: 0, failed: 0 });
    const invitation = await world.store.invitations.findById(_id).lean();
    expect(invitation).toMatchObject({ status: 'expired', endedAt: expiresAt });
    expect(invitation).not.toHaveProperty('liveKey');
    expect(await actions()).toEqual([['expiry', 'invitation.expired', _id]]);
  });

  it('leaves end states and other tenants alone', async () => {
    await world.invite({ status: 'revoked' });
    await world.invite({ tenantId: 'T0OTHER' });
    await world.ask({ status: 'denied' });
    world.advance(30 * day);
    expect(await sweep()).toEqual({ invitations: 0, requests: 0, grants: 0, promoted: 0, failed: 0 });
    expect(await sweep('T0OTHER')).toMatchObject({ invitations: 1 });
  });

  it('lets a request lapse with the offer that it led to, and refreshes the cards of both', async () => {
    const request = await world.ask({ status: 'approved' });
    const offer = await world.invite({
      kind: 'access',
      accountId: 'acc_ivan',
      access: membership,
      requestId: request._id,
    });
    const about = { type: 'request', id: request._id } as const;
    const card = await world.put({ template: 'request-opened', about, status: 'sent' });
    const asked = await world.put({
      template: 'offer',
      about: { type: 'invitation', id: offer._id },
      status: 'sent',
    });
    world.advance(7 * day);
    expect(await sweep()).toMatchObject({ invitations: 1, requests: 0 });
    expect(await world.store.accessRequests.findById(request._id).lean()).toMatchObject({ status: 'lapsed' });
    expect(await actions()).toEqual([
      ['expiry', 'invitation.expired', offer._id, 'acc_ivan'],
      ['expiry', 'request.lapsed', request._id],
    ]);
    const refreshes = (await world.rows()).filter((row) => row.to.via === 'refresh');
    expect(refreshes.map((row) => row.to)).toEqual(
      expect.arrayContaining([card, asked].map(({ _id }) => ({ via: 'refresh', copyOf: _id }))),
    );
    expect(refreshes).toHaveLength(2);
  });

  it('ends a request that nobody decided, and frees its place', async () => {
    const request = await world.ask();
    const about = { type: 'request', id: request._id } as const;
    await world.put({ template: 'request-opened', about, status: 'sent' });
    world.advance(14 * day);
    expect(await sweep()).toEqual({ invitations: 0, requests: 1, grants: 0, promoted: 0, failed: 0 });
    const ended = await world.store.accessRequests.findById(request._id).lean();
    expect(ended).toMatchObject({ status: 'expired' });
    expect(ended).not.toHaveProperty('liveKey');
    expect(await actions()).toEqual([['expiry', 'request.expired', request._id]]);
    expect((await world.rows()).map((row) => row.to.via)).toEqual(['slack', 'slack', 'refresh']);
  });

  it('ends an invitation that was sent again a second time', async () => {
    const { _id } = await world.invite();
    world.advance(7 * day);
    await sweep();
    const expiresAt = new Date(world.runtime.now().getTime() + day);
    await world.store.invitations.updateOne({ _id }, { status: 'pending', expiresAt, codeVersion: 2 });
    expect(await sweep()).toMatchObject({ invitations: 0 });
    world.advance(day);
    expect(await sweep()).toMatchObject({ invitations: 1 });
    expect(await actions()).toHaveLength(2);
  });

  it('makes each transition once, though several sweeps run at once over more than a batch', async () => {
    for (let i = 0; i < 210; i += 1) await world.invite({ liveKey: `join:${i}`, selector: `S${i}` });
    world.advance(7 * day);
    const results = await Promise.all([sweep(), sweep()]);
    expect(await world.store.invitations.countDocuments({ status: 'expired' })).toBe(210);
    expect(await world.store.audit.countDocuments({ action: 'invitation.expired' })).toBe(210);
    expect(results.every(({ failed }) => failed === 0)).toBe(true);
  });
});
