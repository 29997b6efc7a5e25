import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { archiveApp, createApp, editApp, getApp, listApps } from '../../../src/services/catalog/apps.ts';
import { createSubscription } from '../../../src/services/catalog/subscriptions.ts';
import { outcomeOf } from '../../support/verbs.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.clear());

const atlas = {
  organizationId: 'org_aster',
  name: 'Atlas',
  roles: 'Viewer\nOperator',
  privileged: 'operator',
};
const team = { name: 'Team', plan: 'Team', seatLimit: '10' };

const add = async (more: Partial<typeof atlas> = {}) =>
  (await createApp(world.as('adam'), { ...atlas, ...more })).appId;
const rolesOf = async (appId: string) => {
  const app = await world.store.apps.findById(appId).lean();
  return app?.roles.map(({ name, privileged, archived }) => [name, privileged, archived]);
};

describe('an app', () => {
  it('is added with its roles, and the audit says so', async () => {
    const id = await add();
    expect(await rolesOf(id)).toEqual([
      ['Viewer', false, false],
      ['Operator', true, false],
    ]);
    expect(await world.audit(id)).toEqual([
      {
        actor: 'acc_adam',
        action: 'app.created',
        detail: { name: 'Atlas', roles: 'Viewer, Operator (privileged)' },
      },
    ]);
  });

  it('keeps its id, and a role its own, when they are renamed', async () => {
    const id = await add();
    const before = await world.store.apps.findById(id).lean();
    await editApp(world.as('olga'), id, { name: 'Atlas Pro', roles: 'VIEWER\nOperator', privileged: '' });
    const after = await world.store.apps.findById(id).lean();
    expect(after?.name).toBe('Atlas Pro');
    expect(after?.roles.map((role) => role.id)).toEqual(before?.roles.map((role) => role.id));
    expect(await rolesOf(id)).toEqual([
      ['VIEWER', false, false],
      ['Operator', false, false],
    ]);
    expect(await add()).not.toBe(id);
  });

  it('archives a role that is not written down any more, and offers the same one again later', async () => {
    const id = await add();
    const [viewer] = (await world.store.apps.findById(id).lean())?.roles ?? [];
    await editApp(world.as('adam'), id, { name: 'Atlas', roles: 'Operator\nEditor', privileged: 'Operator' });
    expect(await rolesOf(id)).toEqual([
      ['Viewer', false, true],
      ['Operator', true, false],
      ['Editor', false, false],
    ]);
    expect((await getApp(world.as('adam'), id)).roles.map(({ name }) => name)).toEqual([
      'Operator',
      'Editor',
    ]);
    await editApp(world.as('adam'), id, { name: 'Atlas', roles: 'Viewer', privileged: 'Viewer' });
    const [again] = (await world.store.apps.findById(id).lean())?.roles ?? [];
    expect(again).toEqual({ id: viewer?.id, name: 'Viewer', privileged: true, archived: false });
  });

  it('leaves no trace of an edit that changes nothing', async () => {
    const id = await add();
    await editApp(world.as('adam'), id, { name: 'Atlas', roles: 'Viewer\nOperator', privileged: 'Operator' });
    expect(await world.audit(id)).toHaveLength(1);
  });

  it('has a name of its own in its organization, whatever its case and width', async () => {
    await add();
    await expect(add({ name: 'ＡＴＬＡＳ' })).rejects.toMatchObject({
      code: 'form',
      fields: { name: 'There is an app ＡＴＬＡＳ already. Choose another name.' },
    });
    const other = await add({ name: 'Borealis' });
    const rename = editApp(world.as('adam'), other, { name: 'atlas', roles: 'Viewer', privileged: '' });
    await expect(rename).rejects.toMatchObject({ code: 'form', fields: { name: expect.any(String) } });
    await createApp(world.as('birk'), { ...atlas, organizationId: 'org_birch' });
  });

  it('is added once when ten people add it at the same moment', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => outcomeOf(createApp(world.as('adam'), atlas))),
    );
    expect(outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(1);
    expect(await world.store.apps.countDocuments({ tenantId: 'T0HOME', archivedAt: null })).toBe(1);
    expect(outcomes.filter((outcome) => outcome === 'form').length).toBeGreaterThan(0);
  });

  it.each([
    ['no name', { name: ' ' }, 'name'],
    ['no role', { roles: ' \n ' }, 'roles'],
    ['a privileged role that it does not have', { privileged: 'Owner' }, 'privileged'],
  ])('is refused with %s, on that field', async (_, more, field) => {
    await expect(add(more)).rejects.toMatchObject({ code: 'form', fields: { [field]: expect.any(String) } });
  });

  it('is archived only without subscriptions, and then its name is free', async () => {
    const id = await add();
    await createSubscription(world.as('adam'), { ...team, appId: id });
    await expect(archiveApp(world.as('adam'), id)).rejects.toMatchObject({
      code: 'form',
      message: 'Atlas has subscriptions: Team. Archive them first.',
    });
    await world.store.subscriptions.deleteMany({ tenantId: 'T0HOME' });
    await archiveApp(world.as('adam'), id);
    expect(await outcomeOf(archiveApp(world.as('adam'), id))).toBe('stale');
    expect(await outcomeOf(getApp(world.as('adam'), id))).toBe('deny');
    expect((await listApps(world.as('adam'), null)).items).toEqual([]);
    await add();
  });

  it('never is archived while somebody adds a subscription to it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await add({ name: `Atlas ${round}` });
      await Promise.all([
        outcomeOf(archiveApp(world.as('adam'), id)),
        outcomeOf(createSubscription(world.as('olga'), { ...team, appId: id })),
      ]);
      const app = await world.store.apps.findById(id).lean();
      const live = await world.store.subscriptions.countDocuments({ appId: id, archivedAt: null });
      expect({ archived: app?.archivedAt !== null, live }).toEqual({ archived: live === 0, live });
    }
  });
});

describe('the catalog belongs to those who keep it', () => {
  it.each(['mia', 'birk', 'alien'] as const)('%s can do nothing in another one', async (name) => {
    const id = await add();
    const outcomes = [
      await outcomeOf(createApp(world.as(name), atlas)),
      await outcomeOf(editApp(world.as(name), id, atlas)),
      await outcomeOf(archiveApp(world.as(name), id)),
      await outcomeOf(getApp(world.as(name), id)),
      await outcomeOf(createSubscription(world.as(name), { ...team, appId: id })),
    ];
    expect(new Set(outcomes)).toEqual(new Set(['deny']));
    expect(await world.store.apps.countDocuments({ archivedAt: null })).toBe(1);
  });

  it.each([undefined, '', { $ne: '' }, ['org_aster']])(
    'has to be named: %j is none',
    async (organizationId) => {
      await expect(createApp(world.as('adam'), { ...atlas, organizationId })).rejects.toMatchObject({
        code: 'form',
        fields: { organizationId: 'Choose an organization.' },
      });
      expect(await outcomeOf(createApp(world.as('adam'), { ...atlas, organizationId: 'org_unknown' }))).toBe(
        'deny',
      );
    },
  );

  it('lists the apps of every organization that somebody keeps, ten on a page', async () => {
    await world.giveRole('acc_adam', 'T0HOME', 'org_birch', 'admin');
    for (let n = 1; n <= 11; n += 1) await add({ name: `App ${n}` });
    await createApp(world.as('birk'), { ...atlas, organizationId: 'org_birch' });
    const first = await listApps(world.as('adam'), null);
    expect(first.items.map(({ name, organizationName }) => `${organizationName} ${name}`)).toEqual([
      'Birch Atlas',
      ...[11, 10, 9, 8, 7, 6, 5, 4, 3].map((n) => `Aster App ${n}`),
    ]);
    const next = await listApps(world.as('adam'), { before: first.older ?? '' });
    expect(next.items.map(({ name }) => name)).toEqual(['App 2', 'App 1']);
    expect(next.older).toBeNull();
    expect((await listApps(world.as('birk'), null)).items).toHaveLength(1);
    expect(await outcomeOf(listApps(world.as('mia'), null))).toBe('deny');
  });
});
