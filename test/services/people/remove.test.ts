import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { organizationRoles } from '../../../src/domain/permissions.ts';
import { removePerson } from '../../../src/services/people/remove.ts';
import type { AccountRecord } from '../../../src/store/models/account.ts';
import { lastingOutcomeOf, outcomeOf } from '../../support/verbs.ts';
import { day, openPeopleWorld, type PeopleWorld, toldOf } from './world.ts';

let world: PeopleWorld;
let aster: string;
let owner: AccountRecord;
beforeAll(async () => {
  world = await openPeopleWorld();
});
beforeEach(async () => {
  aster = await world.organization('Aster');
  owner = (await world.member(aster, 'owner', 'Olga')).account;
});
afterEach(() => world.expectSeatsToAddUp());

const remove = (actor: AccountRecord, { _id: accountId }: AccountRecord, organizationId = aster) =>
  removePerson(world.by(actor), { accountId, organizationId });

const invitationStatus = async (id: string) => (await world.store.invitations.findById(id).lean())?.status;

describe('removing a person', () => {
  it('ends everything in that organization, and nothing elsewhere', async () => {
    const birch = await world.organization('Birch');
    const [atlas, boreas] = [await world.app(aster, 'Atlas', 3), await world.app(aster, 'Boreas', 3)];
    const theirs = await world.app(birch, 'Cedar', 3);
    const { account: mona, grantId } = await world.member(aster, 'member', 'Mona');
    const other = (await world.member(aster, 'member', 'Other')).grantId;
    const onAtlas = await world.grant(aster, mona, atlas.access('Operator'));
    const offered = await world.invitation(aster, owner, mona, boreas.access('Viewer'));
    const more = { status: 'waitlisted' } as const;
    const waiting = await world.invitation(aster, owner, mona, atlas.access('Viewer'), more);
    const byAddress = { kind: 'join', accountId: null, access: null } as const;
    const joining = await world.invitation(
      aster,
      owner,
      mona,
      { kind: 'organization', role: 'member' },
      byAddress,
    );
    const requestId = await world.request(aster, mona);
    const inBirch = await world.grant(birch, mona, theirs.access('Viewer'));
    const toBirch = await world.invitation(birch, owner, mona, { kind: 'organization', role: 'member' });

    expect(await remove(owner, mona)).toEqual({
      personName: 'Mona Test',
      organizationName: 'Aster',
      grants: 2,
      invitations: 3,
    });
    for (const id of [grantId, onAtlas]) {
      const grant = await world.grantOf(id);
      expect(grant).toMatchObject({ status: 'revoked', endedBy: 'Olga Test' });
      expect(grant).not.toHaveProperty('liveKey');
      expect((await world.audit(id)).map(({ action }) => action)).toEqual(['grant.revoked']);
    }
    for (const id of [offered, waiting, joining]) expect(await invitationStatus(id)).toBe('revoked');
    expect(await world.store.accessRequests.findById(requestId).lean()).toMatchObject({
      status: 'denied',
      decidedBy: owner._id,
      decidedByName: 'Olga Test',
    });
    expect((await world.audit(requestId)).map(({ action }) => action)).toEqual(['request.denied']);
    for (const { subscriptionId } of [atlas, boreas]) {
      const subscription = await world.store.subscriptions.findById(subscriptionId).lean();
      expect(subscription).toMatchObject({ active: 0, held: 0 });
    }
    for (const id of [other, inBirch]) expect((await world.grantOf(id)).status).toBe('active');
    expect(await invitationStatus(toBirch)).toBe('pending');
  });

  it('tells the person once of the access, and of each invitation that had reached them', async () => {
    const { access } = await world.app(aster, 'Atlas', 3);
    const onlyLater = await world.app(aster, 'Later', 1);
    const ivan = await world.person('Ivan');
    const onApp = await world.grant(aster, ivan, access('Viewer'));
    const inOrganization = await world.grant(aster, ivan, { kind: 'organization', role: 'member' });
    const offered = await world.invitation(aster, owner, ivan, onlyLater.access('Viewer'));
    const unsent = await world.invitation(aster, owner, ivan, access('Editor'), { status: 'proposed' });
    await remove(owner, ivan);
    expect(await world.messages(inOrganization)).toEqual(toldOf('access-ended', ivan));
    expect(await world.messages(onApp)).toEqual([]);
    expect(await world.messages(offered)).toEqual([`invitation-withdrawn mail ${ivan.email}`]);
    expect(await world.messages(unsent)).toEqual([]);
  });

  it('ends an approved request as lapsed, with its offer', async () => {
    const ivan = await world.person('Ivan');
    const requestId = await world.request(aster, ivan, { status: 'approved' });
    const role = { kind: 'organization', role: 'member' } as const;
    await world.invitation(aster, owner, ivan, role, { requestId });
    expect(await remove(owner, ivan)).toMatchObject({ grants: 0, invitations: 1 });
    expect(await world.store.accessRequests.findById(requestId).lean()).toMatchObject({ status: 'lapsed' });
  });

  it('gives freed seats to those who wait, and not to the person who leaves', async () => {
    const { subscriptionId, access } = await world.app(aster, 'Atlas', 1);
    const ivan = await world.person('Ivan');
    await world.grant(aster, ivan, access('Viewer'));
    const more = { status: 'waitlisted' } as const;
    const own = await world.invitation(aster, owner, ivan, access('Editor'), more);
    const next = await world.invitation(aster, owner, await world.person('Next'), access('Viewer'), more);
    await remove(owner, ivan);
    expect(await invitationStatus(own)).toBe('revoked');
    expect((await world.audit(own)).map(({ action }) => action)).toEqual(['invitation.revoked']);
    expect(await invitationStatus(next)).toBe('pending');
    const subscription = await world.store.subscriptions.findById(subscriptionId).lean();
    expect(subscription).toMatchObject({ active: 0, held: 1 });
  });

  it('stores what the clock had decided on an old request', async () => {
    const { account: mona } = await world.member(aster, 'member', 'Mona');
    const expiresAt = new Date(world.runtime.now().getTime() - day);
    const requestId = await world.request(aster, mona, { expiresAt });
    await remove(owner, mona);
    expect(await world.store.accessRequests.findById(requestId).lean()).toMatchObject({ status: 'expired' });
    expect(await world.messages(requestId)).toEqual([]);
  });

  it('works once', async () => {
    const { account: mona, grantId } = await world.member(aster, 'member', 'Mona');
    const admin = (await world.member(aster, 'admin')).account;
    const outcomes = await Promise.all(
      [owner, admin].map((who) => lastingOutcomeOf(() => remove(who, mona))),
    );
    expect(outcomes.filter((each) => each === 'stale')).toHaveLength(1);
    expect(await world.audit(grantId)).toHaveLength(1);
  });
});

describe('who may be removed', () => {
  it.each(organizationRoles.flatMap((actor) => organizationRoles.map((target) => [actor, target] as const)))(
    'by an %s: an %s, by the table',
    async (actorRole, targetRole) => {
      const actor = (await world.member(aster, actorRole, 'Actor')).account;
      const { account, grantId } = await world.member(aster, targetRole, 'Target');
      const outcome = await outcomeOf(remove(actor, account));
      const isAllowed = actorRole === 'owner' || (actorRole === 'admin' && targetRole !== 'owner');
      if (isAllowed) return expect(outcome).toMatchObject({ grants: 1 });
      expect(outcome).toBe('deny');
      expect((await world.grantOf(grantId)).status).toBe('active');
      expect(await world.audit(grantId)).toEqual([]);
      expect(await world.messages(grantId)).toEqual([]);
    },
  );

  it('is nobody whose invitation is above the own role', async () => {
    const admin = (await world.member(aster, 'admin')).account;
    const { account: mona, grantId } = await world.member(aster, 'member', 'Mona');
    const offered = await world.invitation(aster, owner, mona, { kind: 'organization', role: 'owner' });
    expect(await outcomeOf(remove(admin, mona))).toBe('deny');
    expect((await world.grantOf(grantId)).status).toBe('active');
    expect(await invitationStatus(offered)).toBe('pending');
  });

  it('is not oneself', async () => {
    await world.member(aster, 'owner', 'Second');
    await expect(remove(owner, owner)).rejects.toMatchObject({
      code: 'form',
      message: "You can't remove yourself. Ask another owner or admin.",
    });
  });

  it('is not the last owner', async () => {
    const admin = (await world.member(aster, 'admin')).account;
    await expect(remove(admin, owner)).rejects.toMatchObject({
      code: 'form',
      message: 'One owner must remain. Make somebody else an owner first.',
    });
  });

  it('is nobody unknown, foreign, or of another tenant', async () => {
    const birch = await world.organization('Birch');
    const theirs = await world.member(birch, 'member', 'Theirs');
    const stranger = await world.person('Stranger', 'T0OTHER');
    const away = await world.organization('Away', 'T0OTHER');
    await world.grant(away, stranger, { kind: 'organization', role: 'owner' });
    const { account: mona } = await world.member(aster, 'member', 'Mona');
    expect(await outcomeOf(remove(owner, theirs.account))).toBe('deny');
    expect(await outcomeOf(remove(owner, theirs.account, birch))).toBe('deny');
    expect(await outcomeOf(remove(stranger, mona))).toBe('deny');
    expect(await outcomeOf(remove(owner, mona, 'org_unknown'))).toBe('deny');
    expect(await outcomeOf(remove(owner, { ...mona, _id: 'acc_unknown' }))).toBe('deny');
    expect((await world.grantOf(theirs.grantId)).status).toBe('active');
  });
});

describe('owners who remove each other at the same moment (A13)', () => {
  it('leave one of them', async () => {
    for (let round = 0; round < 12; round += 1) {
      const place = await world.organization('Race');
      const [a, b] = [await world.member(place, 'owner', 'A'), await world.member(place, 'owner', 'B')];
      const outcomes = await Promise.all([
        lastingOutcomeOf(() => remove(a.account, b.account, place)),
        lastingOutcomeOf(() => remove(b.account, a.account, place)),
      ]);
      expect(outcomes.filter((each) => typeof each === 'string')).toEqual(['deny']);
      const owners = { organizationId: place, status: 'active', 'access.role': 'owner' } as const;
      expect(await world.store.grants.countDocuments(owners)).toBe(1);
    }
  });
});
