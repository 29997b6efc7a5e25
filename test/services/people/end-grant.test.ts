import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { organizationRoles } from '../../../src/domain/permissions.ts';
import { endGrant } from '../../../src/services/people/end-grant.ts';
import type { AccountRecord } from '../../../src/store/models/account.ts';
import { lastingOutcomeOf, outcomeOf } from '../../support/verbs.ts';
import { openPeopleWorld, type PeopleWorld, toldOf } from './world.ts';

let world: PeopleWorld;
let aster: string;
let owner: { account: AccountRecord; grantId: string };
beforeAll(async () => {
  world = await openPeopleWorld();
});
beforeEach(async () => {
  aster = await world.organization('Aster');
  owner = await world.member(aster, 'owner', 'Olga');
});
afterEach(() => world.expectSeatsToAddUp());

const end = (account: AccountRecord, grantId: string) => endGrant(world.by(account), grantId);

describe('ending an access', () => {
  it('is stored with who and when, noted, and told', async () => {
    const { account, grantId } = await world.member(aster, 'member', 'Mona');
    expect(await end(owner.account, grantId)).toEqual({
      accountId: account._id,
      personName: 'Mona Test',
      organizationId: aster,
      access: { kind: 'organization', role: 'member' },
    });
    const grant = await world.grantOf(grantId);
    expect(grant).toMatchObject({
      status: 'revoked',
      endedBy: 'Olga Test',
      endedAt: world.runtime.now(),
    });
    expect(grant).not.toHaveProperty('liveKey');
    expect(await world.audit(grantId)).toEqual([
      { action: 'grant.revoked', actorName: 'Olga Test', detail: { role: 'member' } },
    ]);
    expect(await world.messages(grantId)).toEqual(toldOf('access-ended', account));
  });

  it('frees the seat', async () => {
    const { subscriptionId, access } = await world.app(aster, 'Atlas', 2);
    const grantId = await world.grant(aster, await world.person('Ivan'), access('Viewer'));
    await end(owner.account, grantId);
    const subscription = await world.store.subscriptions.findById(subscriptionId).lean();
    expect(subscription).toMatchObject({ active: 0, held: 0 });
  });

  it('gives the freed seat to whoever waits first, and to nobody else', async () => {
    const { subscriptionId, access } = await world.app(aster, 'Atlas', 1);
    const grantId = await world.grant(aster, await world.person('Ivan'), access('Viewer'));
    const waiting: string[] = [];
    for (const name of ['First', 'Second']) {
      const person = await world.person(name);
      const more = { status: 'waitlisted' } as const;
      waiting.push(await world.invitation(aster, owner.account, person, access('Viewer'), more));
    }
    await end(owner.account, grantId);
    const statuses = await Promise.all(
      waiting.map(async (id) => (await world.store.invitations.findById(id).lean())?.status),
    );
    expect(statuses).toEqual(['pending', 'waitlisted']);
    const subscription = await world.store.subscriptions.findById(subscriptionId).lean();
    expect(subscription).toMatchObject({ active: 0, held: 1 });
    const [first = ''] = waiting;
    expect((await world.audit(first)).map(({ action }) => action)).toEqual(['invitation.promoted']);
    expect(await world.messages(first)).toContainEqual(expect.stringMatching(/^offer mail first/));
  });

  it('leaves everything else of the person as it is', async () => {
    const { access } = await world.app(aster, 'Atlas', null);
    const { account, grantId } = await world.member(aster, 'member', 'Mona');
    const onApp = await world.grant(aster, account, access('Viewer'));
    await end(owner.account, grantId);
    expect((await world.grantOf(onApp)).status).toBe('active');
  });

  it.each(organizationRoles.flatMap((actor) => organizationRoles.map((target) => [actor, target] as const)))(
    'by an %s of an %s follows the table',
    async (actorRole, targetRole) => {
      const actor = (await world.member(aster, actorRole, 'Actor')).account;
      const { grantId } = await world.member(aster, targetRole, 'Target');
      const outcome = await outcomeOf(end(actor, grantId));
      const isAllowed = actorRole === 'owner' || (actorRole === 'admin' && targetRole !== 'owner');
      if (isAllowed) return expect(outcome).toMatchObject({ personName: 'Target Test' });
      expect(outcome).toBe('deny');
      expect((await world.grantOf(grantId)).status).toBe('active');
      expect(await world.audit(grantId)).toEqual([]);
      expect(await world.messages(grantId)).toEqual([]);
    },
  );

  it('is everybody’s right for their own', async () => {
    const { access } = await world.app(aster, 'Atlas', 3);
    const ivan = await world.person('Ivan');
    const onApp = await world.grant(aster, ivan, access('Operator'));
    const { account: member, grantId } = await world.member(aster, 'member', 'Mona');
    await end(ivan, onApp);
    await end(member, grantId);
    expect(await world.grantOf(onApp)).toMatchObject({ status: 'revoked', endedBy: 'Ivan Test' });
    expect(await world.grantOf(grantId)).toMatchObject({ status: 'revoked', endedBy: 'Mona Test' });
  });

  it('is denied for what is foreign, unknown, or of another tenant', async () => {
    const birch = await world.organization('Birch');
    const theirs = await world.member(birch, 'member');
    const away = await world.organization('Away', 'T0OTHER');
    const stranger = await world.person('Stranger', 'T0OTHER');
    const far = await world.grant(away, stranger, { kind: 'organization', role: 'member' });
    for (const id of [theirs.grantId, far, 'grt_unknown']) {
      expect(await outcomeOf(end(owner.account, id))).toBe('deny');
    }
    expect((await world.grantOf(theirs.grantId)).status).toBe('active');
  });

  it('happens once, however often it is pressed', async () => {
    const { subscriptionId, access } = await world.app(aster, 'Atlas', 3);
    const grantId = await world.grant(aster, await world.person('Ivan'), access('Viewer'));
    const admin = (await world.member(aster, 'admin')).account;
    const outcomes = await Promise.all(
      [owner.account, admin, owner.account].map((who) => lastingOutcomeOf(() => end(who, grantId))),
    );
    expect(outcomes.filter((each) => each === 'stale')).toHaveLength(2);
    expect(await world.audit(grantId)).toHaveLength(1);
    const subscription = await world.store.subscriptions.findById(subscriptionId).lean();
    expect(subscription).toMatchObject({ active: 0 });
  });
});

describe('the last owner', () => {
  it('cannot leave', async () => {
    await expect(end(owner.account, owner.grantId)).rejects.toMatchObject({
      code: 'form',
      message: 'One owner must remain. Make somebody else an owner first.',
    });
    expect((await world.grantOf(owner.grantId)).status).toBe('active');
  });

  it('remains when two owners end each other’s access, or their own, at the same moment (A13)', async () => {
    for (let round = 0; round < 12; round += 1) {
      const place = await world.organization('Race');
      const [a, b] = [await world.member(place, 'owner', 'A'), await world.member(place, 'owner', 'B')];
      const isOwn = round % 2 === 0;
      const outcomes = await Promise.all([
        lastingOutcomeOf(() => end(a.account, isOwn ? a.grantId : b.grantId)),
        lastingOutcomeOf(() => end(b.account, isOwn ? b.grantId : a.grantId)),
      ]);
      // Whoever has lost the role to the other one may not even know that there is an owner.
      expect(outcomes.filter((each) => typeof each === 'string')).toEqual([isOwn ? 'form' : 'deny']);
      const owners = { organizationId: place, status: 'active', 'access.role': 'owner' } as const;
      expect(await world.store.grants.countDocuments(owners)).toBe(1);
    }
  });
});
