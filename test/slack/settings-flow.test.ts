/** `/gatehouse settings`: what an owner decides holds for the next command of everybody. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { day } from '../../src/domain/invitations.ts';
import { adam, iris, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import {
  bringIn,
  type Choices,
  decideSettings,
  fillDirect,
  makeApp,
  makeBusiness,
  newestInvitation,
  openDirect,
  ownGrantOf,
  runningGrant,
  seatsOf,
  type TestApp,
} from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { changeAccess } from '../support/gestures.ts';
import { DENIED, everything, makeAccount, mia, nora, otto, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import type { Entry } from '../support/slack-entries.ts';
import { acting, codeOf, invited, outcomeOf, redeem } from '../support/verbs.ts';

const rosa: Person = {
  ...mia,
  id: 'U0ROSA',
  name: 'rosa',
  realName: 'Rosa Roth',
  email: 'rosa@aster.example',
};

let world: World;
let owner: Driver;
let admin: Driver;
let miaId: string;
let atlas: TestApp;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, rosa] });
  miaId = await bringIn(world, mia, 'member');
  await bringIn(world, rosa, 'owner');
  await makeAccount(world, nora);
  await makeAccount(world, otto);
  atlas = await makeApp(world, 'Atlas', { seats: 9 });
  owner = world.person(olga.id);
  admin = world.person(adam.id);
  await world.settled();
});
beforeEach(async () => {
  for (const driver of [owner, admin]) if (driver.hasModal()) await driver.close({ all: true });
  await decideSettings(world, {
    acceptance: { organization: true, app: true, workgroup: false },
    allowedDomains: [],
    expiryDays: 7,
    whoMayInvite: 'admin',
  });
});

const verb = async (person: Person) => acting(world.gatehouse.runtime, person.id);
const toAtlas = { app: 'Atlas', subscription: 'Team', role: 'Viewer' };
const kim = (email: string): Choices => ({
  ...toAtlas,
  person: { firstName: 'Kim', lastName: 'Keller', email },
});

/** Olga changes what is given, and leaves all else as it is. */
async function decide(values: Record<string, Entry>): Promise<void> {
  await owner.command('/gatehouse settings', 'aster');
  await owner.fill(values);
  await owner.submit();
  expect(owner.text()).toContain('The settings of Aster Labs are saved.');
  await owner.close();
}

/** Adam offers somebody with an account a role in the organization, and reads what became of it. */
async function offeredTo(person: Person): Promise<string> {
  await admin.command('/invite-user');
  await admin.press('invite-account', { in: 'modal' });
  await admin.fill({ email: person.email, username: person.name, role: 'member' });
  await admin.submit();
  return admin.text();
}

describe('acceptance', () => {
  it('of access to an app can be left out: an account has it at once, and hears of it', async () => {
    await decide({ acceptance: ['Access to the organization'] });
    await fillDirect(admin, { ...toAtlas, account: 'Mia Meyer (mia)' });
    await admin.submit();
    expect(admin.text()).toContain('Aster Labs gives this access at once.');
    expect(admin.text()).toContain('After sending: 1 in use, 0 held, 8 free of 9');
    await admin.submit();
    expect(admin.text()).toContain('Mia Meyer (mia@aster.example) has access to Atlas (Team)');
    expect(await runningGrant(world, atlas.subscriptionId, miaId)).not.toBeNull();
    expect(await seatsOf(world, atlas.subscriptionId)).toEqual({ active: 1, held: 0, waiting: 0 });
    await world.settled();
    const member = world.person(mia.id);
    expect(member.text(member.lastMessage())).toContain('There is nothing to accept.');
    await admin.close({ all: true });
    // The other kind still asks; and what was given stays when the setting is taken back.
    await offeredTo(nora);
    expect(await newestInvitation(world, nora.email)).toMatchObject({ status: 'pending' });
    await owner.command('/gatehouse settings');
    expect(JSON.stringify(owner.modal().state.acceptance)).not.toContain('"app"');
    await owner.close();
    await decide({ acceptance: ['Access to the organization', 'Access to an app'] });
    expect(await runningGrant(world, atlas.subscriptionId, miaId)).not.toBeNull();
  });

  it('of access to the organization can be left out without the other', async () => {
    await decide({ acceptance: ['Access to an app'] });
    await offeredTo(otto);
    expect((await ownGrantOf(world, otto)).access).toEqual({ kind: 'organization', role: 'member' });
    await admin.close({ all: true });
    await fillDirect(admin, { ...toAtlas, account: 'Otto Orth (otto)' });
    await admin.submit();
    await admin.submit();
    expect(await newestInvitation(world, otto.email)).toMatchObject({ status: 'pending' });
  });
});

describe('the allowed domains', () => {
  it('hold for both ways to invite, and the review says who can change them', async () => {
    await decide({ allowedDomains: 'aster.example\n@Partner.example\n\nbücher.example' });
    await owner.command('/gatehouse settings');
    expect(owner.text()).toContain('aster.example\npartner.example\nxn--bcher-kva.example');
    await fillDirect(admin, kim('kim@elsewhere.example'));
    await admin.submit();
    expect(admin.text()).toContain('Aster Labs invites nobody whose e-mail address is at elsewhere.example.');
    expect(admin.text()).toContain('An owner can change this with /gatehouse settings.');
    expect(admin.modal().view.submit).toBeUndefined();
    await admin.close();
    await admin.fill({ email: 'kim@partner.example' });
    await admin.submit();
    await admin.submit();
    expect(admin.text()).toContain('Kim Keller (kim@partner.example) is invited');
    await admin.close({ all: true });

    await admin.command('/invite-user', 'lee@elsewhere.example');
    await admin.submit();
    expect(admin.errors().emails).toContain('“lee@elsewhere.example” is not of an allowed domain');
    await admin.fill({ emails: 'lee@elsewhere.example\nlee@partner.example\nlee@sub.partner.example' });
    await admin.submit();
    expect(admin.text()).toContain('Invited: 1, Not valid: 2');
  });

  it('A34: an address in another script is not the domain that it looks like', async () => {
    await decide({ allowedDomains: 'partner.example' });
    await admin.command('/invite-user', 'kim@pаrtner.example');
    await admin.submit();
    expect(admin.errors().emails).toContain('is not of an allowed domain');
  });

  it.each([
    ['a word', 'partner'],
    ['two words', 'not a domain'],
    ['an address', 'kim@partner.example'],
    ['a web address', 'https://partner.example/'],
    ['A33: a full-width dot', 'partner．example'],
    ['A33: a space without width', 'part\u200Bner.example'],
    ['all of them', '*.partner.example'],
  ])('are refused on their field with the line that is none, and all else stays: %s', async (_name, line) => {
    await owner.command('/gatehouse settings');
    await owner.fill({ allowedDomains: `aster.example\n${line}\npartner.example`, expiryDays: '30' });
    const before = await everything(world);
    await owner.submit();
    expect(owner.errors()).toEqual({ allowedDomains: `“${line}” is not a domain.` });
    expect(await everything(world)).toEqual(before);
    expect(JSON.stringify(owner.modal().state.expiryDays)).toContain('"30"');
  });

  it('name every line that is none', async () => {
    await owner.command('/gatehouse settings');
    await owner.fill({ allowedDomains: 'partner\naster.example\nnot a domain' });
    await owner.submit();
    expect(owner.errors().allowedDomains).toBe('“partner” is not a domain. “not a domain” is not a domain.');
  });
});

describe('how long invitations are valid', () => {
  const leftOf = async (email: string) =>
    Math.round(
      ((await newestInvitation(world, email)).expiresAt.getTime() - world.clock.now().getTime()) / day,
    );

  it('is what the next form begins with, and what holds unless its sender says otherwise', async () => {
    await decide({ expiryDays: '30' });
    await fillDirect(admin, kim('thirty@partner.example'));
    expect(JSON.stringify(admin.modal().state)).toContain('"30 days"');
    await admin.submit();
    expect(admin.text()).toContain('30 days');
    await admin.submit();
    expect(await leftOf('thirty@partner.example')).toBe(30);
    await admin.close({ all: true });
    await fillDirect(admin, { ...kim('three@partner.example'), terms: { expiryDays: '3' } });
    await admin.submit();
    await admin.submit();
    expect(await leftOf('three@partner.example')).toBe(3);
    await admin.close({ all: true });
    await admin.command('/invite-user', 'join@partner.example');
    expect(JSON.stringify(admin.modal().state)).toContain('"30 days"');
    await admin.submit();
    const join = await world.store.invitations.findOne({
      tenantId: 'T0ASTER',
      emailKey: 'join@partner.example',
    });
    expect(join?.validDays).toBe(30);
  });

  it('follows the business that is chosen, for whoever invites to several', async () => {
    await decide({ expiryDays: '14' });
    await makeBusiness(world, 'Birch');
    const shown = () =>
      JSON.stringify(Object.entries(owner.modal().state).find(([id]) => /^expiryDays/.test(id)));
    await openDirect(owner);
    await owner.choose('organizationId', 'Aster Labs', { in: 'modal' });
    expect(shown()).toContain('"14 days"');
    await owner.choose('organizationId', 'Birch', { in: 'modal' });
    expect(shown()).toContain('"7 days"');
    // What the sender has chosen stays.
    await owner.fill({ expiryDays: '30' });
    await owner.choose('organizationId', 'Aster Labs', { in: 'modal' });
    expect(shown()).toContain('"30 days"');
    await owner.press('clear-form', { in: 'modal' });
    expect(shown()).toContain('"7 days"');
  });

  it('follows it also where people are asked to create an account; what was typed stays', async () => {
    await decide({ expiryDays: '14' });
    const state = () => JSON.stringify(owner.modal().state);
    await owner.command('/invite-user', 'join-several@partner.example');
    expect(state()).toContain('"7 days"');
    await owner.fill({ note: 'Welcome.' });
    await owner.choose('organizationId', 'Aster Labs', { in: 'modal' });
    expect(state()).toContain('"14 days"');
    for (const typed of ['join-several@partner.example', 'Welcome.']) expect(state()).toContain(typed);
    await owner.choose('organizationId', 'Birch', { in: 'modal' });
    expect(state()).toContain('"7 days"');
    await owner.fill({ expiryDays: '30' });
    await owner.choose('organizationId', 'Aster Labs', { in: 'modal' });
    expect(state()).toContain('"30 days"');
    await owner.fill({ expiryDays: '14' });
    await owner.submit();
    expect(owner.text()).toContain('join-several@partner.example');
    const emailKey = 'join-several@partner.example';
    expect(await world.store.invitations.findOne({ emailKey }).lean()).toMatchObject({ validDays: 14 });
  });
});

describe('who may invite', () => {
  it('can be the owners alone: an admin still manages, and A14: the codes they have sent let nobody in', async () => {
    const invitation = await invited(await verb(adam), iris.email);
    const code = codeOf(world.gatehouse.runtime, invitation);
    await decide({ whoMayInvite: 'owner' });
    expect(await outcomeOf(redeem(await verb(iris), code, 'iris'))).toBe('code');
    await admin.command('/invite-user', '', 'general');
    expect(admin.hasModal()).toBe(false);
    expect(admin.text(admin.lastMessage('general'))).toBe(DENIED);
    await admin.command('/invitations');
    expect(admin.text()).toContain(iris.email);
    await admin.close();
    await owner.command('/invite-user', 'by-owner@partner.example');
    expect(owner.text()).toContain('by-owner@partner.example');
  });

  it('can be everybody: a member sends, and manages nothing', async () => {
    await decide({ whoMayInvite: 'member' });
    const member = world.person(mia.id);
    await fillDirect(member, kim('by-mia@partner.example'));
    await member.submit();
    await member.submit();
    expect(member.text()).toContain('Kim Keller (by-mia@partner.example) is invited');
    expect(await newestInvitation(world, 'by-mia@partner.example')).toMatchObject({
      inviterName: 'Mia Meyer',
    });
    await member.close({ all: true });
    await member.command('/invitations');
    expect(member.text(member.lastMessage())).toBe(DENIED);
  });

  it('A2: is asked again when the form is sent', async () => {
    await decide({ whoMayInvite: 'member' });
    const member = world.person(mia.id);
    await fillDirect(member, kim('too-late@partner.example'));
    await member.submit();
    await decide({ whoMayInvite: 'admin' });
    const before = await everything(world);
    await member.submit();
    expect(member.text()).toContain(DENIED);
    expect(await everything(world)).toEqual(before);
    await member.close({ all: true });
  });
});

describe('only owners', () => {
  it.each([
    [adam, 'general'],
    [mia, undefined],
  ])('may see and change the settings, so not $realName', async (person, place) => {
    const driver = world.person(person.id);
    const before = driver.messages(place).length;
    await driver.command('/gatehouse settings', '', place);
    expect(driver.hasModal()).toBe(false);
    expect(driver.messages(place)).toHaveLength(before + 1);
    expect(driver.text(driver.lastMessage(place))).toBe(DENIED);
    await driver.openHome();
    expect(JSON.stringify(driver.home().view.blocks)).not.toContain('open-settings');
  });

  it('A2: may not any more once they are admins, while the form is open', async () => {
    const second = world.person(rosa.id);
    await second.command('/gatehouse settings');
    await second.fill({ whoMayInvite: 'member' });
    await owner.command('/gatehouse people', 'rosa');
    await changeAccess(owner, (await ownGrantOf(world, rosa))._id, { roleId: 'admin' });
    await world.settled();
    const before = await everything(world);
    await second.submit();
    expect(second.text()).toContain(DENIED);
    expect(await everything(world)).toEqual(before);
    await second.close({ all: true });
  });
});
