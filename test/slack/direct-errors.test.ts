/** Seed 001, where it goes wrong: every error on its own field, every blocker at once, each with its remedy. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { day } from '../../src/domain/invitations.ts';
import { adam, olga } from '../../src/sandbox/people.ts';
import { archiveApp, createApp, editApp } from '../../src/services/catalog/apps.ts';
import { editSubscription } from '../../src/services/catalog/subscriptions.ts';
import type { MailDomainState } from '../../src/services/context.ts';
import { sendDirect } from '../../src/services/direct/send.ts';
import { changeGrant } from '../../src/services/people/change-grant.ts';
import {
  account,
  auditOf,
  bringIn,
  type Choices,
  decideSettings,
  fillDirect,
  makeApp,
  makeBusiness,
  newestInvitation,
  notedOf,
  openDirect,
  runningGrant,
  seatsOf,
  sendTo,
  stranger,
  type TestApp,
  toldOf,
} from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { accountIdOf, asterId, everything, mia, nora, otto, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting } from '../support/verbs.ts';

const states: Readonly<Record<string, MailDomainState>> = {
  'dead.example': 'no-domain',
  'quiet.example': 'no-mail',
};

let world: World;
let admin: Driver;
let miaId: string;
let atlas: TestApp;
let count = 0;
beforeAll(async () => {
  world = await startWorld({
    people: residents,
    mailDomain: (domain) => Promise.resolve(states[domain] ?? 'ok'),
  });
  miaId = await bringIn(world, mia, 'member');
  atlas = await makeApp(world, 'Atlas');
  admin = world.person(adam.id);
  await world.settled();
});
beforeEach(async () => {
  if (admin.hasModal()) await admin.close({ all: true });
});

const kim = { firstName: 'Kim', lastName: 'Keller', email: 'kim@partner.example' };
const toAtlas = { app: 'Atlas', subscription: 'Team', role: 'Viewer' };

/** An app of its own for one test. */
function ownApp(more: Parameters<typeof makeApp>[2] = {}): Promise<TestApp> {
  count += 1;
  return makeApp(world, `App ${count}`, more);
}

const choicesOf = (app: TestApp, more: Choices = {}): Choices => ({
  app: app.name,
  subscription: 'Team',
  role: 'Viewer',
  ...more,
});

/** What stands in the way, as the review says it. */
const blockers = (driver: Driver) =>
  driver
    .modal()
    .view.blocks.filter((block) => String((block as { block_id?: string }).block_id).startsWith('blocker:'))
    .map((block) => (block as { text: { text: string } }).text.text.split('\n')[0]);

/** Drafts are left out: what somebody typed is kept, and gives nobody anything. */
async function nothingChangedBy(work: () => Promise<unknown>): Promise<void> {
  const butDrafts = async () => ({ ...(await everything(world)), drafts: [] });
  await world.settled();
  const before = await butDrafts();
  await work();
  await world.settled();
  expect(await butDrafts()).toEqual(before);
}

describe('what is missing is named on its own field', () => {
  it('by Slack, for every input that is there', async () => {
    await openDirect(admin);
    await admin.choose('who', 'new', { in: 'modal' });
    await admin.submit();
    const required = 'Please complete this required field.';
    expect(admin.errors()).toEqual({
      firstName: required,
      lastName: required,
      email: required,
      appId: required,
    });
  });

  it('by the app, where a choice cannot be made yet: at the choice above it', async () => {
    const empty = await makeBusiness(world, 'Elm');
    const owner = world.person(olga.id);
    await openDirect(owner);
    await owner.fill({ accountId: 'Mia Meyer (mia)' });
    await owner.choose('organizationId', 'Elm', { in: 'modal' });
    await nothingChangedBy(() => owner.submit());
    expect(owner.errors()).toEqual({
      organizationId: 'Choose an app. Choose a subscription. Choose a role.',
    });

    const form = { organizationId: empty, name: 'Dial', roles: 'User', privileged: '' };
    await createApp(await acting(world.gatehouse.runtime, olga.id), form);
    await owner.choose('organizationId', 'Aster Labs', { in: 'modal' });
    await owner.choose('organizationId', 'Elm', { in: 'modal' });
    await owner.choose('appId', 'Dial', { in: 'modal' });
    await owner.submit();
    expect(owner.errors()).toEqual({ appId: 'Choose a subscription. Choose a role.' });
    await owner.close({ all: true });
  });
});

describe('an e-mail address that is none', () => {
  const typed = 'Enter the e-mail address';
  it.each([
    ['A36: two addresses', 'kim@partner.example,lee@partner.example'],
    ['A36: a quoted local part', '"kim keller"@partner.example'],
    ['A36: a comment', 'kim(at work)@partner.example'],
    ['A36: a header', 'kim@partner.example\r\nBcc: all@aster.example'],
    ['A33: the sign for Kelvin', '\u212Aim@partner.example'],
    ['A33: a dotless i', 'k\u0131m@partner.example'],
    ['A33: a full-width at', 'kim\uFF20partner.example'],
    ['A33: a space without width', 'kim\u200B@partner.example'],
    ['without a domain', 'kim@'],
    ['with nothing but spaces', '   '],
  ])('is refused on its field, and all else stays: %s', async (_name, email) => {
    await fillDirect(admin, { person: { ...kim, email: 'kim@partner.example' }, ...toAtlas });
    await admin.fill({ note: 'Stay here' });
    const given = await admin.choose('email', email, { in: 'modal' });
    expect(given.ok).toBe(true);
    await nothingChangedBy(() => admin.submit());
    expect(Object.keys(admin.errors())).toEqual(['email']);
    expect(admin.errors().email).not.toContain(typed.repeat(2));
    const state = JSON.stringify(admin.modal().state);
    for (const value of ['Kim', 'Keller', 'Stay here', atlas.appId, atlas.subscriptionId]) {
      expect(state).toContain(value);
    }
  });

  it('is right on the second try, with everything else as it was typed', async () => {
    await fillDirect(admin, { person: { ...kim, email: 'kim@partner' }, ...toAtlas });
    await admin.submit();
    expect(Object.keys(admin.errors())).toEqual(['email']);
    await admin.fill({ email: 'second@partner.example' });
    await admin.submit();
    await admin.submit();
    expect(admin.text()).toContain('Kim Keller (second@partner.example) is invited to Atlas (Team)');
  });

  it('A40: a name that looks like a web address is refused on the field of the name', async () => {
    await fillDirect(admin, { person: { ...kim, firstName: 'https://evil.example' }, ...toAtlas });
    await nothingChangedBy(() => admin.submit());
    expect(Object.keys(admin.errors())).toEqual(['firstName']);
  });
});

describe('the limit is reached', () => {
  it('says so in the review, and the waitlist is one press away', async () => {
    const full = await ownApp({ seats: 1 });
    await sendTo(world, full, 'Viewer', stranger('first@partner.example'), { by: adam });
    await openDirect(admin);
    await admin.choose('appId', full.name, { in: 'modal' });
    expect(JSON.stringify(admin.modal().view.blocks)).toContain('Full · Standard');
    await admin.close();
    await fillDirect(admin, choicesOf(full, { account: 'Mia Meyer (mia)' }));
    expect(admin.text()).toContain('0 in use, 1 held, 0 free of 1');
    await admin.submit();
    expect(blockers(admin)).toEqual(['No free seats (1/1).']);
    expect(admin.modal().view.submit).toBeUndefined();

    await admin.press('review-waitlist');
    expect(admin.text()).toContain(`is on the waitlist of ${full.name} (Team) of Aster Labs, at place 1.`);
    await world.settled();
    const waiting = await newestInvitation(world, mia.email);
    expect(waiting).toMatchObject({ status: 'waitlisted', accountId: miaId });
    expect(await auditOf(world, waiting._id)).toEqual(['invitation.created by Adam Adler']);
    expect(await toldOf(world, waiting._id)).toEqual([]);
    expect(await seatsOf(world, full.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 1 });
  });
});

describe('the review shows every blocker at once', () => {
  it('of an account: has access, and the access would end before it begins', async () => {
    const app = await ownApp({ seats: 1 });
    await sendTo(world, app, 'Editor', account(miaId), { by: adam });
    await world.settled();
    await world.person(mia.id).press('offer-accept', { in: 'message' });
    await fillDirect(
      admin,
      choicesOf(app, { account: 'Mia Meyer (mia)', terms: { accessEndsOn: '2020-01-31' } }),
    );
    await admin.submit();
    expect(blockers(admin)).toEqual([
      `Mia Meyer has access already: Editor on ${app.name} (Team).`,
      'The last day of the access is over already.',
      'No free seats (1/1).',
    ]);
    await admin.press('person-open');
    expect(admin.text()).toContain('Mia Meyer');
    expect(admin.text()).toContain(`Editor on ${app.name} (Team)`);
  });

  it('of a new person: the account, the domain, the mail, the live invitation and the seat', async () => {
    const app = await ownApp({ seats: 1 });
    await sendTo(world, app, 'Viewer', stranger('kim@dead.example'), { by: adam }).catch(() => undefined);
    await decideSettings(world, { allowedDomains: ['aster.example'] });
    try {
      await fillDirect(admin, choicesOf(app, { person: { ...kim, email: 'kim@dead.example' } }));
      await admin.submit();
      expect(blockers(admin)).toEqual([
        'Aster Labs invites nobody whose e-mail address is at dead.example.',
        expect.stringContaining('kim@dead.example: '),
      ]);
    } finally {
      await decideSettings(world, { allowedDomains: [] });
    }
  });

  it('A33: the live invitation is found whatever the case of the address, and resent with one press', async () => {
    const app = await ownApp();
    const { invitationId } = await sendTo(world, app, 'Viewer', stranger('kim@partner.example'), {
      by: adam,
    });
    const before = await newestInvitation(world, 'kim@partner.example');
    await fillDirect(admin, choicesOf(app, { person: { ...kim, email: 'KIM@Partner.Example' } }));
    await admin.submit();
    expect(blockers(admin)).toEqual(['There is an invitation already. Status: Pending.']);
    await admin.press('invitation-resend');
    await world.settled();
    const after = await newestInvitation(world, 'kim@partner.example');
    expect(after).toMatchObject({ _id: invitationId, codeVersion: before.codeVersion + 1 });
    expect(await seatsOf(world, app.subscriptionId)).toMatchObject({ held: 1 });
    expect(await notedOf(world, invitationId, 'invitation.resent')).toBe(1);
  });

  it('the live invitation that waits for a seat is opened with one press', async () => {
    const app = await ownApp({ seats: 1 });
    await sendTo(world, app, 'Viewer', stranger('a@partner.example'), { by: adam });
    await sendTo(world, app, 'Viewer', stranger('b@partner.example'), { by: adam, mayWait: true });
    await fillDirect(admin, choicesOf(app, { person: { ...kim, email: 'b@partner.example' } }));
    await admin.submit();
    expect(blockers(admin)).toEqual([
      'There is an invitation already. Status: Waitlisted.',
      'No free seats (1/1).',
    ]);
    await admin.press('invitation-open');
    expect(admin.text()).toContain('Put on the waitlist by Adam Adler');
  });

  it('the address of an account: it is invited instead with one press, also where nobody knows it yet', async () => {
    const app = await ownApp();
    await bringIn(world, nora, 'member');
    await fillDirect(admin, choicesOf(app, { person: { ...kim, email: 'NORA@aster.example' } }));
    await admin.submit();
    expect(blockers(admin)).toEqual(['NORA@aster.example belongs to an account: Nora Noll (nora).']);
    await admin.press('review-use-account');
    expect(blockers(admin)).toEqual([]);
    expect(admin.text()).toContain('nora');
    await admin.submit();
    expect(admin.text()).toContain(`Nora Noll (${nora.email}) is invited to ${app.name} (Team)`);
    expect(await newestInvitation(world, nora.email)).toMatchObject({
      accountId: await accountIdOf(world, nora),
      firstName: null,
    });
  });

  it('oneself', async () => {
    await fillDirect(admin, { account: 'Adam Adler (adam)', ...toAtlas });
    await admin.submit();
    expect(blockers(admin)).toEqual(['You can’t invite yourself.']);
    await admin.press('clear-form').catch(() => undefined);
    await admin.close();
    expect(admin.text()).toContain('Adam Adler');
  });

  it('A10: a member who may invite is not offered a privileged role, and a forged one is a blocker', async () => {
    const app = await ownApp({ roles: ['Viewer', 'Root'], privileged: ['Root'] });
    await decideSettings(world, { whoMayInvite: 'member' });
    try {
      const member = world.person(mia.id);
      await openDirect(member);
      await member.choose('appId', app.name, { in: 'modal' });
      await member.choose('subscriptionId', 'Team', { in: 'modal' });
      expect((await member.offers('roleId')).map(({ text }) => text)).toEqual(['Viewer']);
      await member.close({ all: true });
      await nothingChangedBy(async () => {
        await expect(
          sendTo(world, app, 'Root', stranger('root@partner.example'), { by: mia }),
        ).rejects.toMatchObject({ code: 'stale', message: expect.stringContaining("can't give this role") });
      });
    } finally {
      await decideSettings(world, { whoMayInvite: 'admin' });
    }
  });

  it('A30: whoever has the access by another way accepts nothing twice, and the seat is free', async () => {
    const app = await ownApp({ seats: 2 });
    const ottoId = await bringIn(world, otto, 'member');
    const first = await sendTo(world, app, 'Viewer', account(ottoId), { by: adam });
    await world.settled();
    await world.person(otto.id).press('offer-accept', { in: 'message', value: first.invitationId });
    await expect(sendTo(world, app, 'Editor', account(ottoId), { by: adam })).rejects.toMatchObject({
      code: 'stale',
    });
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 1, held: 0, waiting: 0 });
  });
});

describe('a warning', () => {
  it.each([
    ['A34: letters of another script', 'kim@gооgle.example', 'xn--'],
    ['A37: a domain that may not get mail', 'kim@quiet.example', 'quiet.example'],
  ])('has to be confirmed: %s', async (_name, email, shown) => {
    const app = await ownApp();
    await fillDirect(admin, choicesOf(app, { person: { ...kim, email } }));
    await admin.submit();
    expect(admin.text()).toContain('Check this before you send it:');
    expect(admin.text()).toContain(shown);
    await nothingChangedBy(() => admin.submit());
    expect(Object.keys(admin.errors())).toEqual(['confirmed']);
    await admin.fill({ confirmed: true });
    await admin.submit();
    expect(admin.text()).toContain('is invited to');
  });

  it('A35: a near duplicate is another address, and has to be confirmed', async () => {
    const app = await ownApp();
    await sendTo(world, app, 'Viewer', stranger('kimkeller@partner.example'), { by: adam });
    await fillDirect(admin, choicesOf(app, { person: { ...kim, email: 'kim.keller+app@partner.example' } }));
    await admin.submit();
    expect(blockers(admin)).toEqual([]);
    expect(admin.text()).toContain('Check this before you send it:');
    await admin.fill({ confirmed: true });
    await admin.submit();
    expect(admin.text()).toContain('(kim.keller+app@partner.example) is invited to');
    expect(await seatsOf(world, app.subscriptionId)).toMatchObject({ held: 2 });
  });

  it('that came up since is shown, and nothing is sent without its own confirmation', async () => {
    const app = await ownApp();
    await fillDirect(admin, choicesOf(app, { person: { ...kim, email: 'near.by@partner.example' } }));
    await admin.submit();
    expect(admin.text()).not.toContain('Check this before you send it:');
    await sendTo(world, app, 'Viewer', stranger('nearby@partner.example'), { by: adam });
    await nothingChangedBy(() => admin.submit());
    expect(admin.text()).toContain('Check this before you send it:');
    await admin.fill({ confirmed: true });
    await admin.submit();
    expect(admin.text()).toContain('(near.by@partner.example) is invited to');
  });
});

describe('what changes between review and sending', () => {
  async function reviewed(app: TestApp, choices: Choices = { account: 'Mia Meyer (mia)' }): Promise<void> {
    await fillDirect(admin, choicesOf(app, choices));
    await admin.submit();
    expect(blockers(admin)).toEqual([]);
  }

  it('the last seat is taken: told with the waitlist as remedy, and nothing is written', async () => {
    const app = await ownApp({ seats: 1 });
    await reviewed(app);
    await sendTo(world, app, 'Viewer', stranger('faster@partner.example'));
    await nothingChangedBy(() => admin.submit());
    expect(blockers(admin)).toEqual(['No free seats (1/1).']);
    await admin.press('review-waitlist');
    expect(admin.text()).toContain('at place 1.');
  });

  it('the access came by another way: told, and nothing is written', async () => {
    const app = await ownApp();
    await reviewed(app);
    const { invitationId } = await sendTo(world, app, 'Editor', account(miaId));
    await world.settled();
    await world.person(mia.id).press('offer-accept', { in: 'message', value: invitationId });
    await nothingChangedBy(() => admin.submit());
    expect(blockers(admin)).toEqual([`Mia Meyer has access already: Editor on ${app.name} (Team).`]);
    expect(await runningGrant(world, app.subscriptionId, miaId)).toMatchObject({
      access: app.access('Editor'),
    });
  });

  it('another admin has sent the same: told, with Resend as remedy', async () => {
    const app = await ownApp();
    await reviewed(app, { person: { ...kim, email: 'both@partner.example' } });
    await sendTo(world, app, 'Viewer', stranger('both@partner.example'));
    await nothingChangedBy(() => admin.submit());
    expect(blockers(admin)).toEqual(['There is an invitation already. Status: Pending.']);
  });

  it('A9: the role, the subscription or the app is archived: told, and nothing is written', async () => {
    const { runtime } = world.gatehouse;
    const app = await ownApp();
    await reviewed(app);
    const form = { name: app.name, roles: 'Editor', privileged: '' };
    await editApp(await acting(runtime, olga.id), app.appId, form);
    await nothingChangedBy(() => admin.submit());
    expect(admin.text()).toContain('This role is not offered any more. Choose another one.');
  });

  it('the subscription is over: told, and nothing is written', async () => {
    const { runtime } = world.gatehouse;
    const today = world.clock.now().toISOString().slice(0, 10);
    const app = await ownApp({ endsOn: today });
    await expect(archiveApp(await acting(runtime, olga.id), app.appId)).rejects.toMatchObject({
      code: 'form',
    });
    await reviewed(app);
    const midnight = new Date(`${today}T23:59:59.999Z`).getTime();
    const left = midnight + 1 - world.clock.now().getTime();
    world.clock.advance(Math.min(left, day));
    await nothingChangedBy(() => admin.submit());
    expect(admin.hasModal()).toBe(true);
    expect(admin.text()).not.toContain('is invited to');
    expect(await world.store.invitations.exists({ 'access.appId': app.appId })).toBeNull();
  });

  it('A2: the admin has lost the role: denied, and nothing is written', async () => {
    const app = await ownApp();
    await reviewed(app);
    const { runtime } = world.gatehouse;
    const adamId = await accountIdOf(world, adam);
    const grant = await world.store.grants
      .findOne({ accountId: adamId, organizationId: await asterId(world), status: 'active' })
      .lean();
    const change = async (roleId: string) =>
      changeGrant(await acting(runtime, olga.id), grant?._id ?? '', { roleId, endsOn: null });
    await change('member');
    try {
      await nothingChangedBy(() => admin.submit());
      expect(admin.text()).toContain("You can't do this, or it no longer exists.");
    } finally {
      await change('admin');
    }
  });

  it('the limit was lowered below use: told with the numbers', async () => {
    const { runtime } = world.gatehouse;
    const app = await ownApp({ seats: 3 });
    await sendTo(world, app, 'Viewer', stranger('one@partner.example'));
    await reviewed(app);
    const terms = { name: 'Team', plan: 'Standard', seatLimit: '1', endsOn: null };
    await editSubscription(await acting(runtime, olga.id), app.subscriptionId, terms);
    await nothingChangedBy(() => admin.submit());
    expect(blockers(admin)).toEqual(['No free seats (1/1).']);
  });

  it('A49: the same review sent twice is one invitation with one answer', async () => {
    const { runtime } = world.gatehouse;
    const app = await ownApp();
    await reviewed(app, { person: { ...kim, email: 'twice@partner.example' } });
    await admin.submit();
    const { _id } = await newestInvitation(world, 'twice@partner.example');
    const draft = await world.store.drafts.findOne({ 'values.email': 'twice@partner.example' }).lean();
    const context = await acting(runtime, adam.id);
    await expect(
      sendDirect(context, draft?._id ?? '', { confirmed: '', mayWait: false }),
    ).rejects.toMatchObject({ code: 'stale' });
    expect(await notedOf(world, _id, 'invitation.created')).toBe(1);
    expect(await seatsOf(world, app.subscriptionId)).toMatchObject({ held: 1 });
  });

  it('A7: the review of somebody else, or of an hour ago, is out of date', async () => {
    const { runtime } = world.gatehouse;
    const app = await ownApp();
    await reviewed(app);
    const draft = await world.store.drafts.findOne({ 'values.appId': app.appId }).lean();
    const send = async (who: string) =>
      sendDirect(await acting(runtime, who), draft?._id ?? '', { confirmed: '', mayWait: false });
    await expect(send(olga.id)).rejects.toMatchObject({ code: 'reopen' });
    world.clock.advance(60 * 60 * 1000);
    await expect(send(adam.id)).rejects.toMatchObject({ code: 'reopen' });
    await nothingChangedBy(() => admin.submit());
    expect(admin.text()).toContain('This form is out of date. Close it and open it again.');
  });
});
