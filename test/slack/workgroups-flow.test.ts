/** `/gatehouse workgroups` (seed 000, design §4): as organization admin, workgroup admin and partner's person. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adam, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { bringIn, makeBusiness, newestInvitation } from '../support/catalog.ts';
import { crew } from '../support/crew.ts';
import { eventually } from '../support/eventually.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { questionOf, refusedIn } from '../support/gestures.ts';
import {
  asterId,
  DENIED,
  everything,
  makeAccount,
  makeBirch,
  mia,
  nora,
  otto,
  residents,
} from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import type { Entry } from '../support/slack-entries.ts';
import { unhappen } from '../support/unhappen.ts';
import {
  bringInto,
  grantIn,
  letIn,
  makePartner,
  makeWorkgroup,
  openWorkgroupOf,
  personOf,
} from '../support/workgroups.ts';
import { nodeWith } from '../views/read.ts';

const bea = personOf('birch', 'Bea Brandt');
const bob = personOf('birch', 'Bob Busch');
/** Has no account at first. */
const carl = personOf('birch', 'Carl Conrad');
const many = crew(22);
const newcomer = {
  firstName: 'Carl',
  lastName: 'Conrad',
  provider: 'github',
  providerUsername: 'carl',
  username: 'carl',
};

let world: World;
let birch: string;
let owner: Driver;
let admin: Driver;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, bea, bob, carl, ...many.people] });
  await makeAccount(world, otto);
  birch = await makeBirch(world, otto);
  for (const person of [bea, bob]) await bringInto(world, { organizationId: birch, by: otto, person });
  await bringIn(world, mia, 'member');
  await makeAccount(world, nora);
  owner = world.person(olga.id);
  admin = world.person(adam.id);
  await world.settled();
});
beforeEach(async () => {
  for (const driver of [owner, admin]) if (driver.hasModal()) await driver.close({ all: true });
});

const lastDm = (person: Person) => {
  const driver = world.person(person.id);
  return driver.text(driver.lastMessage());
};

async function create(driver: Driver, values: Record<string, Entry>): Promise<void> {
  if (!driver.hasModal()) await driver.command('/gatehouse workgroups');
  await driver.press('workgroup-create', { in: 'modal' });
  await driver.fill(values);
  await driver.submit();
}

async function invite(driver: Driver, workgroupId: string, values: Record<string, Entry>): Promise<void> {
  await openWorkgroupOf(driver, workgroupId);
  await driver.press('workgroup-invite', { in: 'modal' });
  for (const [field, entry] of Object.entries(values)) {
    // The partners appear once the box is ticked.
    if (field === 'through') await driver.choose(field, entry, { in: 'modal' });
    else await driver.fill({ [field]: entry });
  }
  await driver.submit();
}

const idOf = async (name: string) =>
  (await world.store.workgroups.findOne({ tenantId: 'T0ASTER', name }).lean())?._id ?? '';

describe('the way of seed 000, from the partner to its people', () => {
  it('begins with a workgroup, of which it is decided for good whether partners can be let in', async () => {
    await admin.command('/gatehouse workgroups');
    expect(admin.text()).toContain('No workgroup yet. Create the first one, then invite people into it.');
    await admin.press('workgroup-create', { in: 'modal' });
    expect(admin.text()).toContain(
      'This is fixed once the workgroup is created: nobody can change it later.',
    );
    await admin.fill({ name: 'Pilots' });
    await admin.submit();
    expect(Object.keys(admin.errors())).toEqual(['collaborative']);
    await admin.fill({ collaborative: 'yes', description: 'Who fly' });
    await admin.submit();
    expect(admin.text()).toContain('Pilots of Aster Labs is created. It is collaborative, and stays so.');
    expect(admin.text()).toContain('Aster Labs has no partner yet.');
    await admin.close();
    expect(admin.text()).toContain('Pilots\nAster Labs · Collaborative\n0 members, 0 admins');
  });

  it('says plainly that nobody of a partner can be invited while there is none', async () => {
    await openWorkgroupOf(admin, await idOf('Pilots'));
    await admin.press('workgroup-invite', { in: 'modal' });
    expect(admin.text()).toContain('Aster Labs has no partner yet: only its own people can be let in.');
    expect(JSON.stringify(admin.modal().view.blocks)).not.toContain('"through"');
  });

  it('goes on with the partner, and with two clear choices of a role, of which none is the default', async () => {
    await makePartner(world, 'birch');
    await openWorkgroupOf(admin, await idOf('Pilots'));
    expect(admin.text()).toContain('People of Birch can be let in as well.');
    await admin.press('workgroup-invite', { in: 'modal' });
    expect(admin.modal().view.submit?.text).toBe('Grant access');
    expect((await admin.offers('role')).map(({ text }) => text)).toEqual(['Member', 'Admin']);
    await admin.fill({ emails: bea.email, through: true });
    await admin.submit();
    expect(Object.keys(admin.errors())).toEqual(['role']);
    expect(JSON.stringify(admin.modal().state)).toContain(bea.email);
  });

  it('grants access at once to who has an account, and says of each line what became of it', async () => {
    const emails = [bea.email, 'nobody', mia.email, carl.email, bea.email].join('\n');
    await invite(admin, await idOf('Pilots'), { role: 'member', emails, through: true });
    const text = admin.text();
    expect(text).toContain('As member of Pilots, a workgroup of Aster Labs, through Birch.');
    expect(text).toMatch(
      /• nobody: Not valid\. It .*\n• .*mia@aster\.example.*: Not a partner domain.*\n• Bea Brandt \(bea@birch\.example\): Granted\n• .*carl@birch\.example.*: Waiting for account/,
    );
    expect(text).toMatch(/once they have an account and belong to Birch, until <!date/);
    await world.settled();
    expect(lastDm(bea)).toContain(
      'Adam Adler gives you access to the workgroup Pilots of Aster Labs as a member through Birch.',
    );
    expect(world.mailsTo(bea.email).at(-1)?.subject).toBe(
      'You have access to the workgroup Pilots of Aster Labs',
    );
    const person = world.person(bea.id);
    await person.openHome();
    expect(person.text('home')).toContain('*Birch*: Pilots of Aster Labs · Workgroup member, since');
  });

  it('lets correct the lines that were wrong', async () => {
    const note = 'Welcome.\n\nWe meet at nine: be there.';
    await invite(admin, await idOf('Pilots'), {
      role: 'admin',
      emails: 'nobody',
      through: true,
      note,
      expiryDays: '14',
    });
    expect(admin.modal().view.title.text).toBe('Nothing has changed');
    await admin.press('workgroup-correct', { in: 'modal' });
    const { view } = admin.modal();
    expect(nodeWith(view, { action_id: 'emails' })).toMatchObject({ initial_value: 'nobody' });
    expect(nodeWith(view, { action_id: 'note' })).toMatchObject({ initial_value: note });
    expect(nodeWith(view, { action_id: 'role' })).toMatchObject({ initial_option: { value: 'admin' } });
    expect(nodeWith(view, { action_id: 'expiryDays' })).toMatchObject({ initial_option: { value: '14' } });
    expect(nodeWith(view, { action_id: 'through' })).toMatchObject({ initial_options: [{ value: birch }] });
    await admin.fill({ role: 'member', emails: bob.email });
    await admin.submit();
    expect(admin.text()).toContain('Bob Busch (bob@birch.example): Granted');
    await admin.close();
    expect(admin.text()).toContain('Bob Busch (bob, bob@birch.example)');
  });

  it('shows who waits: they are resent, and come in with their account', async () => {
    const workgroupId = await idOf('Pilots');
    await openWorkgroupOf(admin, workgroupId);
    await admin.press('workgroup-waiting', { in: 'modal' });
    expect(admin.text()).toContain('carl@birch.example\nPending, waiting for account at Birch');
    await admin.press('waiting-resend', { in: 'modal' });
    expect(admin.text()).toContain('A new code is on its way to carl@birch.example');
    await world.settled();
    const person = world.person(carl.id);
    await person.command('/request-access', world.codeFor(carl.email));
    await person.fill(newcomer);
    await person.submit();
    expect(person.text()).toContain(
      'You have access to the workgroup Pilots of Aster Labs as a member through Birch now, with the account carl.',
    );
    await world.settled();
    const grant = await grantIn(world, workgroupId, carl);
    expect(grant?.access).toMatchObject({ kind: 'workgroup', role: 'member', partnerId: birch });
    await person.openHome();
    expect(person.text('home')).toContain('*Birch*: Pilots of Aster Labs · Workgroup member');
    await openWorkgroupOf(admin, workgroupId);
    expect(admin.text()).toContain(
      'Carl Conrad (carl, carl@birch.example)\nWorkgroup member · through Birch',
    );
    expect(JSON.stringify(admin.modal().view.blocks)).not.toContain('workgroup-waiting');
  });

  it('does not tell an address twice, whoever waits is revoked, and then nobody waits', async () => {
    const workgroupId = await idOf('Pilots');
    const values = { role: 'member', emails: 'dora@birch.example', through: true };
    await invite(admin, workgroupId, values);
    expect(admin.text()).toContain('dora@birch.example: Waiting for account');
    await admin.close({ all: true });
    await invite(admin, workgroupId, { ...values, emails: `dora@birch.example\n${bea.email}` });
    expect(admin.text()).toMatch(
      /dora@birch\.example: Already waiting\n• .*bea@birch\.example\): Already a member/,
    );
    await admin.close();
    await admin.press('workgroup-waiting', { in: 'modal' });
    expect(questionOf(admin, 'waiting-revoke')).toContain('The invitation of dora@birch.example ends');
    await admin.press('waiting-revoke', { in: 'modal' });
    expect(admin.text()).toContain('Nobody waits any more.');
    expect((await newestInvitation(world, 'dora@birch.example')).status).toBe('revoked');
    await admin.close();
    expect(JSON.stringify(admin.modal().view.blocks)).not.toContain('workgroup-waiting');
  });
});

describe('many addresses', () => {
  const addresses = (amount: number) =>
    Array.from({ length: amount }, (_, n) => `p${String(n).padStart(3, '0')}@birch.example`);

  it('are a hundred at most, and each has its line', async () => {
    const workgroupId = await makeWorkgroup(world, 'Hundred');
    await invite(admin, workgroupId, { role: 'member', emails: addresses(101).join('\n'), through: true });
    expect(admin.errors()).toEqual({ emails: 'Enter at most 100 addresses at once.' });
    await admin.fill({ emails: addresses(100).join('\n') });
    await admin.submit();
    expect(admin.text()).toContain('Waiting for account: 100.');
    for (const address of addresses(100)) expect(admin.text()).toContain(`${address}: Waiting for account`);
    await admin.close();
    await admin.press('workgroup-waiting', { in: 'modal' });
    expect(admin.text()).toContain('p099@birch.example');
    await admin.press('page-older', { in: 'modal' });
    expect(admin.text()).not.toContain('p099@birch.example');
    await admin.press('waiting-revoke', { in: 'modal' });
    expect(admin.text()).toContain('is revoked. The person is told by e-mail.');
    expect(JSON.stringify(admin.modal().view.blocks)).toContain('page-newer');
    await openWorkgroupOf(admin, workgroupId);
    await admin.press('workgroup-archive', { in: 'modal' });
    expect(admin.text()).toContain('0 people have lost access, and 99 invitations were revoked.');
  });
});

describe('the admin of a workgroup', () => {
  it('invites, changes roles and removes, and can do no more', async () => {
    const workgroupId = await idOf('Pilots');
    const grant = await grantIn(world, workgroupId, bea);
    await openWorkgroupOf(admin, workgroupId);
    await admin.press('workgroup-role', { in: 'modal', value: `${grant?._id}:admin` });
    expect(admin.text()).toContain('Bea Brandt is a workgroup admin now, and is told.');
    expect(admin.text()).toContain('Bea Brandt (bea, bea@birch.example)\nWorkgroup admin · through Birch');
    await world.settled();
    const person = world.person(bea.id);
    await person.openHome();
    await person.press('open-workgroups', { in: 'home' });
    expect(person.text()).toContain('Pilots\nAster Labs · Collaborative');
    expect(JSON.stringify(person.modal().view.blocks)).not.toContain('workgroup-create');
    await person.press('workgroup-open', { in: 'modal', value: workgroupId });
    for (const action of ['workgroup-edit', 'workgroup-archive']) {
      expect(JSON.stringify(person.modal().view.blocks)).not.toContain(action);
    }
    const bobs = await grantIn(world, workgroupId, bob);
    const value = bobs?._id ?? '';
    expect(questionOf(person, 'workgroup-remove', value)).toBe(
      'Remove Bob Busch? Bob Busch loses access to the workgroup Pilots at once and is told. To let the person in again, invite them. Remove',
    );
    await person.press('workgroup-remove', { in: 'modal', value });
    expect(person.text()).toContain('Bob Busch has no access to Pilots any more, and is told.');
    await world.settled();
    expect(lastDm(bob)).toContain('Your access to the workgroup Pilots of Aster Labs has ended.');
    await person.press('workgroup-invite', { in: 'modal' });
    await person.fill({ role: 'admin', emails: bob.email, through: true });
    await person.submit();
    expect(person.text()).toContain('Bob Busch (bob@birch.example): Granted');
    await person.close({ all: true });
  });

  it('A3: of one workgroup is nobody in another', async () => {
    const other = await makeWorkgroup(world, 'Riggers');
    const person = world.person(bea.id);
    await person.command('/gatehouse workgroups');
    expect(person.text()).not.toContain('Riggers');
    expect(JSON.stringify(person.modal().view.blocks)).not.toContain(other);
    await person.close({ all: true });
    for (const section of ['domains', 'people', 'apps']) {
      await person.command('/gatehouse', section);
      expect(person.text(person.lastMessage())).toBe(DENIED);
    }
  });

  it('is told where to invite people, who may not invite into the organization', async () => {
    const person = world.person(bea.id);
    await person.command('/invite-user');
    const where = 'To invite people into your workgroups, type /gatehouse workgroups.';
    expect(person.text(person.lastMessage())).toBe(`${DENIED}\n${where}`);
  });

  it('A2: who stops being one while the form is open grants nothing', async () => {
    const workgroupId = await idOf('Pilots');
    const grant = await grantIn(world, workgroupId, bea);
    const person = world.person(bea.id);
    await openWorkgroupOf(person, workgroupId);
    await person.press('workgroup-invite', { in: 'modal' });
    await openWorkgroupOf(admin, workgroupId);
    await admin.press('workgroup-role', { in: 'modal', value: `${grant?._id}:member` });
    await world.settled();
    const before = await everything(world);
    await person.fill({ role: 'admin', emails: 'eva@birch.example', through: true });
    await person.submit();
    expect(person.text()).toContain(DENIED);
    expect(await everything(world)).toEqual(before);
    await person.close();
    const bobs = await grantIn(world, workgroupId, bob);
    const press = () => person.press('workgroup-remove', { in: 'modal', value: bobs?._id ?? '' });
    await refusedIn(world, person, press, DENIED);
    await person.close({ all: true });
    for (const command of ['/gatehouse workgroups', '/invite-user']) {
      await person.command(command);
      expect(person.hasModal()).toBe(false);
      expect(person.text(person.lastMessage())).toBe(DENIED);
    }
  });

  it('who leaves sees that it happened', async () => {
    const workgroupId = await makeWorkgroup(world, 'Crew');
    const grantId = await letIn(world, workgroupId, mia, { role: 'admin' });
    const person = world.person(mia.id);
    await openWorkgroupOf(person, workgroupId);
    expect(questionOf(person, 'workgroup-remove', grantId)).toContain('Leave Crew? You lose access');
    await person.press('workgroup-remove', { in: 'modal', value: grantId });
    expect(person.text()).toContain('Mia Meyer has no access to Crew any more, and is told.');
    expect(await grantIn(world, workgroupId, mia)).toBeNull();
    await person.close({ all: true });
  });
});

describe('a workgroup that is not collaborative', () => {
  it('says so in the form, and takes the organization’s own people', async () => {
    await create(admin, { name: 'Board', collaborative: 'no' });
    expect(admin.text()).toContain('It is not collaborative, and stays so.');
    await admin.press('workgroup-invite', { in: 'modal' });
    expect(admin.text()).toContain(
      'This workgroup is not collaborative: only people of Aster Labs can be let in.',
    );
    expect(JSON.stringify(admin.modal().view.blocks)).not.toContain('"through"');
    await admin.fill({ role: 'member', emails: `${mia.email}\n${bea.email}` });
    await admin.submit();
    expect(admin.text()).toMatch(/• .*bea@birch\.example.*\n• Mia Meyer \(mia@aster\.example\): Granted/);
    await world.settled();
    const person = world.person(mia.id);
    await person.openHome();
    expect(person.text('home')).toContain('*Aster Labs*: Board · Workgroup member, since');
    await person.press('own-workgroups', { in: 'home' });
    await person.press('workgroup-leave', { in: 'modal' });
    expect(person.text('modal')).toContain('You have left Board.');
    await person.close({ all: true });
  });
});

describe('a workgroup', () => {
  it.each([
    ['whose name is taken, in another case', { name: 'pILOTS' }, /./],
    ['A40: named like a web address', { name: 'www.evil.example' }, 'A name has no web address in it.'],
  ])('is not created %s: the field says so, and the rest stays', async (_name, wrong, error) => {
    const before = await everything(world);
    await create(admin, { description: 'Keep this', collaborative: 'yes', ...wrong });
    expect(Object.keys(admin.errors())).toEqual(['name']);
    if (typeof error === 'string') expect(admin.errors().name).toBe(error);
    expect(JSON.stringify(admin.modal().state)).toContain('Keep this');
    expect(await everything(world)).toEqual(before);
  });

  it('is renamed, and stays what it is', async () => {
    const workgroupId = await makeWorkgroup(world, 'Sailors');
    await openWorkgroupOf(admin, workgroupId);
    await admin.press('workgroup-edit', { in: 'modal' });
    expect(admin.text()).toContain('The workgroup is collaborative. That was fixed when it was created.');
    await admin.fill({ name: 'Sailors Two', description: 'Who sail' });
    await admin.submit();
    expect(admin.text()).toContain('The workgroup Sailors Two is saved.');
    await admin.close();
    expect(admin.text()).toContain('Sailors Two');
    expect(admin.text()).toContain('Who sail');
    await admin.close();
    expect(admin.text()).toContain('Sailors Two\nAster Labs · Collaborative');
  });

  it('is archived with a question that counts; everybody loses it, and its name is free', async () => {
    const workgroupId = await makeWorkgroup(world, 'Divers');
    await letIn(world, workgroupId, bea, { partnerId: birch });
    await letIn(world, workgroupId, mia, { role: 'admin' });
    await invite(admin, workgroupId, { role: 'member', emails: 'fay@birch.example', through: true });
    await admin.close();
    expect(questionOf(admin, 'workgroup-archive')).toBe(
      'Archive Divers? 2 people lose access, and 1 invitation is revoked. Everybody concerned is told. This cannot be undone. Archive',
    );
    await admin.press('workgroup-archive', { in: 'modal' });
    expect(admin.text()).toContain(
      'Divers is archived. 2 people have lost access, and 1 invitation was revoked.',
    );
    await admin.close();
    expect(admin.text()).not.toContain('Divers');
    await world.settled();
    for (const person of [bea, mia]) {
      expect(await grantIn(world, workgroupId, person)).toBeNull();
      expect(lastDm(person)).toContain('Your access to the workgroup Divers of Aster Labs has ended.');
    }
    await create(admin, { name: 'Divers', collaborative: 'no' });
    expect(admin.text()).toContain('Divers of Aster Labs is created.');
  });

  it('that is big is archived after the answer: the result comes in place of a promise', async () => {
    const workgroupId = await makeWorkgroup(world, 'Crowd');
    const _id = await letIn(world, workgroupId, mia);
    const pattern = await world.store.grants.findById(_id).lean();
    if (!pattern) throw new Error('there is no access');
    const copies = Array.from({ length: 501 }, (_, n) => ({
      ...pattern,
      _id: `grt_crowd${n}`,
      accountId: `acc_crowd${n}`,
      liveKey: `crowd${n}`,
    }));
    await world.store.grants.insertMany(copies, { lean: true });
    await openWorkgroupOf(admin, workgroupId);
    const from = world.slack.log.length;
    await admin.press('workgroup-archive', { in: 'modal' });
    await eventually(() =>
      expect(admin.text()).toContain(
        'Crowd is archived. 502 people have lost access, and 0 invitations were revoked.',
      ),
    );
    const shown = world.slack.log.slice(from).filter(({ method }) => method === 'views.update');
    expect(JSON.stringify(shown[0]?.args)).toContain('The workgroup is being archived.');
    expect(await grantIn(world, workgroupId, mia)).toBeNull();
    await world.settled();
    // They were nobody's.
    await world.store.grants.deleteMany({ _id: /^grt_crowd/ });
    await unhappen(world.store, { subjects: /^grt_crowd/ });
  });

  it('pages its people, and stays on the page on which somebody is removed', async () => {
    const workgroupId = await makeWorkgroup(world, 'Many');
    const organizationId = await asterId(world);
    for (const person of many.people) await bringInto(world, { organizationId, by: olga, person });
    await invite(admin, workgroupId, {
      role: 'member',
      emails: many.people.map(({ email }) => email).join('\n'),
    });
    expect(admin.text()).toContain('Granted: 22.');
    await openWorkgroupOf(admin, workgroupId);
    const shown = () => many.people.map(({ email }) => email).filter((email) => admin.text().includes(email));
    expect(shown()).toHaveLength(20);
    await admin.press('page-older', { in: 'modal' });
    const [first, second, ...others] = shown();
    expect([first, second, others]).toEqual(['crew0@aster.example', 'crew1@aster.example', []]);
    await admin.press('workgroup-remove', { in: 'modal' });
    expect(shown()).toHaveLength(1);
    await admin.press('workgroup-remove', { in: 'modal' });
    expect(shown()).toHaveLength(20);
    expect(admin.text()).toContain('20 members, 0 admins');
  });
});

describe('inviting through one of several partners', () => {
  it('asks which one, never invites without it, and keeps what was typed', async () => {
    const dahlia = await makeBusiness(world, 'Dahlia');
    await makePartner(world, 'dahlia');
    const workgroupId = await idOf('Pilots');
    await openWorkgroupOf(admin, workgroupId);
    await admin.press('workgroup-invite', { in: 'modal' });
    await admin.fill({ role: 'member', emails: 'gil@dahlia.example', note: 'Welcome' });
    await admin.choose('through', true, { in: 'modal' });
    expect((await admin.offers('partnerId')).map(({ text }) => text)).toEqual(['Birch', 'Dahlia']);
    for (const typed of ['gil@dahlia.example', 'Welcome']) {
      expect(JSON.stringify(admin.modal().state)).toContain(typed);
    }
    await admin.fill({ partnerId: 'Dahlia' });
    await admin.submit();
    expect(admin.text()).toContain('through Dahlia.');
    expect(admin.text()).toContain('gil@dahlia.example: Waiting for account');
    const { access } = await newestInvitation(world, 'gil@dahlia.example');
    expect(access).toMatchObject({ partnerId: dahlia });
  });
});

describe('workgroups are not for everybody', () => {
  it.each([
    ['a member', otto],
    ['who has an account and no role', nora],
  ])('%s is not shown those of others', async (_name, person) => {
    const driver = world.person(person.id);
    await driver.command('/gatehouse workgroups');
    if (driver.hasModal()) {
      expect(driver.text()).not.toContain('Pilots');
      await driver.close({ all: true });
    } else expect(driver.text(driver.lastMessage())).toBe(DENIED);
  });
});
