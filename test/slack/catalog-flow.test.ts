/** `/gatehouse apps` and `/gatehouse subscriptions`: what people can be invited to, and how full it is. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { day } from '../../src/domain/invitations.ts';
import { adam, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { revokeInvitation } from '../../src/services/invitations/revoke.ts';
import { endGrant } from '../../src/services/people/end-grant.ts';
import {
  auditOf,
  bringIn,
  giveAccess,
  makeApp,
  makeBusiness,
  newestInvitation,
  openDirect,
  ownGrantOf,
  runningGrant,
  sendTo,
  stranger,
} from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { changeAccess, questionOf, refusedIn } from '../support/gestures.ts';
import { accountIdOf, DENIED, everything, mia, nora, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import type { Entry } from '../support/slack-entries.ts';
import { acting } from '../support/verbs.ts';

let world: World;
let owner: Driver;
let admin: Driver;
beforeAll(async () => {
  world = await startWorld({ people: residents });
  await bringIn(world, mia, 'member');
  await bringIn(world, nora, 'admin');
  owner = world.person(olga.id);
  admin = world.person(adam.id);
  await world.settled();
});
beforeEach(async () => {
  for (const driver of [owner, admin]) if (driver.hasModal()) await driver.close({ all: true });
});

const verb = async (person: Person) => acting(world.gatehouse.runtime, person.id);
const inDays = (days: number) =>
  new Date(world.clock.now().getTime() + days * day).toISOString().slice(0, 10);
const names = async (driver: Driver, field: string) => (await driver.offers(field)).map(({ text }) => text);

/** What a row of the list says, by the title that it begins with. */
function row(driver: Driver, title: string): string {
  const blocks = driver.modal().view.blocks as { text?: { text: string } }[];
  const found = blocks.find(({ text }) => text?.text.startsWith(`${title}\n`));
  if (!found?.text) throw new Error(`${title} is not in the list`);
  return found.text.text;
}

async function add(
  driver: Driver,
  kind: 'app' | 'subscription',
  values: Record<string, Entry>,
): Promise<void> {
  if (!driver.hasModal()) await driver.command(`/gatehouse ${kind}s`);
  await driver.press(`${kind}-create`, { in: 'modal' });
  await driver.fill(values);
  await driver.submit();
}

async function edit(driver: Driver, kind: 'app' | 'subscription', id: string, values: Record<string, Entry>) {
  if (!driver.hasModal()) await driver.command(`/gatehouse ${kind}s`);
  await driver.press(`${kind}-edit`, { in: 'modal', value: id });
  await driver.fill(values);
  await driver.submit();
}

/** Tries to archive, and reads why not; then nothing has changed. */
async function notArchived(
  driver: Driver,
  kind: 'app' | 'subscription',
  id: string,
  why: string,
): Promise<void> {
  await driver.command(`/gatehouse ${kind}s`);
  await driver.press(`${kind}-edit`, { in: 'modal', value: id });
  await refusedIn(world, driver, () => driver.press(`${kind}-archive`, { in: 'modal' }), why);
  await driver.close({ all: true });
}

describe('an app', () => {
  it('is added with its roles, then its subscription, and people can be invited to it', async () => {
    await add(admin, 'app', { name: 'Atlas', roles: 'Viewer\n\n Editor \nRoot', privileged: 'root' });
    expect(admin.text()).toContain('Atlas is added. Add its subscription with /gatehouse subscriptions');
    await admin.close();
    expect(row(admin, 'Atlas')).toBe(
      'Atlas\nAster Labs · 0 subscriptions\nRoles: Viewer, Editor and Root (two approvers)',
    );
    await admin.close();
    await openDirect(admin);
    await admin.choose('appId', 'Atlas', { in: 'modal' });
    expect(admin.text()).toContain(
      'This app has no subscription yet. Add one with /gatehouse subscriptions.',
    );
    await admin.close({ all: true });
    await add(admin, 'subscription', { appId: 'Atlas', name: 'Team', plan: 'Standard' });
    expect(admin.text()).toContain('Team of Atlas is added. Invite people to it with /invite-user.');
    await admin.close({ all: true });
    await openDirect(admin);
    await admin.choose('appId', 'Atlas', { in: 'modal' });
    await admin.choose('subscriptionId', 'Team', { in: 'modal' });
    expect(await names(admin, 'roleId')).toEqual(['Viewer', 'Editor', 'Root']);
    const app = await world.store.apps.findOne({ tenantId: 'T0ASTER', name: 'Atlas' }).lean();
    expect(await auditOf(world, app?._id ?? '')).toEqual([
      'app.created by Adam Adler',
      'subscription.created by Adam Adler',
    ]);
  });

  it.each([
    [
      'A40: named like a web address',
      { name: 'www.evil.example' },
      { name: 'A name has no web address in it.' },
    ],
    [
      'whose name is taken, in another case',
      { name: 'tAKEN' },
      { name: 'There is an app tAKEN already. Choose another name.' },
    ],
    ['with no role but spaces', { roles: ' \n ' }, { roles: 'Enter at least one role.' }],
    [
      'A40: with a link as a role',
      { roles: 'User\n<https://evil.example>' },
      { roles: '“<https://evil.example>”: A name has no web address in it.' },
    ],
    [
      'with a privileged role that is none of its roles',
      { privileged: 'Boss' },
      { privileged: '“Boss” is not one of the roles above. Add it there, or correct its name.' },
    ],
  ] as const)('is not added %s: its own field says so, and the rest stays', async (_name, wrong, errors) => {
    if (!(await world.store.apps.exists({ tenantId: 'T0ASTER', name: 'Taken' })))
      await makeApp(world, 'Taken');
    const before = await everything(world);
    await add(admin, 'app', { name: 'Fine', roles: 'User', ...wrong });
    expect(admin.errors()).toEqual(errors);
    expect(await everything(world)).toEqual(before);
    expect(JSON.stringify(admin.modal().state)).toMatch('name' in wrong ? /"User"/ : /"Fine"/);
  });

  it('is renamed, gets a role, and loses one: who has it keeps it, nobody new gets it', async () => {
    const app = await makeApp(world, 'Beacon', { roles: ['Reader', 'Author'] });
    const grantId = await giveAccess(world, app, 'Reader', mia);
    await edit(admin, 'app', app.appId, {
      name: 'Beacon Two',
      roles: 'Author\nCritic',
      privileged: 'Critic',
    });
    expect(admin.text()).toContain('Beacon Two is saved.');
    await admin.close();
    expect(row(admin, 'Beacon Two')).toContain('Roles: Author and Critic (two approvers)');
    await admin.close();
    expect((await runningGrant(world, app.subscriptionId, await accountIdOf(world, mia)))?._id).toBe(grantId);
    await admin.command('/gatehouse people', 'mia');
    expect(admin.text()).toContain('*Reader on Beacon Two (Team)*');
    await admin.close();
    await openDirect(admin);
    await admin.choose('appId', 'Beacon Two', { in: 'modal' });
    await admin.choose('subscriptionId', 'Team', { in: 'modal' });
    expect(await names(admin, 'roleId')).toEqual(['Author', 'Critic']);
  });

  it('is archived once nothing needs it: why not is said, and then its name is free', async () => {
    const { appId, subscriptionId } = await makeApp(world, 'Compass');
    await notArchived(admin, 'app', appId, 'Compass has subscriptions: Team. Archive them first.');
    await admin.command('/gatehouse subscriptions');
    await admin.press('subscription-edit', { in: 'modal', value: subscriptionId });
    expect(questionOf(admin, 'subscription-archive')).toContain('Nobody can be invited to it then.');
    await admin.press('subscription-archive', { in: 'modal' });
    expect(admin.text()).toContain('Team is archived. Nobody new can be invited to it.');
    await admin.close();
    expect(admin.text()).not.toContain('Compass');
    await admin.close();
    await admin.command('/gatehouse apps');
    await admin.press('app-edit', { in: 'modal', value: appId });
    expect(questionOf(admin, 'app-archive')).toContain('Its subscriptions have to be archived first.');
    await admin.press('app-archive', { in: 'modal' });
    await admin.close();
    expect(admin.text()).not.toContain('Compass');
    await add(admin, 'app', { name: 'Compass', roles: 'User' });
    expect(admin.text()).toContain('Compass is added.');
  });

  it('belongs to the business that its owner chooses, and is not another admin’s to see', async () => {
    await makeBusiness(world, 'Birch');
    await add(owner, 'app', { organizationId: 'Birch', name: 'Dial', roles: 'User' });
    await owner.close();
    expect(row(owner, 'Dial')).toContain('Birch · 0 subscriptions');
    await admin.command('/gatehouse apps');
    expect(admin.text()).not.toContain('Dial');
  });
});

describe('a subscription', () => {
  it('has a limit or none and an end or none, and its bar says how full it is', async () => {
    const app = await makeApp(world, 'Echo', { subscription: 'Open' });
    const of = { appId: 'Echo', plan: 'Gold' };
    await add(admin, 'subscription', { ...of, name: 'Four', seatLimit: 4, endsOn: inDays(30) });
    await admin.close();
    expect(row(admin, 'Echo: Open')).toMatch(/ · Plan: .+\n0 in use, 0 held, no limit$/);
    expect(row(admin, 'Echo: Four')).toBe(
      `Echo: Four\nAster Labs · Plan: Gold\n${'□'.repeat(10)}\n0 in use, 0 held, 4 free of 4`,
    );
    expect(admin.text()).toMatch(new RegExp(`Ends <!date.*${inDays(30)} 23:59 UTC`));
    await admin.close();

    const four = await world.store.subscriptions.findOne({ appId: app.appId, name: 'Four' }).lean();
    const access = (role: string) => ({ ...app.access(role), subscriptionId: four?._id ?? '' });
    await giveAccess(world, { ...app, subscriptionId: four?._id ?? '', access }, 'Viewer', mia);
    for (const n of [1, 2, 3]) {
      await sendTo(world, { ...app, access }, 'Viewer', stranger(`echo${n}@partner.example`), { by: adam });
    }
    const waiting = stranger('echo4@partner.example');
    await sendTo(world, { ...app, access }, 'Viewer', waiting, { by: adam, mayWait: true });
    await admin.command('/gatehouse subscriptions');
    expect(row(admin, 'Echo: Four')).toContain(
      '■■■▣▣▣▣▣▣▣\n1 in use, 3 held, 0 free of 4, 1 on the waitlist',
    );
    // A47: below use it is flagged; above, who waits gets a seat.
    await edit(admin, 'subscription', four?._id ?? '', { seatLimit: 2 });
    expect(admin.text()).toContain('4 seats are in use or held, and the limit is 2: nobody loses access');
    await admin.close();
    expect(row(admin, 'Echo: Four')).toContain(
      '1 in use, 3 held, 2 over the limit of 2, 1 on the waitlist\nOver the limit: nobody loses access, nobody new gets it.',
    );
    await edit(admin, 'subscription', four?._id ?? '', { seatLimit: null, endsOn: null });
    await admin.close();
    expect(row(admin, 'Echo: Four')).toContain('1 in use, 4 held, no limit');
    expect(await newestInvitation(world, 'echo4@partner.example')).toMatchObject({ status: 'pending' });
  });

  it.each([
    [
      'whose name is taken',
      { name: 'tEAM' },
      { name: 'The app has a subscription tEAM already. Choose another name.' },
    ],
    [
      'that has ended',
      { endsOn: '2020-01-31' },
      { endsOn: 'This day is over. Choose today or a later day.' },
    ],
  ] as const)('is not added %s: its own field says so', async (_name, wrong, errors) => {
    if (!(await world.store.apps.exists({ tenantId: 'T0ASTER', name: 'Flint' })))
      await makeApp(world, 'Flint');
    const before = await everything(world);
    await add(admin, 'subscription', { appId: 'Flint', name: 'Other', plan: 'Gold', ...wrong });
    expect(admin.errors()).toEqual(errors);
    expect(await everything(world)).toEqual(before);
  });

  it('that has come to its end is offered to nobody new, and takes people again when the end is moved', async () => {
    const { subscriptionId } = await makeApp(world, 'Gauge', { endsOn: inDays(1) });
    world.clock.advance(2 * day);
    await admin.command('/gatehouse subscriptions');
    expect(admin.text()).toMatch(/Gauge: Team[\s\S]*Ended <!date[^>]*>: nobody new gets a seat\./);
    await admin.close();
    const isOffered = async () => {
      await openDirect(admin);
      await admin.choose('appId', 'Gauge', { in: 'modal' });
      return !admin.text().includes('This app has no subscription yet.');
    };
    expect(await isOffered()).toBe(false);
    await admin.close({ all: true });
    await edit(admin, 'subscription', subscriptionId, { endsOn: inDays(30) });
    expect(admin.text()).toContain('Team is saved.');
    await admin.close({ all: true });
    expect(await isOffered()).toBe(true);
  });

  it('is not archived while somebody has, is promised or waits for a seat, and says which', async () => {
    const app = await makeApp(world, 'Harbor', { seats: 2 });
    const id = app.subscriptionId;
    const grantId = await giveAccess(world, app, 'Viewer', mia);
    const held = await sendTo(world, app, 'Viewer', stranger('held@partner.example'), { by: adam });
    const line = await sendTo(world, app, 'Viewer', stranger('line@partner.example'), {
      by: adam,
      mayWait: true,
    });
    const [use, hold, wait] = [
      '1 in use (end their access)',
      '1 held by invitations (revoke them, or wait for the answers)',
      '1 on the waitlist (revoke their invitations)',
    ];
    await notArchived(
      admin,
      'subscription',
      id,
      `Team is still needed: ${use}, ${hold}, ${wait}. Then archive it.`,
    );
    await revokeInvitation(await verb(adam), line.invitationId);
    await notArchived(admin, 'subscription', id, `Team is still needed: ${use}, ${hold}. Then archive it.`);
    await revokeInvitation(await verb(adam), held.invitationId);
    await notArchived(admin, 'subscription', id, `Team is still needed: ${use}. Then archive it.`);
    await endGrant(await verb(adam), grantId);
    await admin.command('/gatehouse subscriptions');
    await admin.press('subscription-edit', { in: 'modal', value: id });
    await admin.press('subscription-archive', { in: 'modal' });
    expect(admin.text()).toContain('Team is archived.');
  });

  it('is found on an older page, and the way back leads to the newest', async () => {
    for (let n = 0; n < 12; n += 1) await makeApp(world, `Page ${String(n).padStart(2, '0')}`);
    const shown = () => ['Page 11', 'Page 01'].filter((name) => admin.text().includes(name));
    for (const command of ['apps', 'subscriptions']) {
      await admin.command('/gatehouse', command);
      expect(shown()).toEqual(['Page 11']);
      await admin.press('page-older', { in: 'modal' });
      expect(shown()).toEqual(['Page 01']);
      await admin.press('page-newer', { in: 'modal' });
      expect(shown()).toEqual(['Page 11']);
      await admin.close({ all: true });
    }
  });
});

describe('the catalog is not for everybody', () => {
  it.each(['apps', 'subscriptions'])('A1: a member is told no more than that: %s', async (what) => {
    const member = world.person(mia.id);
    const before = member.messages().length;
    await member.command('/gatehouse', what);
    expect(member.hasModal()).toBe(false);
    expect(member.messages()).toHaveLength(before + 1);
    expect(member.text(member.lastMessage())).toBe(DENIED);
  });

  it('A2: an admin who is demoted while the form is open changes nothing', async () => {
    const { appId } = await makeApp(world, 'Inlet');
    const demoted = world.person(nora.id);
    await demoted.command('/gatehouse apps');
    await demoted.press('app-edit', { in: 'modal', value: appId });
    await owner.command('/gatehouse people', 'nora');
    await changeAccess(owner, (await ownGrantOf(world, nora))._id, { roleId: 'member' });
    await refusedIn(world, demoted, () => demoted.press('app-archive', { in: 'modal' }), DENIED);
    const before = await everything(world);
    await demoted.fill({ name: 'Mine' });
    await demoted.submit();
    expect(demoted.text()).toContain(DENIED);
    expect(await everything(world)).toEqual(before);
  });
});
