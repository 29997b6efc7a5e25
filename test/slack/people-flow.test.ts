/** `/gatehouse people` (design §5): find somebody, see what they have and had, change it, end it, move them out. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { day } from '../../src/domain/invitations.ts';
import { adam, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { acceptOffer } from '../../src/services/invitations/answer.ts';
import {
  account,
  bringIn,
  giveAccess,
  makeApp,
  makeBusiness,
  newestInvitation,
  ownGrantOf,
  runningGrant,
  seatsOf,
  sendTo,
  stranger,
} from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { changeAccess, questionOf, refusedIn } from '../support/gestures.ts';
import { DENIED, everything, mia, nora, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting } from '../support/verbs.ts';

const [cora, dora] = ['Cora', 'Dora'].map((first): Person => {
  const name = first.toLowerCase();
  const email = `${name}@aster.example`;
  return { ...mia, id: `U0${first.toUpperCase()}`, name, realName: `${first} Cole`, email };
}) as [Person, Person];

let world: World;
let owner: Driver;
let admin: Driver;
const ids = new Map<string, string>();
beforeAll(async () => {
  world = await startWorld({ people: [...residents, cora, dora] });
  for (const person of [mia, nora, cora, dora]) ids.set(person.id, await bringIn(world, person, 'member'));
  owner = world.person(olga.id);
  admin = world.person(adam.id);
  await world.settled();
});
beforeEach(async () => {
  for (const driver of [owner, admin]) if (driver.hasModal()) await driver.close({ all: true });
});

const verb = async (person: Person) => acting(world.gatehouse.runtime, person.id);
const idOf = (person: Person) => ids.get(person.id) ?? '';
const inDays = (days: number) =>
  new Date(world.clock.now().getTime() + days * day).toISOString().slice(0, 10);
const lastDm = (person: Person) => {
  const driver = world.person(person.id);
  return driver.text(driver.lastMessage());
};

const find = (driver: Driver, person: Person) => driver.command('/gatehouse people', person.name);

describe('finding somebody', () => {
  it('goes by name, address and username, shows access and history, and what one organization knows alone', async () => {
    const birch = await makeBusiness(world, 'Birch');
    const [atlas, cedar] = [
      await makeApp(world, 'Atlas'),
      await makeApp(world, 'Cedar', { organizationId: birch }),
    ];
    await giveAccess(world, atlas, 'Viewer', mia);
    const { invitationId } = await sendTo(world, cedar, 'Editor', account(idOf(mia)));
    await acceptOffer(await verb(mia), invitationId);
    await owner.command('/gatehouse people');
    for (const query of ['mi', 'MEYER', 'mia@']) {
      expect((await owner.offers('person', query)).map(({ text }) => text)).toEqual(['Mia Meyer (mia)']);
    }
    expect(await owner.offers('person', 'oscar')).toEqual([]);
    await owner.choose('person', 'Mia Meyer (mia)', { in: 'modal' });
    const inAster = owner.text();
    for (const text of ['Aster Labs', 'Viewer on Atlas (Team)', '*Member* since', 'Access given: member']) {
      expect(inAster).toContain(text);
    }
    expect(inAster).toMatch(
      /Invited by Adam Adler[\s\S]*Invitation accepted[\s\S]*Access given: Viewer on Atlas/,
    );
    expect(inAster).not.toContain('Cedar');
    await owner.close();
    await owner.choose('peopleOrganization', 'Birch', { in: 'modal' });
    expect(await owner.offers('person', 'nora')).toEqual([]);
    await owner.choose('person', 'Mia Meyer (mia)', { in: 'modal' });
    expect(owner.text()).toContain('Editor on Cedar (Team)');
    expect(owner.text()).not.toContain('Atlas');
    // Who has nothing to do with the other organization is not asked for one.
    await admin.command('/gatehouse people');
    expect(JSON.stringify(admin.modal().view.blocks)).not.toContain('peopleOrganization');
  });

  it('opens the only one whose name was typed, and says when there is none', async () => {
    await admin.command('/gatehouse people', 'cora c');
    expect(admin.text()).toContain(cora.email);
    await admin.close();
    await admin.command('/gatehouse people', 'oscar');
    expect(admin.text(admin.lastMessage('general'))).toBe(
      'No name, address or username of your people begins with “oscar”.',
    );
  });

  it('A1: is not for a member', async () => {
    const member = world.person(mia.id);
    for (const text of ['', 'cora']) {
      await member.command('/gatehouse people', text);
      expect(member.hasModal()).toBe(false);
      expect(member.text(member.lastMessage())).toBe(DENIED);
    }
  });
});

describe('a role', () => {
  it('is changed: in force at once, in the history, and told', async () => {
    const { _id } = await ownGrantOf(world, nora);
    await find(owner, nora);
    await changeAccess(owner, _id, { roleId: 'admin' });
    expect(owner.text()).toContain('The access of Nora Noll is changed. The person is told by mail.');
    await owner.close();
    expect(owner.text()).toContain('*Admin* since');
    expect(owner.text()).toContain('Role changed from member to admin by Olga Owens');
    await world.settled();
    expect(lastDm(nora)).toContain('You are now an admin of Aster Labs.');
    expect(world.mailsTo(nora.email).at(-1)?.subject).toBe('Your access to Aster Labs has changed');
    const promoted = world.person(nora.id);
    await promoted.command('/invitations');
    expect(promoted.text()).toContain(mia.email);
    await promoted.close({ all: true });
  });

  it('on an app is changed to one that takes one approver, and a change of nothing tells nobody', async () => {
    const app = await makeApp(world, 'Dial', { roles: ['Viewer', 'Editor', 'Root'], privileged: ['Root'] });
    const grantId = await giveAccess(world, app, 'Viewer', cora);
    await find(admin, cora);
    await admin.press('grant-change', { in: 'modal', value: grantId });
    expect((await admin.offers('roleId')).map(({ text }) => text)).toEqual(['Viewer', 'Editor']);
    const mails = world.mailsTo(cora.email).length;
    await admin.submit();
    expect(admin.text()).toContain('Nothing changed');
    await admin.close();
    await changeAccess(admin, grantId, { roleId: 'Editor' });
    await world.settled();
    expect((await runningGrant(world, app.subscriptionId, idOf(cora)))?.access).toEqual(app.access('Editor'));
    expect(world.mailsTo(cora.email)).toHaveLength(mails + 1);
    expect(lastDm(cora)).toContain('You are now Editor on Dial (Team) of Aster Labs.');
  });

  it('A10: above one’s own is not offered, and an owner is out of an admin’s reach', async () => {
    await find(admin, mia);
    await admin.press('grant-change', { in: 'modal', value: (await ownGrantOf(world, mia))._id });
    expect((await admin.offers('roleId')).map(({ text }) => text)).toEqual(['Member', 'Admin']);
    await admin.close({ all: true });
    await find(admin, olga);
    expect(admin.text()).toContain('*Owner* since');
    for (const action of ['grant-change', 'grant-end', 'person-remove']) {
      expect(JSON.stringify(admin.modal().view.blocks)).not.toContain(action);
    }
  });

  it('A2: is not changed by who is demoted while the form is open', async () => {
    const demoted = world.person(nora.id);
    await find(demoted, mia);
    await demoted.press('grant-change', { in: 'modal', value: (await ownGrantOf(world, mia))._id });
    await find(owner, nora);
    await changeAccess(owner, (await ownGrantOf(world, nora))._id, { roleId: 'member' });
    await demoted.fill({ roleId: 'admin' });
    await world.settled();
    const before = await everything(world);
    await demoted.submit();
    expect(demoted.text()).toContain(DENIED);
    expect(await everything(world)).toEqual(before);
    await demoted.close();
    await refusedIn(world, demoted, () => demoted.press('person-remove', { in: 'modal' }), DENIED);
    await demoted.close({ all: true });
  });

  it('stays as another has made it while a form was open in which only the end is changed', async () => {
    const { _id } = await ownGrantOf(world, nora);
    await find(admin, nora);
    await admin.press('grant-change', { in: 'modal', value: _id });
    await find(owner, nora);
    await changeAccess(owner, _id, { roleId: 'admin' });
    await admin.fill({ endsOn: inDays(9) });
    await admin.submit();
    expect(admin.text()).toContain('The access of Nora Noll is changed.');
    const endsAt = new Date(`${inDays(9)}T23:59:59.999Z`);
    expect(await ownGrantOf(world, nora)).toMatchObject({ access: { role: 'admin' }, endsAt });
    await owner.close();
    await changeAccess(owner, _id, { roleId: 'member', endsOn: null });
  });
});

describe('the end of an access', () => {
  it('is set, moved and taken away again; the person sees it on Home and is told each time', async () => {
    const app = await makeApp(world, 'Echo');
    const grantId = await giveAccess(world, app, 'Viewer', dora);
    const [first, second] = [inDays(10), inDays(20)];
    const endOf = async () =>
      (await runningGrant(world, app.subscriptionId, idOf(dora)))?.endsAt?.toISOString();
    const holder = world.person(dora.id);
    await find(admin, dora);
    const mails = world.mailsTo(dora.email).length;
    await changeAccess(admin, grantId, { endsOn: first });
    expect(await endOf()).toBe(`${first}T23:59:59.999Z`);
    await admin.close();
    expect(admin.text()).toContain(`End of the access set to ${first} by Adam Adler: Viewer on Echo (Team)`);
    await holder.openHome();
    expect(holder.text('home')).toMatch(new RegExp(`Viewer on Echo \\(Team\\).*ends .*${first}`));
    await changeAccess(admin, grantId, { endsOn: second });
    expect(await endOf()).toBe(`${second}T23:59:59.999Z`);
    await admin.close();
    await changeAccess(admin, grantId, { endsOn: null });
    expect(await endOf()).toBeUndefined();
    await world.settled();
    expect(world.mailsTo(dora.email)).toHaveLength(mails + 3);
  });

  it('in the past is refused on its field, with the input kept', async () => {
    await find(admin, mia);
    await admin.press('grant-change', { in: 'modal', value: (await ownGrantOf(world, mia))._id });
    await admin.fill({ endsOn: inDays(-1), roleId: 'admin' });
    const before = await everything(world);
    await admin.submit();
    expect(admin.errors()).toEqual({
      endsOn: 'This day is over. Choose a later one, or end the access.',
    });
    expect(JSON.stringify(admin.modal().state)).toContain(inDays(-1));
    expect(await everything(world)).toEqual(before);
  });

  it('comes with the end of its day: the seat goes to who waits, and the person is told', async () => {
    const app = await makeApp(world, 'Flint', { seats: 1 });
    const grantId = await giveAccess(world, app, 'Viewer', dora);
    await sendTo(world, app, 'Viewer', stranger('flint@partner.example'), { by: adam, mayWait: true });
    await find(admin, dora);
    await changeAccess(admin, grantId, { endsOn: inDays(1) });
    world.clock.advance(day);
    await world.gatehouse.catchUp();
    expect(await runningGrant(world, app.subscriptionId, idOf(dora))).not.toBeNull();
    world.clock.advance(day);
    await world.gatehouse.catchUp();
    await world.settled();
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
    expect(lastDm(dora)).toContain('Your access to Flint (Team) of Aster Labs has ended.');
    await find(admin, dora);
    expect(admin.text()).toContain('Access ended on its date: Viewer on Flint (Team)');
  });
});

describe('ending an access', () => {
  it('asks first; then its seat goes to who waits, the person is told, and the rest stays', async () => {
    const app = await makeApp(world, 'Gauge', { seats: 1 });
    const grantId = await giveAccess(world, app, 'Viewer', mia);
    await sendTo(world, app, 'Viewer', stranger('gauge@partner.example'), { by: adam, mayWait: true });
    await find(admin, mia);
    await find(owner, mia);
    expect(questionOf(admin, 'grant-end', grantId)).toBe(
      'End the access? The access Viewer on Gauge (Team) ends now and its seat is freed. This cannot be undone. End',
    );
    await admin.press('grant-end', { in: 'modal', value: grantId });
    expect(admin.text()).toMatch(/Ended access[\s\S]*Viewer on Gauge \(Team\): since .* ended by Adam Adler/);
    await world.settled();
    expect(await newestInvitation(world, 'gauge@partner.example')).toMatchObject({ status: 'pending' });
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
    expect(lastDm(mia)).toContain('Your access to Gauge (Team) of Aster Labs has ended.');
    expect((await ownGrantOf(world, mia)).status).toBe('active');
    const late = () => owner.press('grant-end', { in: 'modal', value: grantId });
    await refusedIn(world, owner, late, 'Already handled by Adam Adler, ');
  });
});
