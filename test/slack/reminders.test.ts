/** What people see of reminders in Slack, and what they do about them there. */
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultReminders, reminderForm } from '../../src/domain/reminder-settings.ts';
import { adam, iris, olga } from '../../src/sandbox/people.ts';
import { approveRequest } from '../../src/services/access-requests/approve.ts';
import { denyRequest } from '../../src/services/access-requests/deny.ts';
import { acceptOffer } from '../../src/services/invitations/answer.ts';
import { changeGrant } from '../../src/services/people/change-grant.ts';
import { editReminders } from '../../src/services/settings.ts';
import { ask, endWhatIsOpen } from '../support/asking.ts';
import { bringIn } from '../support/catalog.ts';
import { crew } from '../support/crew.ts';
import { eventually } from '../support/eventually.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { accountIdOf, asterId, makeAccount, mia, nora, otto, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting } from '../support/verbs.ts';

const tenantId = 'T0ASTER';
const day = 86_400_000;
const others = crew(2);

let world: World;
let admin: Driver;
let owner: Driver;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, ...others.people] });
  await makeAccount(world, nora);
  await makeAccount(world, otto);
  await makeAccount(world, iris);
  await bringIn(world, mia, 'member');
  admin = world.person(adam.id);
  owner = world.person(olga.id);
  // The digest would come between the reminders, on whichever day this runs.
  const reminders = { ...reminderForm(defaultReminders), weeklyDigest: [] };
  await editReminders(await by(olga), await asterId(world), reminders);
});

const by = async (person: typeof olga) => acting(world.gatehouse.runtime, person.id);

/** Lets the time pass, and the sweeps do what has become due. */
async function pass(milliseconds: number): Promise<void> {
  world.clock.advance(milliseconds);
  await world.gatehouse.catchUp();
  await world.settled();
}

/** Goes on to the moment at which what waits for somebody is told, unless it has come. */
async function reminded(person: typeof olga): Promise<void> {
  const about = { type: 'account', id: await accountIdOf(world, person) } as const;
  const row = await world.store.outbox
    .findOne({ tenantId, template: 'reminder', about })
    .sort({ dueAt: -1 })
    .lean();
  if (!row) throw new Error(`${person.name} is not to be reminded`);
  await pass(Math.max(0, row.dueAt.getTime() - world.clock.now().getTime()));
}

/** Goes on to when the sweep looks at a request. */
async function firstReminderOf(requestId: string): Promise<void> {
  const request = await world.store.accessRequests.findById(requestId).lean();
  if (!request?.nextReminderAt) throw new Error('nobody is reminded of the request');
  await pass(Math.max(0, request.nextReminderAt.getTime() - world.clock.now().getTime()));
}

const said = (driver: Driver) => driver.text(driver.lastMessage());
/** The newest message that is for good: answers to a press are only for the moment. */
function reminderOf(driver: Driver): string {
  const last = driver.messages().findLast(({ ephemeral }) => !ephemeral);
  return last ? driver.text(last) : '';
}

describe('a request that waits', () => {
  it('is reminded of, snoozed, reminded of again, and muted; its holder is seen by who asks', async () => {
    const requestId = await ask(world, nora);
    const asking = world.person(nora.id);
    await asking.openHome();
    expect(asking.text('home')).toMatch(
      /Waits for Adam Adler\. Next reminder: .+ Ends .+ without a decision\./,
    );

    await firstReminderOf(requestId);
    await reminded(adam);
    expect(reminderOf(admin)).toContain('Reminder: 1 request waits for your decision.');
    expect(reminderOf(admin)).toContain(
      'Nora Noll (nora, nora@aster.example) asks for access to Aster Labs.',
    );

    await admin.press('request-snooze', { value: requestId });
    expect(said(admin)).toContain(
      'You are reminded of the request of Nora Noll again if it still waits then: ',
    );
    await eventually(() => expect(reminderOf(admin)).toBe('Nothing waits for you any more.'));

    await reminded(adam);
    expect(reminderOf(admin)).toContain('Reminder: 1 request waits for your decision.');
    await admin.press('request-mute', { value: requestId });
    expect(said(admin)).toContain('You get no more reminders of the request of Nora Noll.');
    await eventually(() => expect(reminderOf(admin)).toBe('Nothing waits for you any more.'));
    const before = admin.messages().length;
    await pass(day);
    await pass(day);
    expect(admin.messages()).toHaveLength(before);
    expect(await world.store.accessRequests.findById(requestId).lean()).toMatchObject({ status: 'pending' });
  });

  it('that was decided meanwhile leaves the reminder when somebody presses its button', async () => {
    const [first, second] = [await ask(world, otto), await ask(world, iris)];
    await firstReminderOf(second);
    await reminded(adam);
    expect(reminderOf(admin)).toContain('Reminder: 2 requests wait for your decision.');
    await approveRequest(await by(olga), { requestId: first, role: 'member' });
    await admin.press('request-approve', { value: first });
    expect(said(admin)).toContain('Already handled by Olga Owens');
    await eventually(() =>
      expect(reminderOf(admin)).toContain('Reminder: 1 request waits for your decision.'),
    );
    await admin.press('request-deny', { value: second });
    expect(admin.modal().view.callback_id).toBe('deny');
    await admin.submit();
    await admin.close({ all: true });
    await eventually(() => expect(reminderOf(admin)).toBe('Nothing waits for you any more.'));

    const third = await ask(world, iris);
    await firstReminderOf(third);
    await reminded(adam);
    expect(reminderOf(admin)).toContain('Reminder: 1 request waits for your decision.');
    await denyRequest(await by(olga), { requestId: third });
    await admin.press('request-snooze', { value: third });
    expect(said(admin)).toContain('Already handled by Olga Owens');
    await eventually(() => expect(reminderOf(admin)).toBe('Nothing waits for you any more.'));
  });
});

describe('a reminder that is over', () => {
  /** All reminders that somebody has, the newest last. */
  const all = (driver: Driver) =>
    driver
      .messages()
      .filter(({ ephemeral }) => !ephemeral)
      .map((message) => driver.text(message))
      .filter((text) => /^(?:Reminder: |There is a newer|Nothing waits)/.test(text));
  const waiting = (texts: string[]) => texts.filter((text) => text.startsWith('Reminder: ')).length;

  it('has no buttons any more: a newer one has them alone, until others decide or the time is over', async () => {
    await endWhatIsOpen(world);
    const [one, two] = [others.next(), others.next()];
    for (const person of [one, two]) await makeAccount(world, person);
    const [first, second] = [await ask(world, one), await ask(world, two)];
    await firstReminderOf(second);
    await reminded(adam);
    expect(waiting(all(admin))).toBe(1);
    const before = all(admin).length;
    await firstReminderOf(second);
    await reminded(adam);
    await pass(2_000);
    expect(all(admin).slice(before - 1)).toEqual([
      'There is a newer reminder below.',
      expect.stringContaining('Reminder: 2 requests wait for your decision.'),
    ]);
    await denyRequest(await by(olga), { requestId: first });
    await world.settled();
    expect(all(admin).at(-1)).toContain('Reminder: 1 request waits for your decision.');
    const { expiresAt } = await world.store.accessRequests.findById(second).lean().orFail();
    await pass(expiresAt.getTime() - world.clock.now().getTime());
    await pass(2_000);
    for (const driver of [admin, owner]) {
      expect(all(driver).at(-1)).toBe('Nothing waits for you any more.');
      expect(waiting(all(driver))).toBe(0);
    }
  });
});

describe('an access that ends', () => {
  it('is told to its person and to whoever can extend it, who does so from the reminder', async () => {
    const accountId = await accountIdOf(world, mia);
    const grant = await world.store.grants.findOne({ tenantId, accountId, status: 'active' }).lean();
    if (!grant) throw new Error('Mia has no access');
    const lastDay = (days: number) =>
      new Date(world.clock.now().getTime() + days * day).toISOString().slice(0, 10);
    await changeGrant(await by(olga), grant._id, { roleId: 'member', endsOn: lastDay(20) });
    await pass(15 * day);
    const member = world.person(mia.id);
    await reminded(olga);
    await world.settled();
    expect(reminderOf(owner)).toContain('1 access that you can extend ends soon');
    expect(reminderOf(owner)).toContain('Mia Meyer: Aster Labs as a member.');
    expect(said(member)).toContain('Your access to Aster Labs as a member ends');
    expect(said(member)).toContain('If you need it for longer, ask Olga Owens of Aster Labs.');
    expect(world.mailsTo(mia.email).at(-1)?.subject).toBe('Your access to Aster Labs ends soon');

    await owner.press('grant-change', { value: grant._id });
    expect(owner.text()).toContain('Mia Meyer has access to Aster Labs.');
    const later = lastDay(90);
    await owner.fill({ endsOn: later });
    await owner.submit();
    expect(owner.text()).toContain('The access of Mia Meyer is changed.');
    expect((await world.store.grants.findById(grant._id).lean())?.endsAt?.toISOString()).toContain(later);
  });
});

describe('an invitation that has expired', () => {
  it('is asked for anew from Home, once, and its inviter sends it again from there', async () => {
    const asking = world.person(nora.id);
    await admin.command('/invite-user');
    await admin.press('invite-account', { in: 'modal' });
    await admin.fill({ email: nora.email, username: 'nora', role: 'member' });
    await admin.submit();
    await admin.close({ all: true });
    await pass(8 * day);
    await asking.openHome();
    expect(asking.text('home')).toContain('The invitation to *Aster Labs* as a member expired');
    await asking.press('renewal-ask', { in: 'home' });
    await world.settled();
    await eventually(() => expect(asking.text('home')).toContain('You asked for a new one.'));
    expect(said(admin)).toContain('Nora Noll asks for a new invitation to Aster Labs as a member.');
    await admin.press('invitation-resend', { in: 'message' });
    await world.settled();
    await asking.openHome();
    expect(asking.text('home')).not.toContain('You asked for a new one.');
    expect(asking.text('home')).toContain('Adam Adler invites you to *Aster Labs* as a member. Valid until');
  });

  it('is asked for anew where somebody comes too late to accept it, before a sweep has come by', async () => {
    const asking = world.person(nora.id);
    world.clock.advance(8 * day);
    await asking.press('offer-accept', { in: 'message' });
    const late = 'Your invitation to Aster Labs as a member has expired. Ask for a new one';
    expect(said(asking)).toContain(late);
    await asking.press('renewal-ask', { in: 'message' });
    // The outcome takes the place of the answer with the button.
    expect(said(asking)).toContain(
      'Whoever invited you to Aster Labs as a member is asked for a new invitation.',
    );
    expect(said(asking)).not.toContain(late);
    await world.settled();
    expect(said(admin)).toContain('Nora Noll asks for a new invitation to Aster Labs as a member.');
    const { _id } = await world.store.invitations.findOne({ renewalAskedAt: { $exists: true } }).orFail();
    const accepting = acceptOffer(await acting(world.gatehouse.runtime, nora.id), _id);
    await expect(accepting).rejects.toThrow('You have asked for a new one, and Adam Adler knows.');
  });
});
