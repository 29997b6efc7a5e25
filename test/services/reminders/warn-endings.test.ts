import { beforeAll, describe, expect, it } from 'vitest';
import { adam, olga } from '../../../src/sandbox/people.ts';
import type { Person } from '../../../src/sandbox/slack/screen.ts';
import { endingsFor } from '../../../src/services/briefings/endings.ts';
import { briefingFor } from '../../../src/services/briefings/index.ts';
import { contextFor } from '../../../src/services/context.ts';
import { acceptOffer } from '../../../src/services/invitations/answer.ts';
import { changeGrant } from '../../../src/services/people/change-grant.ts';
import { endGrant } from '../../../src/services/people/end-grant.ts';
import { replaceOlder } from '../../../src/services/reminders/replace-older.ts';
import { warnDue } from '../../../src/services/reminders/warn-endings.ts';
import type { GrantRecord } from '../../../src/store/models/grant.ts';
import {
  account,
  bringIn,
  makeApp,
  notedOf,
  ownGrantOf,
  runningGrant,
  sendTo,
  type TestApp,
  toldOf,
} from '../../support/catalog.ts';
import { crew } from '../../support/crew.ts';
import { startWorld, type World } from '../../support/gatehouse.ts';
import { accountIdOf, residents } from '../../support/residents.ts';
import { acting, HOME } from '../../support/verbs.ts';

const { people, next } = crew(8);
let world: World;
let app: TestApp;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, ...people] });
  app = await makeApp(world, 'Atlas');
});

const day = 24 * 60 * 60 * 1000;
const verb = (person: Person) => acting(world.gatehouse.runtime, person.id);
const inDays = (days: number) =>
  new Date(world.clock.now().getTime() + days * day).toISOString().slice(0, 10);
const advanceTo = (time: Date | undefined) =>
  world.clock.advance(Math.max(0, (time?.getTime() ?? 0) - world.clock.now().getTime()));
const sweep = () =>
  warnDue(contextFor(world.gatehouse.runtime, { kind: 'system', tenantId: HOME, name: 'reminders' }, 'warn'));
const stored = async (id: string): Promise<GrantRecord> => {
  const found = await world.store.grants.findById(id).lean();
  if (!found) throw new Error(`${id} is gone`);
  return found;
};
const dayBefore = ({ endsAt }: GrantRecord, days: number) => new Date((endsAt?.getTime() ?? 0) - days * day);

/** Somebody new with a role on the app until the end of a day, given by `by`. */
async function withAccess({ by = adam, endsOn = inDays(30) }: { by?: Person; endsOn?: string } = {}) {
  const person = next();
  const accountId = await bringIn(world, person, 'member');
  const { invitationId } = await sendTo(world, app, 'Viewer', account(accountId), {
    by,
    terms: { accessEndsOn: endsOn },
  });
  await acceptOffer(await verb(person), invitationId);
  const grant = await runningGrant(world, app.subscriptionId, accountId);
  return { person, accountId, grantId: grant?._id ?? '' };
}

const endingsOf = async (person: Person) =>
  (await endingsFor(world.gatehouse.runtime, HOME, await accountIdOf(world, person))).endings.map(
    ({ grantId }) => grantId,
  );
const remindersTo = async (person: Person) => {
  const about = await accountIdOf(world, person);
  return world.store.outbox.countDocuments({ 'about.id': about, template: 'reminder' });
};

describe('an access that ends', () => {
  it('is announced at least seven days and one day ahead, to its person and to whoever gave it, each time once', async () => {
    const { person, grantId } = await withAccess();
    const before = await stored(grantId);
    expect(before.nextWarningAt?.getTime()).toBeLessThanOrEqual(dayBefore(before, 7).getTime());
    expect(await sweep()).toEqual({ done: 0, failed: 0 });
    expect(await endingsOf(adam)).toEqual([]);

    const reminders = await remindersTo(adam);
    advanceTo(before.nextWarningAt);
    await Promise.all([sweep(), sweep()]);
    const told = [`access-ending mail ${person.email}`, `access-ending slack ${person.id}`];
    expect(await toldOf(world, grantId)).toEqual(told);
    expect(await notedOf(world, grantId, 'grant.warned')).toBe(1);
    expect(await endingsOf(adam)).toEqual([grantId]);
    expect(await endingsOf(olga)).toEqual([]);
    expect(await remindersTo(adam)).toBe(reminders + 1);

    const between = await stored(grantId);
    expect(between.nextWarningAt?.getTime()).toBeLessThanOrEqual(dayBefore(between, 1).getTime());
    advanceTo(between.nextWarningAt);
    await sweep();
    expect(await toldOf(world, grantId)).toEqual([...told, ...told]);
    expect(await stored(grantId)).not.toHaveProperty('nextWarningAt');
  });

  it('is announced once after a time without sweeps', async () => {
    const { grantId } = await withAccess();
    advanceTo(new Date(dayBefore(await stored(grantId), 0).getTime() - day / 2));
    await sweep();
    await sweep();
    expect(await notedOf(world, grantId, 'grant.warned')).toBe(1);
    expect(await stored(grantId)).not.toHaveProperty('nextWarningAt');
  });

  it('is announced no more once it is extended, and anew before its new end', async () => {
    const { grantId } = await withAccess();
    const { nextWarningAt: first } = await stored(grantId);
    advanceTo(first);
    await sweep();
    const row = await world.store.outbox.findOne({ 'about.id': grantId, 'to.via': 'mail' }).lean();
    if (!row) throw new Error('nobody was warned');
    const warning = { template: 'access-ending', grantId, askWhom: ['Adam Adler'] };
    expect(await briefingFor(world.gatehouse.runtime, row)).toMatchObject(warning);
    expect(await stored(grantId)).toMatchObject({ warnedDays: 7 });
    const { roleId } = app.access('Viewer');
    await changeGrant(await verb(adam), grantId, { roleId, endsOn: inDays(90) });
    expect(await briefingFor(world.gatehouse.runtime, row)).toBeNull();
    const extended = await stored(grantId);
    expect(extended.nextWarningAt?.getTime()).toBeGreaterThan(dayBefore(extended, 14).getTime());
    expect(extended).not.toHaveProperty('warnedDays');
    await changeGrant(await verb(adam), grantId, { roleId, endsOn: null });
    expect(await stored(grantId)).not.toHaveProperty('nextWarningAt');
  });

  it('stays in the reminder that has told of it when a newer one comes, until it is extended', async () => {
    const { grantId } = await withAccess();
    await world.settled();
    advanceTo((await stored(grantId)).nextWarningAt);
    await sweep();
    await world.settled();
    const shown = () =>
      world
        .person(adam.id)
        .messages()
        .filter(({ blocks }) => JSON.stringify(blocks).includes(grantId)).length;
    expect(shown()).toBe(1);
    const told = await world.store.outbox.findOne({ shows: grantId }).lean();
    if (!told) throw new Error('nobody was told');
    world.clock.advance(60_000);
    const { runtime } = world.gatehouse;
    const [createdAt, endedAt] = [runtime.now(), runtime.now()];
    const { shows: _, notBefore: __, ...other } = told;
    const newer = {
      ...other,
      _id: `msg_${runtime.ulid(createdAt.getTime())}`,
      key: 'newer',
      createdAt,
      endedAt,
    };
    await world.store.outbox.insertMany([newer], { lean: true });
    await replaceOlder(runtime, newer);
    world.clock.advance(2_000);
    await world.settled();
    expect(shown()).toBe(1);
    const { roleId } = app.access('Viewer');
    await changeGrant(await verb(adam), grantId, { roleId, endsOn: inDays(90) });
    await world.settled();
    expect(shown()).toBe(0);
  });

  it('is announced no more once it has ended', async () => {
    const { grantId } = await withAccess();
    await endGrant(await verb(olga), grantId);
    expect(await stored(grantId)).not.toHaveProperty('nextWarningAt');
    expect(await endingsOf(olga)).toEqual([]);
  });

  it('is for the owners to extend once whoever gave it may do so no longer', async () => {
    const giver = next();
    await bringIn(world, giver, 'admin');
    const { grantId } = await withAccess({ by: giver });
    const { _id } = await ownGrantOf(world, giver);
    await changeGrant(await verb(olga), _id, { roleId: 'member', endsOn: null });
    const reminders = await remindersTo(olga);
    advanceTo((await stored(grantId)).nextWarningAt);
    await sweep();
    expect(await endingsOf(giver)).toEqual([]);
    expect(await endingsOf(olga)).toEqual([grantId]);
    expect(await remindersTo(olga)).toBe(reminders + 1);
  });
});
