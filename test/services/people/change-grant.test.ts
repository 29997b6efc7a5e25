import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DomainError } from '../../../src/domain/errors.ts';
import { organizationRoles } from '../../../src/domain/permissions.ts';
import { changeGrant } from '../../../src/services/people/change-grant.ts';
import type { AccountRecord } from '../../../src/store/models/account.ts';
import { lastingOutcomeOf, outcomeOf } from '../../support/verbs.ts';
import { day, openPeopleWorld, type PeopleWorld, toldOf } from './world.ts';

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

const change = (account: AccountRecord, grantId: string, roleId: string, endsOn: string | null = null) =>
  changeGrant(world.by(account), grantId, { roleId, endsOn });

const problemOf = async (work: Promise<unknown>): Promise<Record<string, string>> => {
  const error = await work.then(
    () => null,
    (reason: DomainError) => reason,
  );
  expect(error).toMatchObject({ code: 'form' });
  return { ...error?.fields };
};

async function nothingHappenedTo(grantId: string, before: unknown): Promise<void> {
  expect(await world.grantOf(grantId)).toEqual(before);
  expect(await world.audit(grantId)).toEqual([]);
  expect(await world.messages(grantId)).toEqual([]);
}

describe('changing a role in the organization', () => {
  it('is stored with its audit row, and the person is told by mail and direct message', async () => {
    const { account, grantId } = await world.member(aster, 'member', 'Mona');
    const result = await change(owner.account, grantId, 'admin');
    expect(result).toEqual({
      accountId: account._id,
      personName: 'Mona Test',
      organizationId: aster,
      access: { kind: 'organization', role: 'admin' },
      endsAt: null,
      hasChanged: true,
    });
    expect(await world.grantOf(grantId)).toMatchObject({
      status: 'active',
      access: { kind: 'organization', role: 'admin' },
      liveKey: `organization:${aster}:${account._id}`,
    });
    expect(await world.audit(grantId)).toEqual([
      {
        action: 'grant.role-changed',
        actorName: 'Olga Test',
        detail: { role: 'admin', before: 'member', after: 'admin' },
      },
    ]);
    expect(await world.messages(grantId)).toEqual(toldOf('access-changed', account));
  });

  it('to what it is already changes nothing and tells nobody', async () => {
    const { grantId } = await world.member(aster, 'admin');
    const before = await world.grantOf(grantId);
    expect(await change(owner.account, grantId, 'admin')).toMatchObject({ hasChanged: false });
    await nothingHappenedTo(grantId, before);
  });

  it.each(
    organizationRoles.flatMap((actor) =>
      organizationRoles.flatMap((from) =>
        organizationRoles.filter((to) => to !== from).map((to) => [actor, from, to] as const),
      ),
    ),
  )('by an %s from %s to %s follows the table', async (actorRole, from, to) => {
    const actor = (await world.member(aster, actorRole, 'Actor')).account;
    const { grantId } = await world.member(aster, from, 'Target');
    const before = await world.grantOf(grantId);
    const outcome = await outcomeOf(change(actor, grantId, to));
    const isAllowed = actorRole === 'owner' || (actorRole === 'admin' && from !== 'owner' && to !== 'owner');
    if (isAllowed) return expect(outcome).toMatchObject({ hasChanged: true });
    const isTooHigh = actorRole === 'admin' && to === 'owner';
    expect(outcome).toBe(isTooHigh ? 'form' : 'deny');
    await nothingHappenedTo(grantId, before);
  });

  it('to a role above the own one says so on the field of the role', async () => {
    const { account } = await world.member(aster, 'admin');
    const { grantId } = await world.member(aster, 'member');
    const text = "As admin you can't give the role owner. Choose another one.";
    expect(await problemOf(change(account, grantId, 'owner'))).toEqual({ roleId: text });
  });

  it.each(['superuser', '__proto__', 'owner,admin', '', ['owner'], { $ne: null }, null, undefined])(
    'to %j is an error of the field',
    async (roleId) => {
      const { grantId } = await world.member(aster, 'member');
      const before = await world.grantOf(grantId);
      const work = changeGrant(world.by(owner.account), grantId, { roleId, endsOn: null });
      expect(await problemOf(work)).toEqual({ roleId: 'Choose a role.' });
      await nothingHappenedTo(grantId, before);
    },
  );

  it('is nobody’s own way up, but may be the way down', async () => {
    const { account, grantId } = await world.member(aster, 'admin');
    expect(await outcomeOf(change(account, grantId, 'owner'))).toBe('form');
    expect(await change(account, grantId, 'member')).toMatchObject({ hasChanged: true });
    expect(await outcomeOf(change(account, grantId, 'admin'))).toBe('deny');
  });

  it('is denied for what is foreign, unknown, or of another tenant', async () => {
    const birch = await world.organization('Birch');
    const theirs = await world.member(birch, 'member');
    const stranger = await world.person('Stranger', 'T0OTHER');
    const away = await world.organization('Away', 'T0OTHER');
    await world.grant(away, stranger, { kind: 'organization', role: 'owner' });
    const { grantId } = await world.member(aster, 'member');
    const before = await world.grantOf(grantId);
    for (const [who, id] of [
      [owner.account, theirs.grantId],
      [owner.account, 'grt_unknown'],
      [stranger, grantId],
      [await world.person('Nemo'), grantId],
    ] as const) {
      expect(await outcomeOf(change(who, id, 'admin'))).toBe('deny');
    }
    await nothingHappenedTo(grantId, before);
  });

  it('is too late once the access has ended, also before the sweep says so', async () => {
    const over = { endsAt: new Date(world.runtime.now().getTime()) };
    const role = { kind: 'organization', role: 'member' } as const;
    const due = await world.grant(aster, await world.person('Due'), role, over);
    const ended = { status: 'revoked', endedBy: 'Olga Test', endedAt: world.runtime.now() } as const;
    const revoked = await world.grant(aster, await world.person('Gone'), role, ended);
    for (const id of [due, revoked]) {
      expect(await outcomeOf(change(owner.account, id, 'admin'))).toBe('stale');
      expect(await world.audit(id)).toEqual([]);
    }
  });
});

describe('the last owner', () => {
  const text = 'One owner must remain. Make somebody else an owner first.';

  it('cannot be lowered, by anybody', async () => {
    const { account: admin } = await world.member(aster, 'admin');
    const before = await world.grantOf(owner.grantId);
    for (const who of [owner.account, admin]) {
      expect(await problemOf(change(who, owner.grantId, 'member'))).toEqual({ roleId: text });
    }
    await nothingHappenedTo(owner.grantId, before);
  });

  it('is not saved by an owner of another organization, a former one, or one whose time is over', async () => {
    const birch = await world.organization('Birch');
    await world.member(birch, 'owner');
    const role = { kind: 'organization', role: 'owner' } as const;
    await world.grant(aster, await world.person('Former'), role, { status: 'revoked' });
    await world.grant(aster, await world.person('Over'), role, { endsAt: world.runtime.now() });
    expect(await problemOf(change(owner.account, owner.grantId, 'admin'))).toEqual({ roleId: text });
  });

  it('remains when two owners lower each other at the same moment: one of them succeeds (A13)', async () => {
    for (let round = 0; round < 12; round += 1) {
      const place = await world.organization('Race');
      const [a, b] = [await world.member(place, 'owner', 'A'), await world.member(place, 'owner', 'B')];
      const outcomes = await Promise.all([
        lastingOutcomeOf(() => change(a.account, b.grantId, 'admin')),
        lastingOutcomeOf(() => change(b.account, a.grantId, 'admin')),
      ]);
      expect(outcomes.filter((each) => typeof each === 'object')).toHaveLength(1);
      expect(outcomes.filter((each) => typeof each === 'string')).toEqual(['form']);
      const owners = { organizationId: place, status: 'active', 'access.role': 'owner' } as const;
      expect(await world.store.grants.countDocuments(owners)).toBe(1);
      const events = { organizationId: place, action: 'grant.role-changed' } as const;
      expect(await world.store.audit.countDocuments(events)).toBe(1);
    }
  });

  it('remains when all owners step down at the same moment', async () => {
    for (let round = 0; round < 6; round += 1) {
      const place = await world.organization('Race');
      const all: { account: AccountRecord; grantId: string }[] = [];
      for (const name of ['A', 'B', 'C']) all.push(await world.member(place, 'owner', name));
      const outcomes = await Promise.all(
        all.map(({ account, grantId }) => lastingOutcomeOf(() => change(account, grantId, 'member'))),
      );
      expect(outcomes.filter((each) => each === 'form')).toHaveLength(1);
      const owners = { organizationId: place, status: 'active', 'access.role': 'owner' } as const;
      expect(await world.store.grants.countDocuments(owners)).toBe(1);
    }
  });
});

describe('changing a role on an app', () => {
  it('keeps the seat, and notes the ids', async () => {
    const { appId, subscriptionId, access } = await world.app(aster, 'Atlas', 5);
    const ivan = await world.person('Ivan');
    const grantId = await world.grant(aster, ivan, access('Viewer'));
    const result = await change(owner.account, grantId, `${appId}:Editor`);
    expect(result.access).toEqual({
      kind: 'app',
      appName: 'Atlas',
      subscriptionName: 'Team',
      roleName: 'Editor',
    });
    expect((await world.grantOf(grantId)).access).toEqual(access('Editor'));
    expect(await world.audit(grantId)).toEqual([
      {
        action: 'grant.role-changed',
        actorName: 'Olga Test',
        detail: {
          app: appId,
          subscription: subscriptionId,
          role: `${appId}:Editor`,
          before: `${appId}:Viewer`,
          after: `${appId}:Editor`,
        },
      },
    ]);
    expect(await world.messages(grantId)).toEqual(toldOf('access-changed', ivan));
  });

  it('refuses a privileged role, an archived one, another app’s, and an organization role', async () => {
    const { appId, access } = await world.app(aster, 'Atlas', 5);
    const other = await world.app(aster, 'Other', null);
    const grantId = await world.grant(aster, await world.person('Ivan'), access('Viewer'));
    const before = await world.grantOf(grantId);
    expect(await problemOf(change(owner.account, grantId, `${appId}:Operator`))).toEqual({
      roleId: 'The role Operator takes two approvers. End this access and send an invitation for it.',
    });
    for (const roleId of [`${appId}:Retired`, `${other.appId}:Editor`, 'owner']) {
      expect(await problemOf(change(owner.account, grantId, roleId))).toEqual({
        roleId: 'This role is not offered any more. Choose another one.',
      });
    }
    await nothingHappenedTo(grantId, before);
  });

  it('away from a privileged or an archived role is possible, and such a role can stay with another end', async () => {
    const { appId, access } = await world.app(aster, 'Atlas', 5);
    for (const role of ['Operator', 'Retired']) {
      const grantId = await world.grant(aster, await world.person('Ivan'), access(role));
      await change(owner.account, grantId, `${appId}:${role}`, '2026-06-30');
      expect(await world.grantOf(grantId)).toMatchObject({ access: access(role), status: 'active' });
      await change(owner.account, grantId, `${appId}:Viewer`, '2026-06-30');
      expect((await world.grantOf(grantId)).access).toEqual(access('Viewer'));
    }
  });

  it('is not for oneself, whatever the role (I5)', async () => {
    const { appId, access } = await world.app(aster, 'Atlas', 5);
    const grantId = await world.grant(aster, owner.account, access('Viewer'));
    const text = "You can't change your own role. Ask another admin or owner.";
    expect(await problemOf(change(owner.account, grantId, `${appId}:Editor`))).toEqual({ roleId: text });
  });
});

describe('changing the end', () => {
  it('sets, moves and removes it, to the end of the day, each with its audit row', async () => {
    const { grantId } = await world.member(aster, 'member');
    const [june, july] = [new Date('2026-06-30T23:59:59.999Z'), new Date('2026-07-31T23:59:59.999Z')];
    await change(owner.account, grantId, 'member', '2026-06-30');
    expect((await world.grantOf(grantId)).endsAt).toEqual(june);
    await change(owner.account, grantId, 'member', '2026-07-31');
    await change(owner.account, grantId, 'member', null);
    expect((await world.grantOf(grantId)).endsAt).toBeNull();
    const ends = [null, june.toISOString(), july.toISOString(), null];
    expect(await world.audit(grantId)).toEqual(
      [0, 1, 2].map((step) => ({
        action: 'grant.end-changed',
        actorName: 'Olga Test',
        detail: { role: 'member', before: ends[step], after: ends[step + 1] },
      })),
    );
    expect(await world.messages(grantId)).toHaveLength(6);
  });

  it('together with the role is one change with two audit rows', async () => {
    const { grantId } = await world.member(aster, 'member');
    await change(owner.account, grantId, 'admin', '2026-06-30');
    const actions = (await world.audit(grantId)).map(({ action }) => action);
    expect(actions.sort()).toEqual(['grant.end-changed', 'grant.role-changed']);
    expect(await world.messages(grantId)).toHaveLength(2);
  });

  it.each(['2026-01-04', '2020-02-29', '2026-02-31x', '31.12.2026', 'soon', '2026-13-45'])(
    'to %s is an error of the field',
    async (endsOn) => {
      const { grantId } = await world.member(aster, 'member');
      const before = await world.grantOf(grantId);
      expect(Object.keys(await problemOf(change(owner.account, grantId, 'member', endsOn)))).toEqual([
        'endsOn',
      ]);
      await nothingHappenedTo(grantId, before);
    },
  );

  it('to today keeps the access until the day is over', async () => {
    const { grantId } = await world.member(aster, 'member');
    expect(await change(owner.account, grantId, 'member', '2026-01-05')).toMatchObject({ hasChanged: true });
  });

  it('is not for owners', async () => {
    const text = 'The access of an owner has no end date. Clear the date.';
    const other = await world.member(aster, 'owner', 'Oskar');
    const { grantId } = await world.member(aster, 'member');
    for (const id of [other.grantId, owner.grantId, grantId]) {
      expect(await problemOf(change(owner.account, id, 'owner', '2026-06-30'))).toEqual({ endsOn: text });
    }
  });

  it('of one’s own access can come nearer, and not move away (I5)', async () => {
    const role = { kind: 'organization', role: 'admin' } as const;
    const admin = await world.person('Anton');
    const endsAt = new Date('2026-06-30T23:59:59.999Z');
    const grantId = await world.grant(aster, admin, role, { endsAt });
    const text = "You can't extend your own access. Ask another admin or owner.";
    for (const endsOn of ['2026-07-01', null]) {
      expect(await problemOf(change(admin, grantId, 'admin', endsOn))).toEqual({ endsOn: text });
    }
    expect(await change(admin, grantId, 'admin', '2026-06-29')).toMatchObject({ hasChanged: true });
  });
});

describe('a form that was opened before somebody else changed the access', () => {
  const later = new Date('2026-06-30T23:59:59.999Z');

  it('gives nobody back the role that was taken from them', async () => {
    const { grantId } = await world.member(aster, 'admin');
    const shown = { roleId: 'admin', endsAt: null };
    await change(owner.account, grantId, 'member');
    const input = { roleId: 'admin', endsOn: '2026-06-30' };
    expect(await changeGrant(world.by(owner.account), grantId, input, shown)).toMatchObject({
      access: { role: 'member' },
      endsAt: later,
    });
    expect(await world.grantOf(grantId)).toMatchObject({ access: { role: 'member' }, endsAt: later });
  });

  it('keeps the end that it does not know of', async () => {
    const { grantId } = await world.member(aster, 'member');
    const shown = { roleId: 'member', endsAt: null };
    await change(owner.account, grantId, 'member', '2026-06-30');
    await changeGrant(world.by(owner.account), grantId, { roleId: 'admin', endsOn: null }, shown);
    expect(await world.grantOf(grantId)).toMatchObject({ access: { role: 'admin' }, endsAt: later });
  });

  it('changes what its person has changed, also where another did so too', async () => {
    const { grantId } = await world.member(aster, 'member');
    const shown = { roleId: 'member', endsAt: null };
    await change(owner.account, grantId, 'member', '2026-06-30');
    const input = { roleId: 'member', endsOn: '2026-05-31' };
    const result = await changeGrant(world.by(owner.account), grantId, input, shown);
    expect(result).toMatchObject({ endsAt: new Date('2026-05-31T23:59:59.999Z'), hasChanged: true });
    const again = await changeGrant(world.by(owner.account), grantId, input, {
      ...shown,
      endsAt: result.endsAt,
    });
    expect(again).toMatchObject({ hasChanged: false });
  });
});

describe('a command that is repeated', () => {
  it('changes once, tells once, and answers the same', async () => {
    const { grantId } = await world.member(aster, 'member');
    const context = world.by(owner.account);
    const input = { roleId: 'admin', endsOn: null };
    const answers = await Promise.all([1, 2, 3].map(() => changeGrant(context, grantId, input)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await world.audit(grantId)).toHaveLength(1);
    expect(await world.messages(grantId)).toHaveLength(2);
  });

  it('of two different ones at once, both take effect one after the other', async () => {
    const { grantId } = await world.member(aster, 'member');
    const outcomes = await Promise.all([
      lastingOutcomeOf(() => change(owner.account, grantId, 'admin')),
      lastingOutcomeOf(() => change(owner.account, grantId, 'member', '2026-06-30')),
    ]);
    expect(outcomes.every((each) => typeof each === 'object')).toBe(true);
    const rows = await world.audit(grantId);
    expect(rows.length).toBeGreaterThanOrEqual(2);
    world.advance(day);
  });
});
