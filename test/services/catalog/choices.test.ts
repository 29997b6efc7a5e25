import { beforeAll, describe, expect, it } from 'vitest';
import { archiveApp, createApp, editApp } from '../../../src/services/catalog/apps.ts';
import { accessChoices, type ChosenAccess } from '../../../src/services/catalog/choices.ts';
import { archiveSubscription, createSubscription } from '../../../src/services/catalog/subscriptions.ts';
import { openWorld, type World } from './world.ts';

let world: World;
/** Everything of Aster's first app. */
let atlas: Required<ChosenAccess>;
let foreign: Required<ChosenAccess>;

beforeAll(async () => {
  world = await openWorld();
  atlas = await makeApp('adam', 'org_aster', 'Atlas');
  foreign = await makeApp('birk', 'org_birch', 'Birchbark');
  await world.giveRole('acc_olga', 'T0HOME', 'org_birch', 'admin');
});

async function makeApp(
  by: 'adam' | 'birk',
  organizationId: string,
  name: string,
): Promise<Required<ChosenAccess>> {
  const app = { organizationId, name, roles: 'Viewer\nOperator', privileged: 'Operator' };
  const { appId } = await createApp(world.as(by), app);
  const team = { appId, name: 'Team', plan: 'Team', seatLimit: '1' };
  const { subscriptionId } = await createSubscription(world.as(by), team);
  const stored = await world.store.apps.findById(appId).lean();
  return { organizationId, appId, subscriptionId, roleId: stored?.roles[0]?.id ?? '' };
}

const choose = (chosen: ChosenAccess, by: 'adam' | 'olga' | 'mia' = 'adam') =>
  accessChoices(world.as(by), chosen, 'organization:view');
const kept = ({ organizationId, appId, subscriptionId, roleId }: Awaited<ReturnType<typeof choose>>) => ({
  organizationId,
  appId,
  subscriptionId,
  roleId,
});
const nothing = { organizationId: null, appId: null, subscriptionId: null, roleId: null };

describe('the choices for an access', () => {
  it('begin with the organization; each list comes with the choice above it', async () => {
    const start = await choose({}, 'olga');
    expect(start.organizations.map(({ name }) => name)).toEqual(['Aster', 'Birch']);
    expect(start).toMatchObject({ ...nothing, apps: null, subscriptions: null, seats: null, roles: null });
    const { organizationId, appId, subscriptionId } = atlas;
    const inPlace = await choose({ organizationId }, 'olga');
    expect(inPlace).toMatchObject({
      organizationId,
      apps: [{ id: appId, name: 'Atlas' }],
      subscriptions: null,
    });
    const onApp = await choose({ organizationId, appId }, 'olga');
    expect(onApp.subscriptions).toEqual([{ id: subscriptionId, name: 'Team', plan: 'Team', isFull: false }]);
    expect(onApp).toMatchObject({ subscriptionId: null, seats: null, roles: null });
    const complete = await choose(atlas, 'olga');
    expect(kept(complete)).toEqual(atlas);
    expect(complete.seats).toEqual({ seatLimit: 1, active: 0, held: 0, waiting: 0 });
    expect(complete.roles?.map(({ name, privileged }) => [name, privileged])).toEqual([
      ['Viewer', false],
      ['Operator', true],
    ]);
  });

  it('need no choice of the organization when there is one', async () => {
    const { organizationId } = atlas;
    expect(kept(await choose({}))).toEqual({ ...nothing, organizationId });
  });

  it('offer nobody a role above their own', async () => {
    const choices = await choose(atlas, 'mia');
    expect(choices.roles?.map(({ name }) => name)).toEqual(['Viewer']);
  });

  it.each([
    ['an app of another organization', () => ({ ...atlas, appId: foreign.appId }), ['organizationId']],
    [
      'a subscription of another app',
      () => ({ ...atlas, subscriptionId: foreign.subscriptionId }),
      ['organizationId', 'appId'],
    ],
    [
      'a role of another app',
      () => ({ ...atlas, roleId: foreign.roleId }),
      ['organizationId', 'appId', 'subscriptionId'],
    ],
    ['a foreign organization', () => foreign, ['organizationId']],
  ] as const)('drop %s with all that is below it', async (_, chosen, names) => {
    const expected = Object.fromEntries(names.map((name) => [name, atlas[name]]));
    expect(kept(await choose(chosen()))).toEqual({ ...nothing, ...expected });
  });

  it('leave out what is archived or over, and say what is full', async () => {
    const old = await makeApp('adam', 'org_aster', 'Old');
    const { appId, subscriptionId, organizationId } = old;
    await editApp(world.as('adam'), appId, { name: 'Old', roles: 'Operator', privileged: '' });
    expect(kept(await choose(old))).toEqual({ organizationId, appId, subscriptionId, roleId: null });
    await world.store.subscriptions.updateOne({ _id: subscriptionId }, { $set: { active: 1 } });
    expect((await choose(old)).subscriptions?.[0]?.isFull).toBe(true);
    await world.store.subscriptions.updateOne(
      { _id: subscriptionId },
      { $set: { endsAt: world.runtime.now() } },
    );
    expect(kept(await choose(old))).toEqual({ ...nothing, organizationId, appId });
    expect((await choose(old)).subscriptions).toEqual([]);
    await world.store.subscriptions.updateOne({ _id: subscriptionId }, { $set: { endsAt: null, active: 0 } });
    await archiveSubscription(world.as('adam'), subscriptionId);
    expect((await choose(old)).subscriptions).toEqual([]);
    await archiveApp(world.as('adam'), appId);
    expect(kept(await choose(old))).toEqual({ ...nothing, organizationId });
  });
});
