/** Seed 001: a direct invitation, told by the admin who sends it and by the people who get it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { day } from '../../src/domain/invitations.ts';
import { adam, olga, oscar } from '../../src/sandbox/people.ts';
import { createApp } from '../../src/services/catalog/apps.ts';
import { sendJoinInvitations } from '../../src/services/invitations/send-join.ts';
import {
  account,
  auditOf,
  bringIn,
  decideSettings,
  fillDirect,
  makeApp,
  makeBusiness,
  newestInvitation,
  openDirect,
  runningGrant,
  seatsOf,
  sendTo,
  stranger,
  type TestApp,
  toldOf,
} from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { accountIdOf, asterId, mia, nora, otto, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting, codeOf } from '../support/verbs.ts';

const kim = { id: 'U0KIM', name: 'kim', realName: 'Kim Keller', title: '', email: 'kim@partner.example' };
const lea = { id: 'U0LEA', name: 'lea', realName: 'Lea Lang', title: '', email: 'lea@aster.example' };
const max = { id: 'U0MAX', name: 'max', realName: 'Max Mohn', title: '', email: 'max@aster.example' };
const local = { isWorkspaceAdmin: false, isHome: true };
const newcomers = [kim, lea, max].map((person) => ({ ...person, ...local }));

let world: World;
let admin: Driver;
let miaId: string;
let atlas: TestApp;
let beacon: TestApp;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, ...newcomers] });
  miaId = await bringIn(world, mia, 'member');
  atlas = await makeApp(world, 'Atlas', { seats: 4 });
  beacon = await makeApp(world, 'Beacon', { roles: ['Reader'], subscription: 'Starter' });
  admin = world.person(adam.id);
  await world.settled();
});

/** What the form offers to choose from: the names of its inputs, in order. */
const fields = (driver: Driver) =>
  driver
    .modal()
    .view.blocks.filter(({ type }) => type === 'input')
    .map((block) => String((block as { block_id?: string }).block_id).split(':')[0]);

/** Enters a code with a new account, as somebody does who has none. */
async function redeemAs(driver: Driver, code: string, username: string): Promise<void> {
  await driver.command('/request-access', code);
  await driver.fill({ username, provider: 'github', providerUsername: username });
  await driver.submit();
  expect(driver.errors()).toEqual({});
}

describe('the form', () => {
  it('finds an account by its name, its address and its username, and no stranger', async () => {
    await openDirect(admin);
    for (const query of ['mi', 'MEY', 'mia@aster', 'Mia Mey']) {
      expect((await admin.offers('accountId', query)).map(({ text }) => text)).toEqual(['Mia Meyer (mia)']);
    }
    expect(await admin.offers('accountId', 'oscar')).toEqual([]);
    expect(await admin.offers('accountId', '^mi.*')).toEqual([]);
    await admin.close({ all: true });
  });

  it('shows the fields of a new person only then, and keeps all else that was typed', async () => {
    await openDirect(admin);
    expect(fields(admin)).toContain('accountId');
    expect(fields(admin)).not.toContain('firstName');
    await admin.fill({ note: 'Welcome', expiryDays: '14' });
    await admin.choose('who', 'new', { in: 'modal' });
    expect(fields(admin)).toEqual(expect.arrayContaining(['firstName', 'lastName', 'email']));
    expect(fields(admin)).not.toContain('accountId');
    await admin.fill({ firstName: 'Kim', lastName: 'Keller', email: kim.email });
    await admin.choose('appId', 'Atlas', { in: 'modal' });
    const { state } = admin.modal();
    const typed = JSON.stringify(state);
    for (const value of ['Welcome', '"14"', 'Kim', 'Keller', kim.email]) expect(typed).toContain(value);
    await admin.choose('who', 'existing', { in: 'modal' });
    expect(fields(admin)).not.toContain('email');
    await admin.close({ all: true });
  });

  it('says at each step why a list is empty, and shows the seats once a subscription is chosen', async () => {
    await openDirect(admin);
    const before = admin.text();
    expect(before).toContain('Subscription: choose an app first.');
    expect(before).toContain('Role: choose an app first.');
    expect(before).not.toContain('Seats:');
    await admin.choose('appId', 'Atlas', { in: 'modal' });
    expect(admin.text()).toContain('Role: choose a subscription first.');
    await admin.choose('subscriptionId', 'Team', { in: 'modal' });
    expect(admin.text()).toContain('0 in use, 0 held, 4 free of 4');
    expect((await admin.offers('roleId')).map(({ text }) => text)).toEqual(['Viewer', 'Editor']);
    await admin.close({ all: true });
  });

  it('empties the choices below the one that changes, and Clear empties all of it', async () => {
    await fillDirect(admin, {
      account: 'Mia Meyer (mia)',
      app: 'Atlas',
      subscription: 'Team',
      role: 'Editor',
      terms: { note: 'Hello', accessEndsOn: '2031-01-31' },
    });
    await admin.choose('appId', 'Beacon', { in: 'modal' });
    expect(admin.text()).toContain('Role: choose a subscription first.');
    expect(admin.text()).not.toContain('Seats:');
    expect((await admin.offers('subscriptionId')).map(({ text }) => text)).toEqual(['Starter']);
    await admin.submit();
    expect(admin.errors()).toEqual({ subscriptionId: 'Please complete this required field.' });
    expect(JSON.stringify(admin.modal().state)).toContain('Hello');

    await admin.press('clear-form');
    const cleared = JSON.stringify(admin.modal().state);
    for (const value of ['Hello', '2031-01-31', miaId, beacon.appId]) expect(cleared).not.toContain(value);
    expect(admin.text()).toContain('Subscription: choose an app first.');
    await admin.close({ all: true });
  });

  it('keeps the person when the business changes, and offers only the apps of that business', async () => {
    const birch = await makeBusiness(world, 'Birch');
    await makeApp(world, 'Compass', { organizationId: birch, roles: ['Guest'] });
    const cedar = await makeBusiness(world, 'Cedar');
    const owner = world.person(olga.id);
    await openDirect(owner);
    expect(owner.text()).toContain('App: choose a business first.');
    await owner.fill({ accountId: 'Mia Meyer (mia)' });
    await owner.choose('organizationId', 'Aster Labs', { in: 'modal' });
    expect((await owner.offers('appId')).map(({ text }) => text)).toEqual(['Atlas', 'Beacon']);
    await owner.choose('appId', 'Atlas', { in: 'modal' });
    await owner.choose('subscriptionId', 'Team', { in: 'modal' });
    await owner.choose('organizationId', 'Birch', { in: 'modal' });
    expect((await owner.offers('appId')).map(({ text }) => text)).toEqual(['Compass']);
    expect(owner.text()).toContain('Subscription: choose an app first.');
    expect(JSON.stringify(owner.modal().state)).toContain(miaId);
    await owner.choose('organizationId', 'Cedar', { in: 'modal' });
    expect(owner.text()).toContain('Cedar has no app yet. Add one with /gatehouse apps.');
    await owner.close({ all: true });

    const form = { organizationId: cedar, name: 'Dial', roles: 'User', privileged: '' };
    await createApp(await acting(world.gatehouse.runtime, olga.id), form);
    await openDirect(owner);
    await owner.choose('organizationId', 'Cedar', { in: 'modal' });
    await owner.choose('appId', 'Dial', { in: 'modal' });
    expect(owner.text()).toContain(
      'This app has no subscription yet. Add one with /gatehouse subscriptions.',
    );
    await owner.close({ all: true });
  });
});

describe('an existing account', () => {
  it('is invited, accepts, and has the access', async () => {
    await fillDirect(admin, {
      account: 'Mia Meyer (mia)',
      app: 'Atlas',
      subscription: 'Team',
      role: 'Editor',
      terms: { note: 'For the rollout', expiryDays: '14', accessEndsOn: '2031-01-31' },
    });
    await admin.submit();
    const review = admin.text();
    for (const line of ['Mia Meyer', mia.email, 'Aster Labs', 'Atlas', 'Team', 'Editor', 'For the rollout']) {
      expect(review).toContain(line);
    }
    expect(review).toContain('After sending: 0 in use, 1 held, 3 free of 4');
    await admin.submit();
    const sent = admin.text();
    expect(sent).toContain(`Mia Meyer (${mia.email}) is invited to Atlas (Team) of Aster Labs as Editor.`);
    expect(sent).toMatch(/valid until <!date\^/);
    expect(sent).toContain('spam folder');
    await admin.close();
    expect(admin.hasModal()).toBe(false);
    await world.settled();

    const invitation = await newestInvitation(world, mia.email);
    expect(invitation).toMatchObject({
      status: 'pending',
      accountId: miaId,
      access: atlas.access('Editor'),
      note: 'For the rollout',
      validDays: 14,
      accessEndsAt: new Date('2031-01-31T23:59:59.999Z'),
      inviterName: 'Adam Adler',
    });
    expect(invitation.expiresAt.getTime() - invitation.createdAt.getTime()).toBe(14 * day);
    expect(invitation).not.toHaveProperty('selector');
    expect(await seatsOf(world, atlas.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });

    const mail = world.mailsTo(mia.email).at(-1);
    for (const line of ['Adam Adler', 'Atlas (Team) of Aster Labs as Editor', 'For the rollout']) {
      expect(mail?.text).toContain(line);
    }
    expect(mail?.text).toContain('The access ends on Friday 31 January 2031');
    const invitee = world.person(mia.id);
    expect(invitee.text(invitee.lastMessage())).toContain('Adam Adler invites you to');
    await invitee.openHome();
    expect(invitee.text('home')).toContain('Invitations for you');

    await invitee.press('offer-accept', { in: 'message' });
    await world.settled();
    const grant = await runningGrant(world, atlas.subscriptionId, miaId);
    expect(grant).toMatchObject({
      access: atlas.access('Editor'),
      invitationId: invitation._id,
      endsAt: new Date('2031-01-31T23:59:59.999Z'),
    });
    expect(await seatsOf(world, atlas.subscriptionId)).toEqual({ active: 1, held: 0, waiting: 0 });
    expect(await auditOf(world, invitation._id)).toEqual([
      'invitation.created by Adam Adler',
      'invitation.accepted by Mia Meyer',
      'grant.created by Mia Meyer',
    ]);
    expect(await toldOf(world, invitation._id)).toEqual([
      `offer mail ${mia.email}`,
      `offer slack ${mia.id}`,
      `access-granted mail ${mia.email}`,
      `offer-answered slack ${adam.id}`,
    ]);
    expect(admin.text(admin.lastMessage())).toContain('Mia Meyer (mia) accepted the invitation to Atlas');
    expect(world.mailsTo(mia.email).at(-1)?.subject).toBe('You have access to Atlas (Team) of Aster Labs');
    await invitee.openHome();
    expect(invitee.text('home')).toContain('Editor on Atlas (Team)');
    expect(invitee.text('home')).not.toContain('Invitations for you');
  });

  it('declines: the seat is free again, the card says so, and the admin hears of it', async () => {
    await bringIn(world, nora, 'member');
    await sendTo(world, atlas, 'Viewer', account(await accountIdOf(world, nora)), { by: adam });
    await world.settled();
    expect(await seatsOf(world, atlas.subscriptionId)).toMatchObject({ held: 1 });
    const invitee = world.person(nora.id);
    await invitee.press('offer-decline', { in: 'message' });
    await world.settled();
    const { _id, status, liveKey } = await newestInvitation(world, nora.email);
    expect({ status, liveKey }).toEqual({ status: 'declined' });
    expect(await seatsOf(world, atlas.subscriptionId)).toMatchObject({ active: 1, held: 0 });
    expect((await auditOf(world, _id)).at(-1)).toBe('invitation.declined by Nora Noll');
    expect(admin.text(admin.lastMessage())).toContain('Nora Noll (nora) declined the invitation to Atlas');
    const card = invitee.messages().find(({ blocks }) => JSON.stringify(blocks).includes('You declined'));
    expect(JSON.stringify(card?.blocks)).not.toContain('offer-accept');
  });

  it('has the access at once where nothing has to be accepted, and a waiting invitation is not touched', async () => {
    await sendTo(world, atlas, 'Viewer', account(await accountIdOf(world, nora)), { by: adam });
    const before = await newestInvitation(world, nora.email);
    await decideSettings(world, { acceptance: { organization: true, app: false, workgroup: false } });
    try {
      const ottoId = await bringIn(world, otto, 'member');
      await fillDirect(admin, {
        account: 'Otto Orth (otto)',
        app: 'Atlas',
        subscription: 'Team',
        role: 'Viewer',
      });
      await admin.submit();
      expect(admin.text()).toContain('Aster Labs gives this access at once.');
      expect(admin.text()).toContain('After sending: 2 in use, 1 held, 1 free of 4');
      await admin.submit();
      expect(admin.text()).toContain('has access to Atlas (Team) of Aster Labs as Viewer now.');
      await admin.close({ all: true });
      await world.settled();
      expect(await runningGrant(world, atlas.subscriptionId, ottoId)).not.toBeNull();
      const { _id } = await newestInvitation(world, otto.email);
      expect((await auditOf(world, _id)).at(-2)).toBe('invitation.accepted by Adam Adler');
      expect(await toldOf(world, _id)).toEqual([
        `access-granted mail ${otto.email}`,
        `access-granted slack ${otto.id}`,
        `offer-answered slack ${adam.id}`,
      ]);
      expect(world.mailsTo(otto.email).at(-1)?.text).toContain('There is nothing to accept.');
      expect(await newestInvitation(world, nora.email)).toEqual(before);
    } finally {
      await decideSettings(world, { acceptance: { organization: true, app: true, workgroup: false } });
    }
    await world.person(nora.id).press('offer-decline', { in: 'message' });
  });
});

describe('a new person', () => {
  it('gets a code by mail, makes an account with it in Slack, and accepts', async () => {
    await fillDirect(admin, {
      person: { firstName: 'Lea', lastName: 'Lang', email: 'Lea@Aster.example' },
      app: 'Beacon',
      subscription: 'Starter',
      role: 'Reader',
    });
    await admin.submit();
    expect(admin.text()).toContain('No account yet: gets a code by e-mail');
    expect(admin.text()).toContain('After sending: 0 in use, 1 held, no limit');
    await admin.submit();
    expect(admin.text()).toContain('The person has no account yet and gets a code by e-mail.');
    await admin.close({ all: true });
    await world.settled();

    const invitation = await newestInvitation(world, lea.email);
    expect(invitation).toMatchObject({ status: 'pending', accountId: null, firstName: 'Lea' });
    expect(await toldOf(world, invitation._id)).toEqual([`offer mail ${invitation.email}`]);
    const code = world.codeFor(invitation.email);
    const newcomer = world.person(lea.id);
    await redeemAs(newcomer, code, 'lea');
    expect(newcomer.text()).toContain('Your code is right. Accept the invitation to get the access.');
    await newcomer.press('offer-accept', { in: 'modal' });
    await world.settled();

    const leaId = await accountIdOf(world, { ...lea, ...local });
    expect(await runningGrant(world, beacon.subscriptionId, leaId)).toMatchObject({
      invitationId: invitation._id,
    });
    expect(await auditOf(world, invitation._id)).toEqual([
      'invitation.created by Adam Adler',
      'invitation.claimed by Somebody without an account',
      'invitation.accepted by Lea Lang',
      'grant.created by Lea Lang',
    ]);
    expect(await seatsOf(world, beacon.subscriptionId)).toEqual({ active: 1, held: 0, waiting: 0 });
    // Whoever enters the code again hears that there is nothing left to do.
    await newcomer.close({ all: true });
    await newcomer.command('/request-access', code);
    expect(newcomer.notices().at(-1)?.text ?? newcomer.text(newcomer.lastMessage())).toContain(
      'You have access to Aster Labs already',
    );
  });

  it('whose code somebody else enters: an approver decides, who sees both addresses and what it offers', async () => {
    await sendTo(world, beacon, 'Reader', stranger(kim.email), { by: adam });
    await world.settled();
    const invitation = await newestInvitation(world, kim.email);
    const other = world.person(max.id);
    await redeemAs(other, world.codeFor(kim.email), 'max');
    expect(other.text()).toContain('Your request for access to Aster Labs is sent, as max.');
    await other.close({ all: true });
    await world.settled();

    const request = await world.store.accessRequests.findOne({ invitationId: invitation._id }).lean();
    expect(request).toMatchObject({ status: 'pending', invitedEmail: kim.email });
    expect(request?.wanted).toEqual(beacon.access('Reader'));
    const card = admin.text(admin.lastMessage('access-approvals'));
    expect(card).toContain(kim.email);
    expect(card).toContain(max.email);
    expect(card).toContain('Reader on Beacon (Starter)');
    const maxId = await accountIdOf(world, { ...max, ...local });
    expect(await runningGrant(world, beacon.subscriptionId, maxId)).toBeNull();
    expect(await newestInvitation(world, kim.email)).toMatchObject({
      status: 'pending',
      accountId: null,
      codeSpentAt: expect.any(Date),
    });

    // The code is spent: neither its owner nor anybody else can use it any more, until it is sent again.
    const owner = world.person(kim.id);
    await owner.command('/request-access', world.codeFor(kim.email));
    expect(owner.hasModal()).toBe(false);

    await admin.press('request-approve', { in: 'message', conversation: 'access-approvals' });
    expect(admin.text()).toContain('The addresses differ');
    expect(admin.text()).toContain('Reader on Beacon (Starter)');
    await admin.choose('subscriptionId', 'Starter', { in: 'modal' });
    await admin.fill({ roleId: 'Reader' });
    await admin.submit();
    expect(admin.text()).toContain('Max Mohn is invited to Beacon (Starter) of Aster Labs as Reader');
    await admin.close({ all: true });
    await world.settled();
    await other.press('offer-accept', { in: 'message' });
    await world.settled();
    expect(await runningGrant(world, beacon.subscriptionId, maxId)).not.toBeNull();
  });

  it('A38: whose account appears by another code finds the invitation waiting', async () => {
    const { runtime } = world.gatehouse;
    await sendTo(world, atlas, 'Viewer', stranger('iris@aster.example', 'Iris', 'Newman'), { by: adam });
    const before = await newestInvitation(world, 'iris@aster.example');
    const place = { organizationId: await asterId(world), emails: 'iris@aster.example', confirmed: '' };
    await sendJoinInvitations(await acting(runtime, olga.id), place);
    await world.settled();
    const join = await world.store.invitations
      .findOne({ kind: 'join', emailKey: 'iris@aster.example' })
      .lean();
    if (!join) throw new Error('nobody was invited');
    const newcomer = world.person('U0IRIS');
    await redeemAs(newcomer, codeOf(runtime, join), 'iris');
    await newcomer.close({ all: true });
    await world.settled();

    const claimed = await newestInvitation(world, 'iris@aster.example');
    expect(claimed).toMatchObject({ _id: before._id, status: 'pending', accountId: expect.any(String) });
    expect(await toldOf(world, before._id)).toEqual(['offer mail iris@aster.example', 'offer slack U0IRIS']);
    await newcomer.press('offer-accept', { in: 'message', value: before._id });
    await world.settled();
    expect(await runningGrant(world, atlas.subscriptionId, claimed.accountId ?? '')).not.toBeNull();
  });

  it('from another workspace, whose address nobody vouches for, is not matched by it', async () => {
    await sendTo(world, beacon, 'Reader', stranger(oscar.email, 'Oscar', 'Outland'), { by: adam });
    await world.settled();
    const outsider = world.person(oscar.id);
    await outsider.command('/request-access', world.codeFor(oscar.email), 'shared-with-outland');
    expect(await world.store.accounts.exists({ emailKey: oscar.email })).toBeNull();
    expect(await newestInvitation(world, oscar.email)).toMatchObject({ status: 'pending', accountId: null });
  });
});

describe('an access with an end date', () => {
  it('ends with that day: the seat goes to whoever waits first, and the person is told', async () => {
    const gauge = await makeApp(world, 'Gauge', { seats: 1 });
    const lastDay = new Date(world.clock.now().getTime() + 3 * day).toISOString().slice(0, 10);
    const terms = { accessEndsOn: lastDay };
    await sendTo(world, gauge, 'Viewer', account(miaId), { by: adam, terms });
    await world.settled();
    await world.person(mia.id).press('offer-accept', { in: 'message' });
    const waiting = await sendTo(world, gauge, 'Editor', account(await accountIdOf(world, nora)), {
      by: adam,
      mayWait: true,
    });
    expect(waiting).toMatchObject({ outcome: 'waitlisted', position: 1 });
    const ended = await runningGrant(world, gauge.subscriptionId, miaId);

    world.clock.advance(4 * day);
    await world.gatehouse.catchUp();
    await world.settled();
    expect(await world.store.grants.findById(ended?._id).lean()).toMatchObject({
      status: 'expired',
      endedAt: new Date(`${lastDay}T23:59:59.999Z`),
    });
    expect(world.mailsTo(mia.email).at(-1)?.subject).toBe(
      'Your access to Gauge (Team) of Aster Labs has ended',
    );
    const promoted = await newestInvitation(world, nora.email);
    expect(promoted).toMatchObject({ _id: waiting.invitationId, status: 'pending' });
    expect(promoted.expiresAt.getTime()).toBeGreaterThan(world.clock.now().getTime() + 6.9 * day);
    expect(await seatsOf(world, gauge.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
    expect(admin.text(admin.lastMessage())).toContain('A seat is free: Nora Noll');
    await world.person(nora.id).press('offer-accept', { in: 'message' });
    expect(await seatsOf(world, gauge.subscriptionId)).toEqual({ active: 1, held: 0, waiting: 0 });
  });
});
