/** After sending (design §5): all that can be done with an invitation in `/invitations`, or with many at once. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { day } from '../../src/domain/invitations.ts';
import { adam, iris, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { revokeInvitation } from '../../src/services/invitations/revoke.ts';
import { changeGrant } from '../../src/services/people/change-grant.ts';
import {
  account,
  bringIn,
  makeApp,
  newestInvitation,
  notedOf,
  runningGrant,
  seatsOf,
  sendTo,
  stranger,
  type TestApp,
  toldOf,
} from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { openListed as open, questionOf, refusedIn, whileRefused } from '../support/gestures.ts';
import { BAD_CODE, DENIED, mia, nora, otto, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting } from '../support/verbs.ts';

const lea: Person = { ...iris, id: 'U0LEA', name: 'lea', realName: 'Lea Lang', email: 'lea@aster.example' };

let world: World;
let owner: Driver;
let admin: Driver;
let newcomer: Driver;
let ids: Record<'mia' | 'nora' | 'otto', string>;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, lea] });
  ids = {
    mia: await bringIn(world, mia, 'member'),
    nora: await bringIn(world, nora, 'admin'),
    otto: await bringIn(world, otto, 'member'),
  };
  owner = world.person(olga.id);
  admin = world.person(adam.id);
  newcomer = world.person(lea.id);
  await world.settled();
});
beforeEach(async () => {
  for (const driver of [owner, admin, newcomer]) if (driver.hasModal()) await driver.close({ all: true });
});

const verb = async (person: Person) => acting(world.gatehouse.runtime, person.id);
const stored = (id: string) => world.store.invitations.findById(id).lean();
const spamAdvice = 'ask the person to look in the spam folder. A new e-mail has a new code';

/** An invitation of a new person, by Adam. */
async function sent(app: TestApp, email: string, more: Parameters<typeof sendTo>[4] = {}): Promise<string> {
  const { invitationId } = await sendTo(world, app, 'Viewer', stranger(email), { by: adam, ...more });
  await world.settled();
  return invitationId;
}

/** One that the mail server refused for good. */
async function bounced(app: TestApp, email: string): Promise<string> {
  const id = await whileRefused(world, email, () => sent(app, email));
  expect((await stored(id))?.status).toBe('undeliverable');
  return id;
}

/** What Lea, who has no account, sees after she has typed a code. */
async function codeTried(code: string): Promise<string> {
  await newcomer.command('/request-access', code);
  return newcomer.hasModal() ? newcomer.text() : newcomer.text(newcomer.lastMessage());
}

const refused = (driver: Driver, action: string, text: string) =>
  refusedIn(world, driver, () => driver.press(action, { in: 'modal' }), text);

describe('resend', () => {
  it('of a pending one: the old code is dead, the new one works, its seat stays one', async () => {
    const app = await makeApp(world, 'Pending', { seats: 1 });
    const id = await sent(app, lea.email, { terms: { expiryDays: '14' } });
    const [old, before] = [world.codeFor(lea.email), await stored(id)];
    await open(admin, id);
    expect(admin.text()).toContain(spamAdvice);
    await admin.press('invitation-resend', { in: 'modal' });
    await world.settled();
    await open(admin, id);
    expect(admin.text()).toMatch(
      /Invited by Adam Adler[\s\S]*Mailed[\s\S]*Sent again by Adam Adler[\s\S]*Mailed/,
    );
    expect((await stored(id))?.expiresAt.getTime()).toBeGreaterThanOrEqual(before?.expiresAt.getTime() ?? 0);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });

    const code = world.codeFor(lea.email);
    expect(code).not.toBe(old);
    expect(await codeTried(old)).toBe('A newer e-mail was sent to you. Use the code in that one.');
    expect(await codeTried(code)).toContain('Aster Labs');
    await revokeInvitation(await verb(adam), id);
  });

  it('of an expired one takes a seat again, and is refused while none is free', async () => {
    const app = await makeApp(world, 'Expired', { seats: 1 });
    const id = await sent(app, 'late@partner.example');
    const old = world.codeFor('late@partner.example');
    world.clock.advance(7 * day);
    await world.gatehouse.catchUp();
    const inTheWay = await sent(app, 'fast@partner.example');
    await open(admin, id);
    expect(admin.text()).toContain(spamAdvice);
    await refused(admin, 'invitation-resend', 'No seat is free any more.');
    await revokeInvitation(await verb(adam), inTheWay);
    await admin.press('invitation-resend', { in: 'modal' });
    expect(admin.text()).toContain('Pending, waiting for account');
    await world.settled();
    expect(world.codeFor('late@partner.example')).not.toBe(old);
    const left = ((await stored(id))?.expiresAt.getTime() ?? 0) - world.clock.now().getTime();
    expect(left).toBeGreaterThan(6.9 * day);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
  });

  it('A57: of one that bounced: the inviter has heard why, its code was dead, and it is on its way again', async () => {
    const app = await makeApp(world, 'Bounced', { seats: 1 });
    const id = await bounced(app, 'gone@partner.example');
    const told = admin.text(admin.lastMessage());
    expect(told).toContain('gone@partner.example');
    expect(await seatsOf(world, app.subscriptionId)).toMatchObject({ held: 0 });
    await open(admin, id);
    expect(admin.text()).toContain('Undeliverable');
    expect(admin.text()).toContain('Could not be delivered: ');
    expect(admin.text()).toContain(spamAdvice);
    expect(admin.text()).not.toContain('Revoke');
    await admin.press('invitation-resend', { in: 'modal' });
    await world.settled();
    expect(world.mailsTo('gone@partner.example')).toHaveLength(1);
    expect(await stored(id)).toMatchObject({ status: 'pending', codeVersion: 2, inviterName: 'Adam Adler' });
    expect(await seatsOf(world, app.subscriptionId)).toMatchObject({ held: 1 });
  });

  it('to an account says nothing of a code, and the invitee’s card still works', async () => {
    const app = await makeApp(world, 'Account');
    const { invitationId } = await sendTo(world, app, 'Viewer', account(ids.otto), { by: adam });
    await open(admin, invitationId);
    expect(admin.text()).toContain('look in the spam folder.');
    expect(admin.text()).not.toContain('new code');
    await admin.press('invitation-resend', { in: 'modal' });
    await world.settled();
    await world.person(otto.id).press('offer-accept', { in: 'message', value: invitationId });
    expect(await runningGrant(world, app.subscriptionId, ids.otto)).not.toBeNull();
  });
});

describe('revoke', () => {
  it('asks first; then the code is dead, the seat is free, the person is told, and a second press is late', async () => {
    const app = await makeApp(world, 'Revoked', { seats: 1 });
    const id = await sent(app, lea.email);
    const code = world.codeFor(lea.email);
    await open(admin, id);
    await open(owner, id);
    expect(questionOf(admin, 'invitation-revoke')).toBe(
      `Revoke the invitation? The invitation of ${lea.email} ends and its code stops working. You can undo this for ten minutes. Revoke`,
    );
    await admin.press('invitation-revoke', { in: 'modal' });
    expect(admin.text()).toContain('Revoked by Adam Adler');
    for (const gone of ['Resend', 'Remind now', 'Change role']) expect(admin.text()).not.toContain(gone);
    await world.settled();
    expect(world.mailsTo(lea.email).at(-1)?.subject).toMatch(/withdrawn/);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 0, waiting: 0 });
    expect(await codeTried(code)).toBe(BAD_CODE);
    for (const action of ['invitation-revoke', 'invitation-resend', 'invitation-remind']) {
      await refused(owner, action, 'Already handled by Adam Adler, ');
    }
  });
});

describe('remind now', () => {
  it('sends the same code once an hour; an older view that offers it still is refused', async () => {
    const app = await makeApp(world, 'Reminded');
    const email = 'slow@partner.example';
    const id = await sent(app, email);
    const [code, { expiresAt }] = [world.codeFor(email), await newestInvitation(world, email)];
    await open(owner, id);
    await open(admin, id);
    await admin.press('invitation-remind', { in: 'modal' });
    expect(admin.text()).toContain('Reminded by Adam Adler');
    expect(admin.text()).not.toContain('Remind now');
    await world.settled();
    expect(world.mailsTo(email)).toHaveLength(2);
    expect(world.codeFor(email)).toBe(code);
    expect(await newestInvitation(world, email)).toMatchObject({ codeVersion: 1, expiresAt });
    await refused(owner, 'invitation-remind', 'This person was reminded within the last hour.');
    world.clock.advance(day / 24);
    await open(admin, id);
    expect(admin.text()).toContain('Reminder mailed');
    await admin.press('invitation-remind', { in: 'modal' });
    await world.settled();
    expect(world.mailsTo(email)).toHaveLength(3);
    expect(await notedOf(world, id, 'invitation.reminded')).toBe(2);
  });
});

describe('the role of an invitation', () => {
  it('can be changed while it is pending: the invitee is told, and accepts the new one', async () => {
    const app = await makeApp(world, 'Roles', { roles: ['Viewer', 'Editor', 'Root'], privileged: ['Root'] });
    const { invitationId } = await sendTo(world, app, 'Viewer', account(ids.mia), { by: adam });
    await world.settled();
    await open(admin, invitationId);
    const roles = await admin.offers('change-role', '', { in: 'modal' });
    expect(roles.map(({ text }) => text)).toEqual(['Editor']);
    await admin.choose('change-role', 'Editor', { in: 'modal' });
    expect(admin.text()).toContain('Role changed by Adam Adler');
    expect(admin.text()).toContain('Editor on Roles (Team)');
    await world.settled();
    expect((await toldOf(world, invitationId)).slice(-2)).toEqual([
      `invitation-changed mail ${mia.email}`,
      `invitation-changed slack ${mia.id}`,
    ]);
    expect(world.mailsTo(mia.email).at(-1)?.text).toContain('Editor');
    const member = world.person(mia.id);
    await open(owner, invitationId);
    await member.press('offer-accept', { in: 'message', value: invitationId });
    expect((await runningGrant(world, app.subscriptionId, ids.mia))?.access).toEqual(app.access('Editor'));
    // The view from before the acceptance comes too late.
    const choose = () => owner.choose('change-role', 'Viewer', { in: 'modal' });
    await refusedIn(world, owner, choose, 'Already handled by Mia Meyer');
  });

  it('is not offered for change once its time is over', async () => {
    const id = await sent(await makeApp(world, 'Over'), 'over@partner.example');
    world.clock.advance(7 * day);
    await open(admin, id);
    expect(admin.text()).toContain('Expired');
    const { blocks } = admin.modal().view;
    expect(JSON.stringify(blocks)).not.toContain('invitation-change-role');
  });
});

describe('the undeliverable ones', () => {
  it('are sent again all at once, and whatever cannot be is named with its reason', async () => {
    const app = await makeApp(world, 'Bulk', { seats: 2 });
    const emails = ['one', 'two', 'three'].map((name) => `${name}@bulk.example`);
    for (const email of emails) await bounced(app, email);
    await admin.command('/invitations', 'undeliverable');
    const amount = await world.store.invitations.countDocuments({
      tenantId: 'T0ASTER',
      status: 'undeliverable',
    });
    expect(questionOf(admin, 'invitations-retry-all')).toContain(`Resend all ${amount}?`);
    await admin.press('invitations-retry-all', { in: 'modal' });
    expect(admin.text()).toContain(`${amount - 1} invitations are on the way again.`);
    expect(admin.text()).toContain('three@bulk.example: No seat is free any more.');
    expect(admin.text()).toContain('1 undeliverable invitation is left.');
    await world.settled();
    expect(emails.map((email) => world.mailsTo(email).length)).toEqual([1, 1, 0]);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 2, waiting: 0 });
    await admin.close({ all: true });
    await admin.command('/invitations', 'pending');
    expect(admin.text()).not.toContain('Resend all');
  });
});

describe('A2: an admin who is demoted while views are open', () => {
  it('cannot do any of it any more, nor turn the page', async () => {
    const demoted = world.person(nora.id);
    const app = await makeApp(world, 'Demoted');
    await bounced(app, 'never@partner.example');
    const id = await sent(app, 'still@partner.example');
    const of = { accountId: ids.nora, 'access.kind': 'organization', status: 'active' } as const;
    const grant = await world.store.grants.findOne({ tenantId: 'T0ASTER', ...of }).lean();
    const become = async (roleId: string) =>
      changeGrant(await verb(olga), grant?._id ?? '', { roleId, endsOn: null });

    await demoted.command('/invitations', 'undeliverable');
    await become('member');
    await refused(demoted, 'invitations-retry-all', DENIED);
    await become('admin');
    await demoted.close();
    await demoted.command('/invitations');
    await become('member');
    await refused(demoted, 'page-older', DENIED);
    await refused(demoted, 'invitation-open', DENIED);
    await become('admin');
    await open(demoted, id);
    await become('member');
    for (const action of ['invitation-resend', 'invitation-remind', 'invitation-revoke']) {
      await refused(demoted, action, DENIED);
    }
    const choose = () => demoted.choose('change-role', 'Editor', { in: 'modal' });
    await refusedIn(world, demoted, choose, DENIED);
  });
});
