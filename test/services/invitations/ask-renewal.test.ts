import { beforeAll, describe, expect, it } from 'vitest';
import { ExpiredCode } from '../../../src/domain/errors.ts';
import { defaultReminders } from '../../../src/domain/reminder-settings.ts';
import { nextHumaneTime } from '../../../src/domain/working-time.ts';
import { adam, olga } from '../../../src/sandbox/people.ts';
import type { Person } from '../../../src/sandbox/slack/screen.ts';
import { briefingFor } from '../../../src/services/briefings/index.ts';
import { contextFor } from '../../../src/services/context.ts';
import { expireDue } from '../../../src/services/expiry.ts';
import { homeOverview } from '../../../src/services/home/index.ts';
import { acceptOffer, declineOffer } from '../../../src/services/invitations/answer.ts';
import { askForRenewal } from '../../../src/services/invitations/ask-renewal.ts';
import { findByCode } from '../../../src/services/invitations/find-by-code.ts';
import { resendInvitation } from '../../../src/services/invitations/resend.ts';
import { account, auditOf, bringIn, makeApp, sendTo, type TestApp, toldOf } from '../../support/catalog.ts';
import { crew } from '../../support/crew.ts';
import { startWorld, type World } from '../../support/gatehouse.ts';
import { asterId, makeAccount, mia, residents } from '../../support/residents.ts';
import { acting, codeOf, HOME, invited, outcomeOf, redeem } from '../../support/verbs.ts';

const { people, next } = crew(11);
let world: World;
let app: TestApp;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, ...people] });
  app = await makeApp(world, 'Atlas', { roles: ['Viewer', 'Root'], privileged: ['Root'] });
  await bringIn(world, mia, 'member');
});

const day = 24 * 60 * 60 * 1000;
const verb = (person: Person) => acting(world.gatehouse.runtime, person.id);
const asksFor = { organizationName: 'Aster Labs', access: { appName: 'Atlas', roleName: 'Viewer' } };
const ask = async (person: Person, invitationId: string) =>
  outcomeOf(askForRenewal(await verb(person), invitationId));
const stored = (id: string) => world.store.invitations.findById(id).lean();
const expiredOffersOf = async (person: Person) => (await homeOverview(await verb(person))).expiredOffers;
const sweep = () =>
  expireDue(
    contextFor(world.gatehouse.runtime, { kind: 'system', tenantId: HOME, name: 'expiry' }, 'expiry'),
  );

/** Somebody new who was invited to the app by Adam, and a time after which the invitation has expired. */
async function withExpired({ role = 'Viewer', after = 8 * day } = {}) {
  const person = next();
  const accountId = await bringIn(world, person, 'member');
  const { invitationId } = await sendTo(world, app, role, account(accountId), { by: adam });
  await world.settled();
  world.clock.advance(after);
  return { person, accountId, invitationId };
}

describe('an expired invitation', () => {
  it('can be asked for anew once: its inviter hears of it, and can send it again', async () => {
    const { person, invitationId } = await withExpired();
    expect(await expiredOffersOf(person)).toMatchObject([{ invitationId, asked: false }]);
    expect(await ask(person, invitationId)).toMatchObject(asksFor);
    expect(await stored(invitationId)).toMatchObject({ status: 'expired', renewalAskedAt: expect.any(Date) });
    expect(await toldOf(world, invitationId)).toContain(`renewal-asked slack ${adam.id}`);
    expect((await auditOf(world, invitationId)).at(-1)).toBe('invitation.renewal-asked by Crew Member');
    expect(await expiredOffersOf(person)).toMatchObject([{ invitationId, asked: true }]);
    const again = askForRenewal(await verb(person), invitationId);
    await expect(again).rejects.toThrow('You have asked for a new invitation already, and Adam Adler knows.');

    const row = await world.store.outbox
      .findOne({ 'about.id': invitationId, template: 'renewal-asked' })
      .lean();
    if (!row) throw new Error('nobody was told');
    const who = { who: 'Crew Member', organizationName: 'Aster Labs', invitationId };
    expect(await briefingFor(world.gatehouse.runtime, row)).toMatchObject(who);
    await resendInvitation(await verb(adam), invitationId);
    expect(await briefingFor(world.gatehouse.runtime, { ...row, posted: null })).toBeNull();
    expect(await stored(invitationId)).not.toHaveProperty('renewalAskedAt');
    expect(await expiredOffersOf(person)).toEqual([]);
    await expect(askForRenewal(await verb(person), invitationId)).rejects.toThrow(
      'Adam Adler has sent the invitation again.',
    );

    world.clock.advance(8 * day);
    expect(await ask(person, invitationId)).toMatchObject(asksFor);
    const asked = (await toldOf(world, invitationId)).filter((line) => line.startsWith('renewal-asked'));
    expect(asked).toHaveLength(2);
  });

  it('has no button any more where its inviter was asked, once it was sent again elsewhere', async () => {
    const { person, invitationId } = await withExpired();
    await ask(person, invitationId);
    await world.settled();
    const about = { 'about.id': invitationId, template: 'renewal-asked', 'to.via': 'slack' } as const;
    const { posted } = await world.store.outbox.findOne(about).lean().orFail();
    const shown = () =>
      world
        .person(adam.id)
        .messages()
        .find(({ ts }) => ts === posted?.ts);
    expect(JSON.stringify(shown()?.blocks)).toContain('invitation-resend');
    await resendInvitation(await verb(olga), invitationId);
    await world.settled();
    const over = 'Crew Member asked for a new invitation to Atlas (Team) of Aster Labs as Viewer.';
    expect(shown()?.text).toBe(`${over} The invitation was sent again.`);
    expect(JSON.stringify(shown()?.blocks)).not.toContain('invitation-resend');

    world.clock.advance(8 * day);
    await ask(person, invitationId);
    await world.settled();
    expect(shown()?.text).toContain('The invitation was sent again.');
    const newest = await world.store.outbox.findOne(about).sort({ _id: -1 }).lean().orFail();
    expect(newest.posted?.ts).not.toBe(posted?.ts);
  });

  it('is asked for once by presses at the same moment', async () => {
    const { person, invitationId } = await withExpired();
    await sweep();
    const outcomes = await Promise.all([1, 2, 3].map(() => ask(person, invitationId)));
    expect(outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(1);
    const asked = (await toldOf(world, invitationId)).filter((line) => line.startsWith('renewal-asked'));
    expect(asked).toEqual([`renewal-asked slack ${adam.id}`]);
  });

  it('is nobody else’s to ask for, and nobody’s where it was never sent', async () => {
    const { invitationId } = await withExpired();
    for (const stranger of [mia, olga, adam]) expect(await ask(stranger, invitationId)).toBe('deny');
    const proposed = await withExpired({ role: 'Root' });
    expect(await ask(proposed.person, proposed.invitationId)).toBe('deny');
    await sweep();
    expect(await ask(proposed.person, proposed.invitationId)).toBe('deny');
    expect(await expiredOffersOf(proposed.person)).toEqual([]);
  });

  it('tells its proposer at a humane time, where a second approver had to agree and nobody has', async () => {
    const { invitationId } = await withExpired({ role: 'Root' });
    await sweep();
    const filter = { 'about.id': invitationId, template: 'proposal-expired' } as const;
    const { dueAt, quiet } = await world.store.outbox.findOne(filter).lean().orFail();
    const at = world.clock.now();
    expect(dueAt).toEqual(nextHumaneTime(at, undefined, defaultReminders));
    expect(quiet).toMatchObject({ organizationId: await asterId(world) });
    world.clock.advance(dueAt.getTime() - at.getTime());
    await world.settled();
    expect(await toldOf(world, invitationId)).toContain(`proposal-expired slack ${adam.id}`);
    const driver = world.person(adam.id);
    const told = driver.messages().map((message) => driver.text(message));
    expect(told.join('\n')).toContain('because no second approver agreed in time');
  });

  it('cannot be asked for after thirty days, when it was answered, or when there is another one', async () => {
    const old = await withExpired({ after: 38 * day });
    await expect(askForRenewal(await verb(old.person), old.invitationId)).rejects.toThrow(
      'The invitation expired more than 30 days ago.',
    );
    expect(await expiredOffersOf(old.person)).toEqual([]);

    const declined = await withExpired({ after: 0 });
    expect(await ask(declined.person, declined.invitationId)).toBe('stale');
    await declineOffer(await verb(declined.person), declined.invitationId);
    expect(await ask(declined.person, declined.invitationId)).toBe('stale');

    const replaced = await withExpired();
    const newer = await sendTo(world, app, 'Viewer', account(replaced.accountId), { by: olga });
    await expect(askForRenewal(await verb(replaced.person), replaced.invitationId)).rejects.toThrow(
      'You have a newer invitation.',
    );
    await acceptOffer(await verb(replaced.person), newer.invitationId);
    await expect(askForRenewal(await verb(replaced.person), replaced.invitationId)).rejects.toThrow(
      'You have this access already.',
    );
  });

  it('to ask for access cannot be asked for when there is a newer one, or a request', async () => {
    const person = next();
    const old = await invited(await verb(olga), person.email);
    world.clock.advance(8 * day);
    await sweep();
    const newer = await invited(await verb(adam), person.email);
    await makeAccount(world, person);
    await expect(askForRenewal(await verb(person), old._id)).rejects.toThrow('You have a newer invitation.');
    await redeem(await verb(person), codeOf(world.gatehouse.runtime, newer), person.name);
    await expect(askForRenewal(await verb(person), old._id)).rejects.toThrow(
      'You have asked for this access',
    );
  });

  it('says so to whoever it is for when they enter its code, and can be asked for there', async () => {
    const person = next();
    const invitation = await invited(await verb(olga), person.email);
    await makeAccount(world, person);
    await world.settled();
    world.clock.advance(8 * day);
    const code = codeOf(world.gatehouse.runtime, invitation);
    const found = await findByCode(await verb(person), code, person.email).catch((error: unknown) => error);
    expect(found).toBeInstanceOf(ExpiredCode);
    const driver = world.person(person.id);
    await driver.command('/request-access', code);
    const answer = driver.lastMessage(driver.screen().conversations[0]?.id);
    expect(driver.text(answer)).toContain(
      'That code has expired. It was your invitation to Aster Labs. Ask for a new one',
    );
    await driver.command('/request-access');
    await driver.fill({ code });
    await driver.submit();
    expect(driver.text('modal')).toContain(
      'That code has expired. It was your invitation to Aster Labs. Ask for a new one',
    );
    await driver.press('renewal-ask', { in: 'modal' });
    expect(driver.text('modal')).toContain('is asked for a new invitation');
    expect(await toldOf(world, invitation._id)).toContain(`renewal-asked slack ${olga.id}`);
  });
});
