import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { createApp } from '../../../src/services/catalog/apps.ts';
import { applyCatalog, exportCatalog, previewCatalog } from '../../../src/services/catalog/file.ts';
import { readCatalogFile } from '../../../src/services/catalog/read-file.ts';
import { createSubscription } from '../../../src/services/catalog/subscriptions.ts';
import { outcomeOf } from '../../support/verbs.ts';
import { openWorld, TENANT, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.clear());

const file = `businesses:
  - domain: aster
    apps:
      - name: Atlas
        roles:
          - name: Viewer
          - name: Operator
            privileged: true
        subscriptions:
          - name: Team
            plan: Team
            seats: 10
            ends: 2027-01-31
          - name: Free
            plan: Free
            seats: unlimited
  - domain: birch
    apps:
      - name: Atlas
        roles:
          - name: Member
`;

const plan = async (text: string) => {
  const { businesses, problems, place } = readCatalogFile(text);
  expect(problems).toEqual([]);
  const planned = await previewCatalog(world.runtime, TENANT, businesses);
  return {
    lines: planned.changes.flatMap(({ lines }) => lines),
    problems: planned.problems.map(place).map(({ line, text: what }) => `${line} ${what}`),
  };
};
const apply = async (text: string) => {
  const { businesses, problems } = readCatalogFile(text);
  expect(problems).toEqual([]);
  return (await applyCatalog(world.operator(), businesses)).lines;
};
/** A file about Aster alone. */
const aster = (...apps: unknown[]) => stringify({ businesses: [{ domain: 'aster', apps }] });
const viewer = [{ name: 'Viewer' }];
const team = { name: 'Team', plan: 'Team', seats: 10 };
const everything = async () => ({
  apps: await world.store.apps.find().sort({ _id: 1 }).lean(),
  subscriptions: await world.store.subscriptions.find().sort({ _id: 1 }).lean(),
  audit: await world.store.audit.countDocuments(),
  commands: await world.store.commands.countDocuments(),
});

describe('a catalog file', () => {
  it('makes what is missing, once, with its audit rows', async () => {
    const lines = [
      '+ app Atlas (aster): Viewer, Operator (privileged)',
      '+ subscription Team of Atlas (aster): plan Team, seats 10, ends 2027-01-31',
      '+ subscription Free of Atlas (aster): plan Free, seats unlimited',
      '+ app Atlas (birch): Member',
    ];
    const before = await everything();
    expect(await plan(file)).toEqual({ lines, problems: [] });
    expect(await everything()).toEqual(before);
    expect(await apply(file)).toEqual(lines);
    expect(await plan(file)).toEqual({ lines: [], problems: [] });
    const after = await everything();
    expect(await apply(file)).toEqual([]);
    expect({ ...(await everything()), commands: 0 }).toEqual({ ...after, commands: 0 });
    const [app] = after.apps;
    expect(await world.audit(app?._id ?? '')).toEqual([
      expect.objectContaining({ actor: 'catalog', action: 'app.created' }),
      expect.objectContaining({ actor: 'catalog', action: 'subscription.created' }),
      expect.objectContaining({ actor: 'catalog', action: 'subscription.created' }),
    ]);
  });

  it('is what is exported, so that applying that changes nothing', async () => {
    await apply(file);
    const exported = stringify(await exportCatalog(world.runtime, TENANT));
    expect(await plan(exported)).toEqual({ lines: [], problems: [] });
    await world.clear();
    await apply(exported);
    expect(stringify(await exportCatalog(world.runtime, TENANT))).toBe(exported);
  });

  it('shows each change, and leaves alone what it does not mention', async () => {
    await apply(file);
    const [before] = await world.store.apps.find({ organizationId: 'org_aster' }).lean();
    const changed = aster({
      name: 'Atlas',
      roles: [{ name: 'Operator' }, { name: 'Editor', privileged: true }, { name: 'Viewer', archived: true }],
      subscriptions: [
        { name: 'Team', plan: 'Pro', seats: 12 },
        { name: 'Solo', plan: 'Free', seats: 1 },
      ],
    });
    expect(await apply(changed)).toEqual([
      '- role Viewer of Atlas (aster): archived',
      '~ role Operator of Atlas (aster): no longer privileged',
      '+ role Editor of Atlas (aster): privileged',
      '~ subscription Team of Atlas (aster): plan Team → Pro, seats 10 → 12, ends 2027-01-31 → never',
      '+ subscription Solo of Atlas (aster): plan Free, seats 1',
    ]);
    expect((await plan(changed)).lines).toEqual([]);
    const [after] = await world.store.apps.find({ organizationId: 'org_aster' }).lean();
    expect(after?.roles.slice(0, 2).map(({ id }) => id)).toEqual(before?.roles.map(({ id }) => id));
    expect(await world.store.subscriptions.countDocuments({ archivedAt: null })).toBe(3);
    expect(await apply(aster({ name: 'Atlas', roles: [{ name: 'viewer', privileged: true }] }))).toEqual([
      '+ role viewer of Atlas (aster): offered again, name Viewer → viewer, now privileged',
    ]);
  });

  it('renames, also when the old name is given to something new, and can be applied again', async () => {
    await apply(file);
    const [old] = await world.store.apps.find({ organizationId: 'org_aster' }).lean();
    const renamed = aster(
      { name: 'Atlas', roles: viewer },
      {
        name: 'Atlas Classic',
        'renamed-from': 'Atlas',
        subscriptions: [{ ...team, name: 'Crew', 'renamed-from': 'Team', ends: '2027-01-31' }],
      },
    );
    expect(await apply(renamed)).toEqual([
      '+ app Atlas (aster): Viewer',
      '~ app Atlas Classic (aster): name Atlas → Atlas Classic',
      '~ subscription Crew of Atlas Classic (aster): name Team → Crew',
    ]);
    expect((await world.store.apps.findById(old?._id).lean())?.name).toBe('Atlas Classic');
    expect(await plan(renamed)).toEqual({ lines: [], problems: [] });
  });

  it('archives what it says, an app with its subscriptions, and then has nothing to do', async () => {
    await apply(file);
    const gone = aster({
      name: 'Atlas',
      archived: true,
      subscriptions: [
        { name: 'Team', archived: true },
        { name: 'Free', archived: true },
      ],
    });
    expect(await apply(gone)).toEqual([
      '- subscription Team of Atlas (aster): archived',
      '- subscription Free of Atlas (aster): archived',
      '- app Atlas (aster): archived',
    ]);
    expect(await plan(gone)).toEqual({ lines: [], problems: [] });
    const swap = aster({ name: 'Atlas', roles: viewer });
    expect(await apply(swap)).toEqual(['+ app Atlas (aster): Viewer']);
  });

  it('names at once all that is in the way, by line, and then changes nothing', async () => {
    await apply(file);
    await world.store.subscriptions.updateOne({ name: 'Team' }, { $set: { active: 2, held: 1 } });
    const before = await everything();
    const bad = `businesses:
  - domain: astre
    apps: []
  - domain: aster
    apps:
      - name: New
      - name: Nova
        renamed-from: Atlsa
        roles:
          - name: Viewer
      - name: Atlas
        roles:
          - name: Viewer
            archived: true
          - name: Operator
            archived: true
        subscriptions:
          - name: Team
            archived: true
          - name: Past
            plan: Free
            seats: 1
            ends: 2026-01-04
  - domain: birch
    apps:
      - name: Atlas
        archived: true
      - name: Fine
        roles:
          - name: Viewer
`;
    expect((await plan(bad)).problems).toEqual([
      '2 There is no business “astre”. Did you mean “aster”? New ones are set up in Slack.',
      '8 There is no app “Atlsa” to rename. Did you mean “Atlas”?',
      '6 “New” is new. An app needs at least one role that is offered.',
      '13 An app needs at least one role that is offered.',
      '19 Team is still needed: 2 in use (end their access), 1 held by invitations (revoke them, or wait for the answers). Then archive it.',
      '23 This day is over. Choose today or a later day.',
    ]);
    await expect(apply(bad)).rejects.toMatchObject({ code: 'form' });
    expect(await everything()).toEqual(before);
  });

  it('does not archive an app whose subscriptions stay', async () => {
    await apply(file);
    const { problems } = await plan(aster({ name: 'Atlas', archived: true }));
    expect(problems).toEqual(['5 Atlas has subscriptions: Free and 1 more. Archive them first.']);
  });

  it('is unsure what to rename when both names are there', async () => {
    await apply(file);
    await apply(aster({ name: 'Nova', roles: viewer }));
    const { problems } = await plan(aster({ name: 'Nova', 'renamed-from': 'Atlas' }));
    expect(problems).toEqual([
      '5 There is “Atlas” and “Nova” already. Remove this line, or archive one of the two.',
    ]);
  });

  it('renames in one step only', async () => {
    await apply(file);
    await apply(aster({ name: 'Nova', roles: viewer }));
    const chain = aster(
      { name: 'Atlas', roles: viewer },
      { name: 'Nova', 'renamed-from': 'Atlas' },
      { name: 'Terra', 'renamed-from': 'Nova' },
    );
    expect((await plan(chain)).problems).toEqual([
      '8 The name “Nova” is free only after this file. Rename the other app first, by a file of its own.',
    ]);
  });

  it('goes by what is so when it is applied, not by the preview', async () => {
    const text = aster({ name: 'Atlas', roles: viewer, subscriptions: [team] });
    expect((await plan(text)).lines).toHaveLength(2);
    const app = { organizationId: 'org_aster', name: 'ATLAS', roles: 'Viewer', privileged: '' };
    const { appId } = await createApp(world.as('adam'), app);
    await createSubscription(world.as('adam'), { appId, name: 'Other', plan: 'Free' });
    expect(await apply(text)).toEqual([
      '~ app Atlas (aster): name ATLAS → Atlas',
      '+ subscription Team of Atlas (aster): plan Team, seats 10',
    ]);
  });

  it('is there once when it is applied five times at the same moment', async () => {
    await Promise.all(Array.from({ length: 5 }, () => outcomeOf(apply(file))));
    expect(await plan(file)).toEqual({ lines: [], problems: [] });
    expect(await world.store.apps.countDocuments({ archivedAt: null })).toBe(2);
    expect(await world.store.audit.countDocuments({ action: 'app.created' })).toBe(2);
  });
});
