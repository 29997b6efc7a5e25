/** Messages that do not arrive, at the screen: who is told, what Home and `/gatehouse deliveries` show, and what can be done. */
import { beforeAll, describe, expect, it } from 'vitest';
import { adam, olga } from '../../src/sandbox/people.ts';
import { crew } from '../support/crew.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { questionOf, whileRefused } from '../support/gestures.ts';
import { mia, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting, codeOf, invited, redeem } from '../support/verbs.ts';

const NOTIFIED = 'access@aster.example';
const minute = 60_000;
const people = crew(4);

let world: World;
let owner: Driver;
let admin: Driver;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, ...people.people] });
  owner = world.person(olga.id);
  admin = world.person(adam.id);
});

/** Somebody new asks Aster Labs for access: its notification address gets a mail. */
async function somebodyAsks(): Promise<void> {
  const { runtime } = world.gatehouse;
  const { id, name, email } = people.next();
  const invitation = await invited(await acting(runtime, adam.id), email);
  await redeem(await acting(runtime, id), codeOf(runtime, invitation), name);
}

const lost = () => world.store.outbox.findOne({ 'to.address': NOTIFIED, status: 'dead' }).lean();

describe('a notification address that takes no mail', () => {
  it('is told of to the owners, once a day, and in Home to those who decide', async () => {
    await whileRefused(world, NOTIFIED, async () => {
      await somebodyAsks();
      await world.settled();
      await somebodyAsks();
    });
    const told = owner.messages().filter(({ text }) => text.includes(NOTIFIED));
    expect(told.map(({ text }) => text)).toEqual([
      `A mail to ${NOTIFIED}, the notification address of Aster Labs, was refused.`,
    ]);
    expect(admin.messages().filter(({ text }) => text.includes(NOTIFIED))).toEqual([]);
    await admin.openHome();
    expect(admin.text('home')).toContain('Aster Labs: 2 messages were given up.');
    const member = world.person(mia.id);
    await member.openHome();
    expect(member.text('home')).not.toContain('given up');
  });

  it('gets its mails after all, once somebody presses Retry', async () => {
    await admin.press('open-deliveries', { in: 'home' });
    expect(admin.text()).toContain('2 messages were given up.');
    expect(admin.text()).toContain(`*Access request for the approvers* to ${NOTIFIED}`);
    expect(admin.text()).toContain('The mail server refused the mail (550)');
    const row = await lost();
    const before = world.mailsTo(NOTIFIED).length;
    await admin.press('delivery-retry', { in: 'modal', value: row?._id ?? '' });
    expect(admin.text()).toContain('1 message was given up.');
    await world.settled();
    expect(world.mailsTo(NOTIFIED)).toHaveLength(before + 1);
    expect(world.mailsTo(NOTIFIED).at(-1)?.messageId).toContain(row?._id);
  });

  it('is in the list no more once the rest is dismissed', async () => {
    const row = await lost();
    expect(questionOf(admin, 'delivery-give-up', row?._id)).toBeNull();
    await admin.press('delivery-give-up', { in: 'modal', value: row?._id ?? '' });
    expect(admin.text()).toContain('Every message has arrived or is on its way.');
    await admin.close();
    await admin.openHome();
    expect(admin.text('home')).not.toContain('given up');
    await admin.command('/gatehouse audit');
    const name = 'Message: Access request for the approvers, by mail';
    expect(admin.text('modal')).toContain(`Message dismissed that was given up\n${name}`);
    expect(admin.text('modal')).toContain(`Message sent again\n${name}`);
    expect(admin.text('modal')).not.toContain(row?._id);
    await admin.close();
  });
});

describe('a mail server that takes a mail later', () => {
  it('shows as messages that do not arrive yet, which leave as soon as it does', async () => {
    world.mailbox.faults.rcpt = { code: 450, text: 'Come back later', to: NOTIFIED };
    await somebodyAsks();
    await world.gatehouse.drain();
    world.clock.advance(16 * minute);
    await owner.command('/gatehouse deliveries', 'aster');
    expect(owner.text()).toMatch(/1 message has waited for more than 15 minutes\./);
    expect(owner.text()).toContain('The mail server did not take the mail yet (450)');
    const row = await world.store.outbox
      .findOne({ 'to.address': NOTIFIED, status: 'pending', failingSince: { $exists: true } })
      .lean();
    expect(questionOf(owner, 'delivery-give-up', row?._id)).toContain('does not arrive');
    await owner.press('delivery-give-up', { in: 'modal', value: row?._id ?? '' });
    expect(await world.store.outbox.findById(row?._id ?? '').lean()).toMatchObject({
      status: 'cancelled',
      problem: 'Given up by Olga Owens.',
    });
    await owner.close();
    await owner.command('/gatehouse audit', 'aster');
    expect(owner.text('modal')).toContain(
      'Message given up\nMessage: Access request for the approvers, by mail',
    );
    await owner.close();
    world.mailbox.faults.rcpt = null;
    world.clock.advance(30 * minute);
    await world.settled();
    await owner.command('/gatehouse deliveries', 'aster');
    expect(owner.text()).toContain('Every message has arrived or is on its way.');
    await owner.close();
  });
});
