import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeGrant } from '../../../src/services/people/change-grant.ts';
import { endDueGrants } from '../../../src/services/people/end-due.ts';
import type { AccountRecord } from '../../../src/store/models/account.ts';
import { day, openPeopleWorld, type PeopleWorld, TENANT, toldOf } from './world.ts';

let world: PeopleWorld;
let aster: string;
let owner: AccountRecord;
let endsAt: Date;
beforeAll(async () => {
  world = await openPeopleWorld();
});
beforeEach(async () => {
  aster = await world.organization('Aster');
  owner = (await world.member(aster, 'owner', 'Olga')).account;
  endsAt = new Date(world.runtime.now().getTime() + day);
});
afterEach(() => world.expectSeatsToAddUp());

const sweep = (tenantId = TENANT) => endDueGrants(world.job(tenantId));
const member = { kind: 'organization', role: 'member' } as const;

describe('the sweep of accesses that end', () => {
  it('ends them to the millisecond, once, with audit row and message', async () => {
    const mona = await world.person('Mona');
    const grantId = await world.grant(aster, mona, member, { endsAt });
    world.advance(day - 1);
    expect(await sweep()).toEqual({ done: 0, failed: 0 });
    world.advance(1);
    expect(await sweep()).toEqual({ done: 1, failed: 0 });
    expect(await sweep()).toEqual({ done: 0, failed: 0 });
    const grant = await world.grantOf(grantId);
    expect(grant).toMatchObject({ status: 'expired', endedAt: endsAt, endedBy: null });
    expect(grant).not.toHaveProperty('liveKey');
    expect(await world.audit(grantId)).toEqual([
      { action: 'grant.expired', actorName: 'Gatehouse', detail: { role: 'member' } },
    ]);
    expect(await world.messages(grantId)).toEqual(toldOf('access-ended', mona));
  });

  it('gives the seat to whoever waits first', async () => {
    const { subscriptionId, access } = await world.app(aster, 'Atlas', 1);
    await world.grant(aster, await world.person('Ivan'), access('Viewer'), { endsAt });
    const more = { status: 'waitlisted' } as const;
    const waiting = await world.invitation(aster, owner, await world.person('Next'), access('Viewer'), more);
    world.advance(day);
    expect(await sweep()).toEqual({ done: 1, failed: 0 });
    expect(await world.store.invitations.findById(waiting).lean()).toMatchObject({ status: 'pending' });
    const subscription = await world.store.subscriptions.findById(subscriptionId).lean();
    expect(subscription).toMatchObject({ active: 0, held: 1 });
  });

  it('leaves alone what has no end, what was moved meanwhile, what ended, owners, and other tenants', async () => {
    const { grantId: endless } = await world.member(aster, 'member');
    const moved = await world.grant(aster, await world.person('Moved'), member, { endsAt });
    await changeGrant(world.by(owner), moved, { roleId: 'member', endsOn: '2030-01-01' });
    const revoked = await world.grant(aster, await world.person('Gone'), member, {
      endsAt,
      status: 'revoked',
    });
    const ownership = { kind: 'organization', role: 'owner' } as const;
    const second = await world.grant(aster, await world.person('Second'), ownership, { endsAt });
    const away = await world.organization('Away', 'T0OTHER');
    const far = await world.grant(away, await world.person('Far', 'T0OTHER'), member, { endsAt });
    world.advance(day);
    expect(await sweep()).toEqual({ done: 0, failed: 0 });
    for (const id of [endless, moved, second, far]) expect((await world.grantOf(id)).status).toBe('active');
    expect((await world.grantOf(revoked)).status).toBe('revoked');
    expect(await sweep('T0OTHER')).toEqual({ done: 1, failed: 0 });
  });

  it('ends each once, though several sweeps run at once over more than a batch', async () => {
    const { subscriptionId, access } = await world.app(aster, 'Atlas', null);
    for (let index = 0; index < 205; index += 1) {
      const account = { ...owner, _id: `acc_due${index}`, email: `due${index}@home.example` };
      await world.grant(aster, account, access('Viewer'), { endsAt });
    }
    world.advance(day);
    const results = await Promise.all([sweep(), sweep()]);
    expect(results.every(({ failed }) => failed === 0)).toBe(true);
    const ended = { 'access.subscriptionId': subscriptionId, status: 'expired' } as const;
    expect(await world.store.grants.countDocuments(ended)).toBe(205);
    const events = { action: 'grant.expired', organizationId: aster } as const;
    expect(await world.store.audit.countDocuments(events)).toBe(205);
    const subscription = await world.store.subscriptions.findById(subscriptionId).lean();
    expect(subscription).toMatchObject({ active: 0 });
  });
});
