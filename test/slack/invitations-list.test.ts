/** `/invitations`: the list by status, person and app, in pages. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { day } from '../../src/domain/invitations.ts';
import type { InvitationStatus } from '../../src/domain/states.ts';
import { adam, iris, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { declineOffer } from '../../src/services/invitations/answer.ts';
import { revokeInvitation } from '../../src/services/invitations/revoke.ts';
import { account, bringIn, makeApp, sendTo, stranger, type TestApp } from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { whileRefused } from '../support/gestures.ts';
import { DENIED, mia, otto, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting, invited, redeem } from '../support/verbs.ts';

let world: World;
let owner: Driver;
let admin: Driver;
let ids: Record<'mia' | 'otto', string>;
beforeAll(async () => {
  world = await startWorld({ people: residents });
  ids = { mia: await bringIn(world, mia, 'member'), otto: await bringIn(world, otto, 'member') };
  owner = world.person(olga.id);
  admin = world.person(adam.id);
  await world.settled();
});
beforeEach(async () => {
  for (const driver of [owner, admin]) if (driver.hasModal()) await driver.close({ all: true });
});

const verb = async (person: Person) => acting(world.gatehouse.runtime, person.id);
const shownIn = (driver: Driver) => [...new Set(driver.text().match(/[\w-]+@list\.example/g) ?? [])].sort();

/** An invitation of a new person, by Adam. */
async function sent(app: TestApp, email: string, more: Parameters<typeof sendTo>[4] = {}): Promise<string> {
  const { invitationId } = await sendTo(world, app, 'Viewer', stranger(email), { by: adam, ...more });
  await world.settled();
  return invitationId;
}

describe('the list', () => {
  const one = (status: InvitationStatus) => `${status}@list.example`;

  beforeAll(async () => {
    const room = await makeApp(world, 'Room', { privileged: ['Editor'] });
    const full = await makeApp(world, 'Full', { seats: 1 });
    const terms = { expiryDays: '1' };
    await sendTo(world, room, 'Viewer', stranger(one('expired')), { by: adam, terms });
    await sendTo(world, room, 'Viewer', account(ids.mia), { by: adam, terms });
    world.clock.advance(day);
    await sent(full, one('pending'));
    await sent(full, one('waitlisted'), { mayWait: true });
    await sendTo(world, room, 'Editor', stranger(one('proposed')), { by: adam });
    await revokeInvitation(await verb(adam), await sent(room, one('revoked')));
    await whileRefused(world, one('undeliverable'), () => sent(room, one('undeliverable')));
    await declineOffer(
      await verb(otto),
      (await sendTo(world, room, 'Viewer', account(ids.otto), { by: adam })).invitationId,
    );
    await invited(await verb(olga), one('redeemed'));
    await world.settled();
    await redeem(await verb(iris), world.codeFor(one('redeemed')), 'iris');
  });

  it.each(['pending', 'waitlisted', 'proposed', 'revoked', 'expired', 'undeliverable', 'redeemed'] as const)(
    'shows by status those that are %s',
    async (status) => {
      await admin.command('/invitations', status);
      expect(shownIn(admin)).toEqual([one(status)]);
      await admin.close();
      await owner.command('/invitations');
      await owner.choose('invitation-filter', status, { in: 'modal' });
      expect(shownIn(owner)).toEqual([one(status)]);
    },
  );

  it('of the declined ones has who declined, and no other', async () => {
    await admin.command('/invitations', 'declined');
    expect(admin.text()).toContain(`Otto Orth (${otto.email})`);
    expect(admin.text().match(/Sent by/g)).toHaveLength(1);
  });

  it('is narrowed to a person, keeps that while the status changes, and Show all ends both', async () => {
    await admin.command('/invitations');
    await admin.choose('invitations-find', 'Mia Meyer', { in: 'modal' });
    expect(admin.text()).toContain(`Only the invitations for ${mia.email} are shown.`);
    expect(admin.text()).toContain('Viewer on Room (Team)');
    expect(admin.text()).toContain('Access as Member');
    expect(shownIn(admin)).toEqual([]);
    await admin.choose('invitation-filter', 'expired', { in: 'modal' });
    expect(admin.text()).toContain('Viewer on Room (Team)');
    expect(admin.text()).not.toContain('Access as Member');
    await admin.choose('invitation-filter', 'declined', { in: 'modal' });
    expect(admin.text()).toContain('There is no such invitation.');
    await admin.press('invitation-filter', { in: 'modal', text: 'Show all' });
    expect(admin.text()).not.toContain('Only the invitations for');
    expect(shownIn(admin)).toContain(one('redeemed'));
  });

  it('is narrowed to an address that has no account, and to an app by the beginning of its name', async () => {
    await admin.command('/invitations');
    expect((await admin.offers('invitations-find', 'WAITL')).map(({ text }) => text)).toEqual([
      one('waitlisted'),
    ]);
    await admin.choose('invitations-find', one('waitlisted'), { in: 'modal' });
    expect(shownIn(admin)).toEqual([one('waitlisted')]);
    await admin.press('invitation-filter', { in: 'modal', text: 'Show all' });
    await admin.choose('invitations-find', 'Full', { in: 'modal' });
    expect(admin.text()).toContain('Only the invitations for Full are shown.');
    expect(shownIn(admin)).toEqual([one('pending'), one('waitlisted')]);
  });

  it('is narrowed to an address that is longer than the values of a menu can be', async () => {
    const label = 'b'.repeat(60);
    const long = `${'z'.repeat(64)}@${label}.${label}.list.example`;
    await sent(await makeApp(world, 'Long'), long);
    await admin.command('/invitations');
    const [found] = await admin.offers('invitations-find', 'zzz');
    await admin.choose('invitations-find', found?.text ?? '', { in: 'modal' });
    expect(admin.text()).toContain(`Only the invitations for ${long} are shown.`);
    expect(admin.text().match(/Viewer on Long/g)).toHaveLength(1);
  });

  it('goes to older and newer pages within the status and the app, each invitation once', async () => {
    const many = await makeApp(world, 'Many');
    const emails = Array.from({ length: 13 }, (_, n) => `page-${String(n).padStart(2, '0')}@list.example`);
    for (const email of emails) await sendTo(world, many, 'Viewer', stranger(email), { by: adam });
    await sent(await makeApp(world, 'Other'), 'elsewhere@list.example');
    await admin.command('/invitations', 'pending');
    await admin.choose('invitations-find', 'Many', { in: 'modal' });
    expect(shownIn(admin)).toEqual(emails.slice(3));
    expect(admin.text()).not.toContain('Newer');
    await admin.press('page-older', { in: 'modal' });
    expect(shownIn(admin)).toEqual(emails.slice(0, 3));
    expect(admin.text()).not.toContain('Older');
    expect(admin.text()).toContain('Only the invitations for Many are shown.');
    await admin.press('page-newer', { in: 'modal' });
    expect(shownIn(admin)).toEqual(emails.slice(3));
    expect(JSON.stringify(admin.modal().view.blocks[0])).toContain('"initial_option":{"value":"pending"');
  });

  it('A1: is not for a member, who is told no more than that', async () => {
    const member = world.person(mia.id);
    await member.command('/invitations', 'pending');
    expect(member.hasModal()).toBe(false);
    expect(member.text(member.lastMessage())).toBe(DENIED);
  });
});
