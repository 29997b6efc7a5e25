/** Many invitations of a list at once: the choice, the preview, the progress and the end, as an admin meets them in Slack. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { packBulk, unpackBulk } from '../../src/domain/bulk.ts';
import { day } from '../../src/domain/invitations.ts';
import { adam, olga } from '../../src/sandbox/people.ts';
import { contextFor } from '../../src/services/context.ts';
import { acceptOffer } from '../../src/services/invitations/answer.ts';
import { beginBulk } from '../../src/services/invitations/bulk.ts';
import { offerByUsername } from '../../src/services/invitations/offer.ts';
import { resendInvitation } from '../../src/services/invitations/resend.ts';
import { revokeInvitation } from '../../src/services/invitations/revoke.ts';
import { changeGrant } from '../../src/services/people/change-grant.ts';
import {
  account,
  bringIn,
  makeApp,
  newestInvitation,
  notedOf,
  ownGrantOf,
  seatsOf,
  sendTo,
  stranger,
  type TestApp,
} from '../support/catalog.ts';
import { eventually } from '../support/eventually.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { whileRefused } from '../support/gestures.ts';
import { asterId, DENIED, makeAccount, makeBirch, mia, nora, otto, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting, invited } from '../support/verbs.ts';
import { tapWire, type Wire } from '../support/wire.ts';

let world: World;
let wire: Wire;
let admin: Driver;
let second: Driver;
let noraId: string;
beforeAll(async () => {
  world = await startWorld({ transport: 'http', people: residents });
  wire = await tapWire(world);
  admin = world.person(adam.id);
  second = world.person(nora.id);
  noraId = await bringIn(world, nora, 'admin');
  await bringIn(world, mia, 'member');
  await makeAccount(world, otto);
  await world.settled();
});
beforeEach(async () => {
  wire.change(null);
  for (const driver of [admin, second]) if (driver.hasModal()) await driver.close({ all: true });
});

const verb = async (userId: string) => acting(world.gatehouse.runtime, userId);
const stored = (id: string) => world.store.invitations.findById(id).lean();
const statusesOf = async (ids: string[]) => Promise.all(ids.map(async (id) => (await stored(id))?.status));
const shown = (driver: Driver) => driver.text('modal').replaceAll('\u2060', '');
const told = (driver: Driver) =>
  driver.messages().map((message) => driver.text(message).replaceAll('\u2060', ''));
const unknown = 'inv_00000000000000000000000000';

let made = 0;
/** Some invitations to create an account, of addresses that nobody has used. */
async function many(amount: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < amount; n += 1) {
    made += 1;
    ids.push((await invited(await verb(olga.id), `many-${made}@bulk.example`))._id);
  }
  await world.settled();
  return ids;
}

async function sent(app: TestApp, email: string): Promise<string> {
  return (await sendTo(world, app, 'Viewer', stranger(email), { by: adam })).invitationId;
}

/** One that the mail server refused for good. */
function bounced(app: TestApp, email: string): Promise<string> {
  return whileRefused(world, email, async () => {
    const id = await sent(app, email);
    await world.settled();
    return id;
  });
}

/** Opens the list, and the form for several of it. */
async function openForm(driver: Driver, filter = ''): Promise<void> {
  if (driver.hasModal()) await driver.close({ all: true });
  await driver.command('/invitations', filter);
  await driver.press('bulk-open', { in: 'modal' });
}

const checkedIn = (driver: Driver) => eventually(() => expect(shown(driver)).not.toContain('Checking'));

/** Chooses invitations and an action, and waits for the preview. */
async function preview(driver: Driver, invitations: string[], action: string, filter = ''): Promise<string> {
  await openForm(driver, filter);
  await driver.fill({ invitations, action });
  await driver.submit();
  await checkedIn(driver);
  return shown(driver);
}

const ended = (driver: Driver) => eventually(() => expect(shown(driver)).not.toContain('□'), 60_000);

/** Starts what the preview promises, and waits for the result. */
async function start(driver: Driver): Promise<string> {
  await driver.submit();
  await ended(driver);
  await world.settled();
  return shown(driver);
}

describe('the form', () => {
  it('offers the invitations of the list with what they are, chooses none, and takes all by one press', async () => {
    const app = await makeApp(world, 'Form');
    const id = await sent(app, 'form@bulk.example');
    const [bounced] = [await sent(await makeApp(world, 'Gone'), 'gone@bulk.example')];
    await revokeInvitation(await verb(olga.id), bounced);
    await openForm(admin, 'pending');
    expect(shown(admin)).toContain('Pending: ');
    const offered = await admin.offers('invitations');
    expect(offered.map(({ text }) => text)).toContain('form@bulk.example');
    expect(offered.map(({ text }) => text)).not.toContain('gone@bulk.example');
    expect(shown(admin)).toContain('Pending · Viewer on Form (Team) · Aster Labs');
    expect(admin.modal().state).toEqual({
      invitations: { invitations: { type: 'multi_static_select', selected_options: [] } },
      action: { action: { type: 'radio_buttons', selected_option: null } },
    });
    await admin.submit();
    expect(Object.keys(admin.errors()).sort()).toEqual(['action', 'invitations']);

    await admin.fill({ action: 'extend-3' });
    await admin.press('bulk-choose', { in: 'modal' });
    expect(shown(admin)).toContain('Choose none');
    await admin.submit();
    await checkedIn(admin);
    expect(shown(admin)).toContain(`${offered.length} invitation`);
    expect(shown(admin)).toContain('will be valid 3 days longer');
    await admin.close();
    await admin.press('bulk-choose', { in: 'modal' });
    await admin.submit();
    expect(Object.keys(admin.errors())).toEqual(['invitations']);
    expect(await notedOf(world, id, 'invitation.extended')).toBe(0);
  });

  it('keeps to the person or the app of the list, and is not there for an empty one', async () => {
    const app = await makeApp(world, 'Narrow');
    await sent(app, 'narrow@bulk.example');
    await admin.command('/invitations');
    await admin.choose('invitations-find', 'Narrow', { in: 'modal' });
    await admin.press('bulk-open', { in: 'modal' });
    expect(shown(admin)).toContain('All invitations, only for Narrow: 1 invitation.');
    expect((await admin.offers('invitations')).map(({ text }) => text)).toEqual(['narrow@bulk.example']);
    await admin.close({ all: true });
    await admin.command('/invitations', 'declined');
    expect(JSON.stringify(admin.modal().view)).not.toContain('bulk-open');
  });

  it('says nothing works, and has nothing to start', async () => {
    const [id = ''] = await many(1);
    await revokeInvitation(await verb(olga.id), id);
    const text = await preview(admin, [id], 'revoke');
    expect(text).toContain('This works for none of them.');
    expect(text).toContain('Already handled by Olga Owens');
    expect(admin.modal().view.submit).toBeUndefined();
  });

  it('names what it would revoke, and says what waits for a second approver', async () => {
    const app = await makeApp(world, 'Rooted', { roles: ['Viewer', 'Root'], privileged: ['Root'] });
    const { invitationId } = await sendTo(world, app, 'Root', stranger('ole@bulk.example'), { by: adam });
    const [id = ''] = await many(1);
    const email = (await stored(id))?.email;
    const text = await preview(admin, [id, invitationId], 'resend');
    expect(text).toContain('ole@bulk.example: Waits for a second approver.');
    const revoking = await preview(admin, [id, invitationId], 'revoke');
    expect(revoking).toContain('Whoever got the invitation is told by e-mail.');
    for (const address of [email, 'ole@bulk.example']) expect(revoking).toContain(`• ${address}`);
    expect(admin.modal().view.submit?.text).toBe('Revoke 2');
  });
});

describe('each action', () => {
  it('resends: every one a new code, one mail, and one line for the one that cannot', async () => {
    const ids = await many(3);
    const emails = await Promise.all(ids.map(async (id) => (await stored(id))?.email ?? ''));
    await revokeInvitation(await verb(olga.id), ids[2] ?? '');
    await world.settled();
    const text = await preview(admin, ids, 'resend');
    expect(text).toContain('2 invitations will be sent again.');
    expect(text).toContain('1 is left out');
    expect(text).toContain(`${emails[2]}: Already handled by Olga Owens, `);
    expect(admin.modal().view.submit?.text).toBe('Start');
    expect((await stored(ids[0] ?? ''))?.codeVersion).toBe(1);
    expect(await start(admin)).toContain('2 invitations are on the way again.');
    expect(emails.map((email) => world.mailsTo(email).length)).toEqual([2, 2, 2]);
    expect(await Promise.all(ids.map(async (id) => (await stored(id))?.codeVersion))).toEqual([2, 2, 1]);
  });

  it('revokes: the seats are free, the people are told, and each can be taken back', async () => {
    const app = await makeApp(world, 'Revoke', { seats: 2 });
    const ids = [await sent(app, 'r1@bulk.example'), await sent(app, 'r2@bulk.example')];
    await world.settled();
    expect(await preview(admin, ids, 'revoke', 'pending')).toContain('2 invitations will be revoked.');
    const text = await start(admin);
    expect(text).toContain('2 invitations are revoked. You can take each back within ten minutes');
    expect(await statusesOf(ids)).toEqual(['revoked', 'revoked']);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 0, waiting: 0 });
    expect(world.mailsTo('r1@bulk.example').at(-1)?.subject).toMatch(/withdrawn/);
    await admin.close();
    expect(admin.hasModal()).toBe(false);
  });

  it('extends: later by the days, by no mail', async () => {
    const ids = await many(2);
    const before = await Promise.all(ids.map(stored));
    await preview(admin, ids, 'extend-14', 'pending');
    expect(await start(admin)).toContain('2 invitations are extended.');
    for (const [index, id] of ids.entries()) {
      const until = (before[index]?.expiresAt.getTime() ?? 0) + 14 * day;
      expect((await stored(id))?.expiresAt.getTime()).toBe(until);
      expect(world.mailsTo(before[index]?.email ?? '')).toHaveLength(1);
    }
  });
});

describe('the invitation’s own view', () => {
  it('extends it too, again and again', async () => {
    const [id = ''] = await many(1);
    const before = (await stored(id))?.expiresAt.getTime() ?? 0;
    await admin.command('/invitations');
    await admin.press('invitation-open', { in: 'modal', value: id });
    await admin.choose('extend', 'Extend by 7 days', { in: 'modal' });
    expect(shown(admin)).toContain('Extended by Adam Adler, until ');
    await admin.choose('extend', 'Extend by 7 days', { in: 'modal' });
    expect((await stored(id))?.expiresAt.getTime()).toBe(before + 14 * day);
    expect(await notedOf(world, id, 'invitation.extended')).toBe(2);
  });
});

describe('the preview says why not', () => {
  it('for what is one’s own, above one’s role, ended, or without a seat', async () => {
    const app = await makeApp(world, 'Reasons', { seats: 3 });
    const own = (await sendTo(world, app, 'Viewer', account(noraId), { by: olga })).invitationId;
    const offer = { organizationId: await asterId(world), email: otto.email, username: otto.name };
    await offerByUsername(await verb(olga.id), { ...offer, role: 'owner' });
    const above = (await newestInvitation(world, otto.email))._id;
    const full = await makeApp(world, 'Full', { seats: 1 });
    const lost = [await bounced(full, 'full-1@bulk.example'), await bounced(full, 'full-2@bulk.example')];
    expect(await statusesOf(lost)).toEqual(['undeliverable', 'undeliverable']);

    const text = await preview(second, [own, above, ...lost], 'resend');
    expect(text).toContain('1 invitation will be sent again.');
    expect(text).toContain('3 are left out');
    expect(text).toContain(`${nora.email}: This invitation is for you. Somebody else has to manage it.`);
    expect(text).toContain(`${otto.email}: What it offers is above your role.`);
    expect(text.match(/full-\d@bulk\.example: No seat is free any more\./g)).toHaveLength(1);
    await second.close();
    await second.fill({ action: 'extend-1' });
    await second.submit();
    await checkedIn(second);
    expect(shown(second)).toContain('This works for none of them.');
    expect(shown(second)).toContain('full-1@bulk.example: The invitation could not be delivered. Resend it.');
    await acceptOffer(await verb(otto.id), above);
    expect(await preview(second, [above], 'extend-1')).toContain(
      `${otto.email}: What it offers is above your role.`,
    );
    expect(await preview(admin, [own], 'extend-1')).toContain('1 invitation will be valid 1 day longer');
  });

  it('when it changes after the preview, the result says it', async () => {
    const ids = await many(2);
    await preview(admin, ids, 'extend-7');
    await revokeInvitation(await verb(olga.id), ids[0] ?? '');
    const text = await start(admin);
    expect(text).toContain('1 invitation is extended. 1 invitation did not work.');
    expect(text).toContain(`${(await stored(ids[0] ?? ''))?.email}: Already handled by Olga Owens, `);
  });
});

describe('A1, A2: who may not', () => {
  it('reads the same for a forbidden invitation as for an unknown one, and nothing is done', async () => {
    const birch = await makeBirch(world, mia);
    const { _id: theirs, organizationId } = await invited(await verb(mia.id), 'foreign@bulk.example');
    expect(organizationId).toBe(birch);
    const [ours = ''] = await many(1);
    await openForm(admin);
    await admin.fill({ invitations: [ours], action: 'revoke' });
    const chosen = (ids: string[]) =>
      ids.map((value) => ({ text: { type: 'plain_text', text: 'x' }, value }));
    wire.change((payload) => {
      const { values } = payload.view?.state ?? {};
      if (values?.invitations)
        values.invitations.invitations.selected_options = chosen([ours, theirs, unknown, 'nonsense', theirs]);
    });
    await admin.submit();
    wire.change(null);
    await checkedIn(admin);
    const text = shown(admin);
    expect(text).toContain('1 invitation will be revoked.');
    expect(text.split('\n').filter((line) => line === DENIED)).toHaveLength(3);
    expect(text).not.toContain('foreign@');
    expect(await start(admin)).toContain('1 invitation is revoked.');
    expect(await statusesOf([ours, theirs])).toEqual(['revoked', 'pending']);
  });

  it('is refused with the form or the preview open, once the role is gone', async () => {
    const [id = ''] = await many(1);
    const { _id: grant } = await ownGrantOf(world, nora);
    const become = async (roleId: string) =>
      changeGrant(await verb(olga.id), grant, { roleId, endsOn: null });
    await openForm(second);
    await second.fill({ invitations: [id], action: 'revoke' });
    await become('member');
    await second.submit();
    expect(shown(second)).toContain(DENIED);
    await become('admin');
    await preview(second, [id], 'revoke');
    await become('member');
    await second.submit();
    expect(shown(second)).toContain(DENIED);
    await become('admin');
    expect(await statusesOf([id])).toEqual(['pending']);
  });

  it('finds an edited preview out of date', async () => {
    const [mine = '', other = ''] = await many(2);
    await preview(admin, [mine], 'revoke');
    const forged = packBulk({ action: { kind: 'revoke' }, invitationIds: [other] });
    wire.change((payload) => {
      if (!payload.view) return;
      const [id, , seal] = String(payload.view.private_metadata).split('~');
      payload.view.private_metadata = [id, forged, seal].join('~');
    });
    await admin.submit();
    wire.change(null);
    expect(shown(admin)).toContain('This form is out of date.');
    expect(await statusesOf([mine, other])).toEqual(['pending', 'pending']);
  });

  it('is refused for more than a menu holds', async () => {
    await many(1);
    await openForm(admin);
    await admin.press('bulk-choose', { in: 'modal' });
    await admin.fill({ action: 'revoke' });
    wire.change((payload) => {
      const values = payload.view?.state.values ?? {};
      for (const [blockId, block] of Object.entries<Record<string, { selected_options?: unknown }>>(values)) {
        if (!blockId.startsWith('invitations')) continue;
        const one = { text: { type: 'plain_text', text: 'x' }, value: unknown };
        for (const element of Object.values(block))
          element.selected_options = Array.from({ length: 101 }, () => one);
      }
    });
    await admin.submit();
    wire.change(null);
    expect(shown(admin)).toContain(DENIED);
  });
});

describe('Start', () => {
  it('A49: pressed twice does nothing twice', async () => {
    const ids = await many(4);
    await preview(admin, ids, 'resend');
    await admin.submit();
    const again = wire.sent.findLast(({ body }) => body.includes('view_submission'));
    const repeated = () =>
      world.slack.signedRequest(again?.body ?? '', { url: wire.url, contentType: again?.contentType ?? '' });
    const answers = await Promise.all([repeated(), repeated()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await ended(admin);
    await eventually(async () => {
      expect(
        await world.store.commands.countDocuments({ commandId: /^bulk:/, name: 'invitation.resend' }),
      ).toBeGreaterThan(3);
    });
    await world.settled();
    expect(shown(admin)).toContain('4 invitations are on the way again.');
    for (const id of ids) {
      expect((await stored(id))?.codeVersion).toBe(2);
      expect(await notedOf(world, id, 'invitation.resent')).toBe(1);
      expect(world.mailsTo((await stored(id))?.email ?? '')).toHaveLength(2);
    }
  });

  it('A67: goes on half a minute after its process has died, and does nothing twice', async () => {
    const ids = await many(3);
    await preview(admin, ids, 'resend');
    // Another process begins it, does the first one and is heard of no more.
    const [bulkId = '', subject = ''] = String(admin.modal().view.private_metadata).split('~');
    const wanted = unpackBulk(subject);
    expect(wanted?.invitationIds).toHaveLength(3);
    const gone = await verb(adam.id);
    expect(await beginBulk(gone, bulkId)).toBe('begun');
    const first = wanted?.invitationIds[0] ?? '';
    await resendInvitation(contextFor(gone, gone.actor, `bulk:${bulkId}:${first}`), first);
    await admin.submit();
    expect(shown(admin)).toContain('□ 0 of 3');
    expect(shown(admin)).toContain('If nothing moves for a minute, press Go on: nothing is done twice.');
    await admin.submit();
    expect(shown(admin)).toContain('□ 0 of 3');
    const begin = { commandId: `bulk:${bulkId}`, name: 'bulk.begin' };
    const { at = new Date(0) } = (await world.store.commands.findOne(begin).lean()) ?? {};
    await world.store.commands.updateOne(begin, { $set: { at: new Date(at.getTime() - 31_000) } });
    expect(await start(admin)).toContain('3 invitations are on the way again.');
    for (const id of ids) expect(await notedOf(world, id, 'invitation.resent')).toBe(1);
    expect(await beginBulk(gone, bulkId)).toMatchObject({ done: 3, problems: [] });
  });

  it('goes on when the view is closed, and brings the result as a direct message', async () => {
    const ids = await many(12);
    await preview(admin, ids, 'extend-30');
    await revokeInvitation(await verb(olga.id), ids[0] ?? '');
    const before = told(admin).length;
    await admin.submit();
    await admin.close({ all: true });
    await eventually(() => expect(told(admin).length).toBe(before + 1), 60_000);
    const message = told(admin).at(-1) ?? '';
    expect(message).toContain('11 invitations are extended. 1 invitation did not work.');
    expect(message).toContain(`${(await stored(ids[0] ?? ''))?.email}: Already handled by Olga Owens`);
    for (const id of ids.slice(1)) expect(await notedOf(world, id, 'invitation.extended')).toBe(1);
  });

  it('is answered at once, shows how far it is at most every three seconds, and ends with the result', async () => {
    const ids = await many(100);
    await openForm(admin, 'pending');
    expect(shown(admin)).toContain('Pending: 100 invitations, the newest.');
    expect(shown(admin)).toContain('There are more than 100.');
    await admin.press('bulk-choose', { in: 'modal' });
    await admin.fill({ action: 'resend' });
    const [from, began] = [world.slack.log.length, performance.now()];
    await admin.submit();
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(wire.verdict().text).toContain('Checking 100 invitations…');
    await eventually(() => expect(shown(admin)).not.toContain('Checking'), 60_000);
    expect(shown(admin)).toContain('100 invitations will be sent again.');
    await admin.submit();
    expect(wire.verdict().text).toMatch(/^.*□{16} 0 of 100/s);
    await ended(admin);
    expect(shown(admin)).toContain('100 invitations are on the way again.');
    const updates = world.slack.log
      .slice(from)
      .filter(({ method, args }) => method === 'views.update' && JSON.stringify(args).includes(' of 100'));
    const times = updates.map(({ at }) => Date.parse(at));
    const pauses = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(2_900);
    await world.settled();
    expect(await notedOf(world, ids[99] ?? '', 'invitation.resent')).toBe(1);
  }, 120_000);
});
