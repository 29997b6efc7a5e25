import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { organizationRoles } from '../../../src/domain/permissions.ts';
import { changeGrant } from '../../../src/services/people/change-grant.ts';
import { endGrant } from '../../../src/services/people/end-grant.ts';
import { getGrantToChange, getPerson } from '../../../src/services/people/find.ts';
import { organizationKnowing } from '../../../src/services/people/search.ts';
import type { AccountRecord } from '../../../src/store/models/account.ts';
import { outcomeOf } from '../../support/verbs.ts';
import { day, openPeopleWorld, type PeopleWorld } from './world.ts';

let world: PeopleWorld;
let aster: string;
let birch: string;
let owner: { account: AccountRecord; grantId: string };
beforeAll(async () => {
  world = await openPeopleWorld();
});
beforeEach(async () => {
  aster = await world.organization('Aster');
  birch = await world.organization('Birch');
  owner = await world.member(aster, 'owner', 'Olga');
});

const get = (actor: AccountRecord, { _id: accountId }: AccountRecord, organizationId = aster) =>
  getPerson(world.by(actor), { accountId, organizationId });

describe('a person as an organization sees them', () => {
  it('has the access, running and ended, the invitations and the history of that organization alone', async () => {
    const [atlas, cedar] = [await world.app(aster, 'Atlas', 3), await world.app(birch, 'Cedar', 3)];
    const { account: mona, grantId } = await world.member(aster, 'member', 'Mona');
    const onAtlas = await world.grant(aster, mona, atlas.access('Viewer'));
    const earlier = await world.grant(aster, mona, atlas.access('Retired'), {
      status: 'revoked',
      liveKey: 'former',
      endedBy: 'Olga Test',
      endedAt: world.runtime.now(),
    });
    await world.store.subscriptions.updateOne({ _id: atlas.subscriptionId }, { $inc: { active: -1 } });
    await world.grant(birch, mona, cedar.access('Viewer'));
    const offered = await world.invitation(aster, owner.account, mona, atlas.access('Editor'));
    await world.invitation(birch, owner.account, mona, { kind: 'organization', role: 'member' });
    const over = { expiresAt: world.runtime.now() };
    await world.invitation(aster, owner.account, mona, atlas.access('Editor'), over);

    const person = await get(owner.account, mona);
    expect(person).toMatchObject({
      accountId: mona._id,
      name: 'Mona Test',
      username: mona.username,
      email: mona.email,
      organizationId: aster,
      organizationName: 'Aster',
      isRemovable: true,
    });
    expect(person.active.map(({ id }) => id)).toEqual([onAtlas, grantId]);
    expect(person.active[0]).toMatchObject({
      access: { kind: 'app', appName: 'Atlas', subscriptionName: 'Team', roleName: 'Viewer' },
      roleId: `${atlas.appId}:Viewer`,
      isManageable: true,
      otherRoles: [{ id: `${atlas.appId}:Editor`, name: 'Editor' }],
    });
    expect(person.active[1]).toMatchObject({
      access: { kind: 'organization', role: 'member' },
      roleId: 'member',
      otherRoles: [
        { id: 'owner', name: 'Owner' },
        { id: 'admin', name: 'Admin' },
      ],
    });
    expect(person.ended).toMatchObject([
      { id: earlier, status: 'revoked', endedBy: 'Olga Test', isManageable: false, otherRoles: [] },
    ]);
    expect(person.invitations.map(({ id }) => id)).toEqual([offered]);
    expect(JSON.stringify(person)).not.toMatch(/Birch|Cedar/);
  });

  it('has a history in plain sentences, oldest first, of this organization alone', async () => {
    const { appId, access } = await world.app(aster, 'Atlas', 3);
    const { account: mona, grantId } = await world.member(aster, 'member', 'Mona');
    const onAtlas = await world.grant(aster, mona, access('Viewer'));
    const elsewhere = await world.grant(birch, mona, { kind: 'organization', role: 'member' });
    const by = world.by(owner.account);
    await changeGrant(by, grantId, { roleId: 'admin', endsOn: null });
    await changeGrant(world.by(owner.account), grantId, { roleId: 'admin', endsOn: '2026-06-30' });
    await changeGrant(world.by(owner.account), grantId, { roleId: 'admin', endsOn: null });
    await changeGrant(world.by(owner.account), onAtlas, { roleId: `${appId}:Editor`, endsOn: null });
    await endGrant(world.by(owner.account), onAtlas);
    await endGrant(world.by(mona), elsewhere);
    const { history } = await get(owner.account, mona);
    expect(history.map(({ text }) => text)).toEqual([
      'Role changed from member to admin by Olga Test',
      'End of the access set to 2026-06-30 by Olga Test: admin',
      'End of the access removed by Olga Test: admin',
      'Role changed from Viewer on Atlas (Team) to Editor on Atlas (Team) by Olga Test',
      'Access ended by Olga Test: Editor on Atlas (Team)',
    ]);
  });

  it('has the newest fifty events', async () => {
    const { account: mona } = await world.member(aster, 'member', 'Mona');
    await world.store.audit.insertMany(
      Array.from({ length: 60 }, (_, index) => ({
        _id: `aud_${aster}_${String(index).padStart(3, '0')}`,
        tenantId: mona.tenantId,
        at: new Date(index),
        action: 'request.created' as const,
        actor: mona._id,
        actorName: 'Mona Test',
        organizationId: aster,
        subjects: [mona._id],
        detail: {},
        commandId: 'test',
      })),
    );
    const { history } = await get(owner.account, mona);
    expect(history.map(({ at }) => at.getTime())).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 10),
    );
  });

  it('has lost an access whose time is over, also before the sweep says so', async () => {
    const role = { kind: 'organization', role: 'member' } as const;
    const mona = await world.person('Mona');
    const endsAt = new Date(world.runtime.now().getTime() + day);
    await world.grant(aster, mona, role, { endsAt });
    expect((await get(owner.account, mona)).active).toHaveLength(1);
    world.advance(day);
    const { active, ended } = await get(owner.account, mona);
    expect(active).toEqual([]);
    expect(ended).toMatchObject([{ status: 'expired', endedAt: endsAt, isManageable: false }]);
  });
});

describe('what can be made of it', () => {
  it.each([
    ['owner', 'owner', ['admin', 'member'], true],
    ['owner', 'admin', ['owner', 'member'], true],
    ['admin', 'owner', [], false],
    ['admin', 'admin', ['member'], true],
    ['admin', 'member', ['admin'], true],
  ] as const)('by an %s of an %s', async (actorRole, role, others, isRemovable) => {
    const actor = (await world.member(aster, actorRole, 'Actor')).account;
    const { account } = await world.member(aster, role, 'Target');
    const person = await get(actor, account);
    const [grant] = person.active;
    expect(grant?.otherRoles.map(({ id }) => id)).toEqual(others);
    expect(grant?.isManageable).toBe(isRemovable);
    expect(person.isRemovable).toBe(isRemovable);
  });

  it('is little with oneself: a lower role, an end; no other role on an app, no removal', async () => {
    const { access } = await world.app(aster, 'Atlas', 3);
    await world.grant(aster, owner.account, access('Viewer'));
    const { active, isRemovable } = await get(owner.account, owner.account);
    expect(isRemovable).toBe(false);
    expect(active.map(({ otherRoles }) => otherRoles.map(({ id }) => id))).toEqual([[], ['admin', 'member']]);
    expect(active.every(({ isManageable }) => isManageable)).toBe(true);
  });

  it('is nothing with somebody who has nothing', async () => {
    const { account: mona, grantId } = await world.member(aster, 'member', 'Mona');
    await endGrant(world.by(mona), grantId);
    expect(await get(owner.account, mona)).toMatchObject({ active: [], isRemovable: false });
  });

  it('is offered in the form by the same rules', async () => {
    const { account: admin, grantId } = await world.member(aster, 'admin');
    const found = await getGrantToChange(world.by(owner.account), grantId);
    expect(found).toMatchObject({ personName: 'admin Test', organizationName: 'Aster' });
    expect(found.grant.otherRoles.map(({ id }) => id)).toEqual(['owner', 'member']);
    expect(await outcomeOf(getGrantToChange(world.by(admin), owner.grantId))).toBe('deny');
    expect(await outcomeOf(getGrantToChange(world.by(owner.account), 'grt_unknown'))).toBe('deny');
    await endGrant(world.by(owner.account), grantId);
    expect(await outcomeOf(getGrantToChange(world.by(owner.account), grantId))).toBe('stale');
  });
});

describe('who is not shown', () => {
  it.each(organizationRoles)('to an %s is decided by the table', async (role) => {
    const actor = (await world.member(aster, role, 'Actor')).account;
    const outcome = await outcomeOf(get(actor, owner.account));
    if (role === 'member') expect(outcome).toBe('deny');
    else expect(outcome).toMatchObject({ name: 'Olga Test' });
  });

  it('is whoever the organization does not know, and whoever asks from elsewhere', async () => {
    const theirs = await world.member(birch, 'admin', 'Theirs');
    const stranger = await world.person('Stranger', 'T0OTHER');
    expect(await outcomeOf(get(owner.account, theirs.account))).toBe('deny');
    expect(await outcomeOf(get(owner.account, theirs.account, birch))).toBe('deny');
    expect(await outcomeOf(get(theirs.account, owner.account))).toBe('deny');
    expect(await outcomeOf(get(stranger, owner.account))).toBe('deny');
    expect(await outcomeOf(get(owner.account, { ...theirs.account, _id: 'acc_unknown' }))).toBe('deny');
  });
});

describe('the organization that knows a person', () => {
  it('is the first one whose people the actor manages', async () => {
    const both = await world.person('Both');
    const role = { kind: 'organization', role: 'member' } as const;
    await world.grant(birch, both, role);
    expect(await outcomeOf(organizationKnowing(world.by(owner.account), both._id))).toBe('deny');
    const admin = (await world.member(birch, 'admin')).account;
    expect(await organizationKnowing(world.by(admin), both._id)).toBe(birch);
    await world.grant(aster, both, role);
    expect(await organizationKnowing(world.by(owner.account), both._id)).toBe(aster);
  });
});
