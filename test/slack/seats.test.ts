/** Seats are right at every moment (design §2): in a crowd, in a race, below a lowered limit, and for those who wait. */
import { beforeAll, describe, expect, it } from 'vitest';
import { day } from '../../src/domain/invitations.ts';
import { adam, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { archiveSubscription, editSubscription } from '../../src/services/catalog/subscriptions.ts';
import { contextFor } from '../../src/services/context.ts';
import { draftDirect, sendDirect } from '../../src/services/direct/send.ts';
import { expireDue } from '../../src/services/expiry.ts';
import { acceptOffer, declineOffer } from '../../src/services/invitations/answer.ts';
import { resendInvitation } from '../../src/services/invitations/resend.ts';
import { revokeInvitation } from '../../src/services/invitations/revoke.ts';
import { endGrant } from '../../src/services/people/end-grant.ts';
import {
  account,
  auditOf,
  bringIn,
  decideSettings,
  makeApp,
  newestInvitation,
  notedOf,
  runningGrant,
  seatsOf,
  sendTo,
  stranger,
  type TestApp,
} from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { mia, nora, otto, residents } from '../support/residents.ts';
import { acting, lastingOutcomeOf, outcomeOf } from '../support/verbs.ts';

let world: World;
const ids = new Map<string, string>();
beforeAll(async () => {
  world = await startWorld({ people: residents });
  for (const person of [mia, nora, otto]) ids.set(person.id, await bringIn(world, person, 'member'));
  await world.settled();
});

const verb = async (person: Person) => acting(world.gatehouse.runtime, person.id);
const idOf = (person: Person) => ids.get(person.id) ?? '';
const emailOf = (index: number) => `guest${index}@partner.example`;

const CROWD = Number(process.env.CROWD ?? 500);
let apps = 0;
function ownApp(seats: number | null, more: Parameters<typeof makeApp>[2] = {}): Promise<TestApp> {
  apps += 1;
  return makeApp(world, `App ${apps}`, { seats, ...more });
}

async function drafted(app: TestApp, email: string): Promise<string> {
  const { appId, subscriptionId, roleId } = app.access('Viewer');
  const place = { organizationId: app.organizationId, appId, subscriptionId, roleId, expiryDays: '7' };
  return draftDirect(await verb(adam), { ...stranger(email), ...place });
}

/** Sends what was drafted: each try is a command of its own, as each press of a person would be. */
const send = (draftId: string) =>
  lastingOutcomeOf(async () => sendDirect(await verb(adam), draftId, { confirmed: '', mayWait: false }));

const count = (outcomes: unknown[], wanted: string) =>
  outcomes.filter((outcome) => (typeof outcome === 'object' ? 'sent' : outcome) === wanted).length;

const statusesOf = async (app: TestApp) => {
  const found = await world.store.invitations
    .find({ 'access.subscriptionId': app.subscriptionId })
    .sort({ _id: 1 })
    .lean();
  return found.map(({ status }) => status);
};

describe('A46: a crowd', () => {
  it('of 500 invitations for 50 seats: exactly 50, every other one is told, and nothing is left over', async () => {
    const app = await ownApp(50);
    const drafts: string[] = [];
    for (let index = 0; index < CROWD; index += 1) drafts.push(await drafted(app, emailOf(index)));
    const outcomes = await Promise.all(drafts.map(send));
    expect(count(outcomes, 'sent')).toBe(50);
    expect(count(outcomes, 'form')).toBe(450);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 50, waiting: 0 });
    const rows = await world.store.invitations.find({ 'access.subscriptionId': app.subscriptionId }).lean();
    expect(rows).toHaveLength(50);
    expect(new Set(rows.map(({ emailKey }) => emailKey)).size).toBe(50);
    const subjects = { $in: rows.map(({ _id }) => _id) };
    expect(await world.store.audit.countDocuments({ subjects, action: 'invitation.created' })).toBe(50);
    expect(await world.store.outbox.countDocuments({ 'about.id': subjects, template: 'offer' })).toBe(50);
    const last = await sendDirect(await verb(adam), drafts[0] ?? '', { confirmed: '', mayWait: false }).catch(
      (error: unknown) => error,
    );
    expect(last).toMatchObject({
      code: 'form',
      fields: { subscriptionId: expect.stringMatching(/^No free seats \(50\/50\)/) },
    });
    await world.settled();
    expect(world.mailbox.mails().filter(({ text }) => text.includes(app.name))).toHaveLength(50);
  }, 240_000);

  it('A63: of 60 admins who invite the same person: one invitation, and every other one hears of it', async () => {
    const app = await ownApp(null);
    const drafts: string[] = [];
    for (let index = 0; index < 60; index += 1) drafts.push(await drafted(app, 'wanted@partner.example'));
    const outcomes = await Promise.all(drafts.map(send));
    expect(count(outcomes, 'sent')).toBe(1);
    expect(count(outcomes, 'stale')).toBe(59);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
  }, 120_000);

  it('of one form that is sent 20 times at once: one command, one answer', async () => {
    const app = await ownApp(20);
    const draftId = await drafted(app, 'eager@partner.example');
    const context = await verb(adam);
    const once = () => sendDirect(context, draftId, { confirmed: '', mayWait: false });
    const answers = await Promise.all(Array.from({ length: 20 }, () => lastingOutcomeOf(once)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ outcome: 'sent-with-code' });
    expect(await statusesOf(app)).toEqual(['pending']);
    expect(await seatsOf(world, app.subscriptionId)).toMatchObject({ held: 1 });
  });
});

describe('the last seat', () => {
  const ways = ['accept', 'decline', 'revoke', 'expire'] as const;

  it.each([
    ['accept', 'decline'],
    ['accept', 'revoke'],
    ['decline', 'revoke'],
    ['accept', 'expire'],
    ['revoke', 'expire'],
    ['accept', 'accept'],
    ['revoke', 'revoke'],
  ] as const satisfies (typeof ways)[number][][])(
    'in a race of %s and %s: one of them holds',
    async (a, b) => {
      const app = await ownApp(1);
      const { invitationId, expiresAt } = await sendTo(world, app, 'Viewer', account(idOf(mia)), {
        by: adam,
      });
      const guest = await sendTo(world, app, 'Viewer', stranger(`after-${a}-${b}@partner.example`), {
        by: adam,
        mayWait: true,
      });
      expect(guest.outcome).toBe('waitlisted');
      const { runtime } = world.gatehouse;
      const later = { ...runtime, now: () => expiresAt };
      const system = { kind: 'system', tenantId: 'T0ASTER', name: 'expiry' } as const;
      const doing = {
        accept: async () => acceptOffer(await verb(mia), invitationId),
        decline: async () => declineOffer(await verb(mia), invitationId),
        revoke: async () => revokeInvitation(await verb(adam), invitationId),
        expire: async () => expireDue(contextFor(later, system, `sweep:${a}:${b}`)),
      };
      await Promise.all([a, b].map((way) => lastingOutcomeOf<unknown>(doing[way])));
      const endings = ['accepted', 'declined', 'revoked', 'expired'] as const;
      const noted = await Promise.all(
        endings.map((ending) => notedOf(world, invitationId, `invitation.${ending}`)),
      );
      expect(noted.reduce((sum, amount) => sum + amount, 0)).toBe(1);
      const accepted = noted[0] === 1;
      const first = await world.store.invitations.findById(invitationId).lean();
      expect(first?.status).toBe(endings[noted.indexOf(1)]);
      const next = await world.store.invitations.findById(guest.invitationId).lean();
      expect(next?.status).toBe(accepted ? 'waitlisted' : 'pending');
      expect(await seatsOf(world, app.subscriptionId)).toEqual(
        accepted ? { active: 1, held: 0, waiting: 1 } : { active: 0, held: 1, waiting: 0 },
      );
      expect((await runningGrant(world, app.subscriptionId, idOf(mia))) !== null).toBe(accepted);
    },
  );

  it('that is freed while somebody else takes it: never two', async () => {
    const app = await ownApp(1);
    const { invitationId } = await sendTo(world, app, 'Viewer', stranger('one@partner.example'), {
      by: adam,
    });
    const draftId = await drafted(app, 'two@partner.example');
    const [, sent] = await Promise.all([
      lastingOutcomeOf(async () => revokeInvitation(await verb(adam), invitationId)),
      send(draftId),
    ]);
    const { held } = await seatsOf(world, app.subscriptionId);
    expect(held).toBe(typeof sent === 'object' ? 1 : 0);
  });
});

describe('A47: a limit below use', () => {
  it('takes nothing from anybody, is flagged, and gives nothing new until there is room', async () => {
    const app = await ownApp(3);
    const grants: string[] = [];
    for (const person of [mia, nora, otto]) {
      const { invitationId } = await sendTo(world, app, 'Viewer', account(idOf(person)), { by: adam });
      await acceptOffer(await verb(person), invitationId);
      grants.push((await runningGrant(world, app.subscriptionId, idOf(person)))?._id ?? '');
    }
    const owner = world.person(olga.id);
    await owner.command('/gatehouse subscriptions');
    await owner.press('subscription-edit', { in: 'modal', value: app.subscriptionId });
    await owner.fill({ seatLimit: 1 });
    await owner.submit();
    expect(owner.text()).toContain('3 seats are in use or held, and the limit is 1');
    await owner.close();
    expect(owner.text()).toContain('Over the limit: nobody loses access, nobody new gets it.');
    expect(owner.text()).toContain('3 in use, 0 held, 2 over the limit of 1');
    await owner.close({ all: true });
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 3, held: 0, waiting: 0 });

    const blocked = sendTo(world, app, 'Viewer', stranger('late@partner.example'), { by: adam });
    await expect(blocked).rejects.toMatchObject({
      code: 'form',
      fields: { subscriptionId: expect.stringMatching(/^No free seats \(3\/1\)/) },
    });
    const waiting = await sendTo(world, app, 'Viewer', stranger('late@partner.example'), {
      by: adam,
      mayWait: true,
    });
    // Two leave: the limit is just reached, and nobody moves up. With the third one, somebody does.
    for (const [index, expected] of ['waitlisted', 'waitlisted', 'pending'].entries()) {
      await endGrant(await verb(olga), grants[index] ?? '');
      const { status } = await newestInvitation(world, 'late@partner.example');
      expect(status).toBe(expected);
    }
    expect(await notedOf(world, waiting.invitationId, 'invitation.promoted')).toBe(1);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
  });

  it('an invitation that holds its seat can be accepted all the same', async () => {
    const app = await ownApp(2);
    const first = await sendTo(world, app, 'Viewer', account(idOf(mia)), { by: adam });
    await sendTo(world, app, 'Viewer', account(idOf(nora)), { by: adam });
    const terms = { name: 'Team', plan: 'Standard', seatLimit: '1', endsOn: null };
    await editSubscription(await verb(olga), app.subscriptionId, terms);
    await acceptOffer(await verb(mia), first.invitationId);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 1, held: 1, waiting: 0 });
    expect(await outcomeOf(archiveSubscription(await verb(olga), app.subscriptionId))).toBe('form');
  });
});

describe('the waitlist', () => {
  /** A full subscription with three people in line. */
  async function line(): Promise<{ app: TestApp; first: string; waiting: string[] }> {
    const app = await ownApp(1);
    const { invitationId } = await sendTo(world, app, 'Viewer', account(idOf(mia)), { by: adam });
    const waiting: string[] = [];
    for (const index of [1, 2, 3]) {
      const whom = stranger(`${app.appId.slice(-6).toLowerCase()}-${index}@partner.example`);
      const result = await sendTo(world, app, 'Viewer', whom, { by: adam, mayWait: true });
      expect(result).toMatchObject({ outcome: 'waitlisted', position: index });
      waiting.push(result.invitationId);
    }
    return { app, first: invitationId, waiting };
  }
  const statuses = async (ids: string[]) => {
    const found = await world.store.invitations
      .find({ _id: { $in: ids } })
      .sort({ _id: 1 })
      .lean();
    return found.map(({ status }) => status);
  };

  it('is served in its order, each with the whole time, a mail, and word to the inviter', async () => {
    const { app, first, waiting } = await line();
    await world.settled();
    const [one = '', two = ''] = waiting;
    world.clock.advance(3 * day);
    await declineOffer(await verb(mia), first);
    expect(await statuses(waiting)).toEqual(['pending', 'waitlisted', 'waitlisted']);
    const promoted = await world.store.invitations.findById(one).lean();
    expect(promoted?.expiresAt.getTime()).toBeGreaterThan(world.clock.now().getTime() + 6.9 * day);
    expect(await auditOf(world, one)).toEqual([
      'invitation.created by Adam Adler',
      'invitation.promoted by Mia Meyer',
    ]);
    await world.settled();
    expect(world.mailsTo(promoted?.email ?? '')).toHaveLength(1);
    const admin = world.person(adam.id);
    const told = admin.messages().map((message) => admin.text(message));
    expect(told.filter((text) => text.includes(`left the waitlist for ${app.name} (Team)`))).toHaveLength(1);
    await revokeInvitation(await verb(adam), one);
    expect((await world.store.invitations.findById(two).lean())?.status).toBe('pending');
  });

  it('skips whoever was revoked, and moves up when the limit is raised', async () => {
    const { app, waiting } = await line();
    const [one = ''] = waiting;
    await revokeInvitation(await verb(adam), one);
    const terms = { name: 'Team', plan: 'Standard', seatLimit: '2', endsOn: null };
    await editSubscription(await verb(olga), app.subscriptionId, terms);
    expect(await statuses(waiting)).toEqual(['revoked', 'pending', 'waitlisted']);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 2, waiting: 1 });
    await editSubscription(await verb(olga), app.subscriptionId, { ...terms, seatLimit: '' });
    expect(await statuses(waiting)).toEqual(['revoked', 'pending', 'pending']);
  });

  it('goes on when an invitation expires or comes back from the mail server', async () => {
    const { app, waiting } = await line();
    world.clock.advance(7 * day);
    await world.gatehouse.catchUp();
    expect(await statuses(waiting)).toEqual(['pending', 'waitlisted', 'waitlisted']);
    const { email } = (await world.store.invitations.findById(waiting[0]).lean()) ?? { email: '' };
    await world.settled();
    world.mailbox.faults.rcpt = { code: 550, to: email };
    await resendInvitation(await verb(adam), waiting[0] ?? '');
    await world.settled();
    world.mailbox.faults.rcpt = null;
    expect(await statuses(waiting)).toEqual(['undeliverable', 'pending', 'waitlisted']);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 1 });
  });

  it('gives the access at once to whoever has an account, where nothing has to be accepted', async () => {
    const app = await ownApp(1);
    const { invitationId } = await sendTo(world, app, 'Viewer', stranger('x@partner.example'), { by: adam });
    await sendTo(world, app, 'Viewer', account(idOf(nora)), { by: adam, mayWait: true });
    await decideSettings(world, { acceptance: { organization: true, app: false, workgroup: false } });
    try {
      await revokeInvitation(await verb(adam), invitationId);
      expect(await runningGrant(world, app.subscriptionId, idOf(nora))).not.toBeNull();
      expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 1, held: 0, waiting: 0 });
    } finally {
      await decideSettings(world, { acceptance: { organization: true, app: true, workgroup: false } });
    }
  });

  it('asks a second approver first for a privileged role', async () => {
    const app = await ownApp(1, { roles: ['Viewer', 'Root'], privileged: ['Root'] });
    const { invitationId } = await sendTo(world, app, 'Viewer', stranger('y@partner.example'), { by: adam });
    const root = await sendTo(world, app, 'Root', stranger('root@partner.example'), {
      by: adam,
      mayWait: true,
    });
    expect(root.outcome).toBe('waitlisted');
    await revokeInvitation(await verb(adam), invitationId);
    await world.settled();
    expect(await newestInvitation(world, 'root@partner.example')).toMatchObject({ status: 'proposed' });
    expect(world.mailsTo('root@partner.example')).toEqual([]);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
  });

  it('A25: a seat that only an invitation past its time holds goes to whoever is first in line', async () => {
    const { app, first, waiting } = await line();
    world.clock.advance(7 * day);
    const late = await sendTo(world, app, 'Viewer', stranger('pushy@partner.example'), {
      by: adam,
      mayWait: true,
    });
    expect((await world.store.invitations.findById(first).lean())?.status).toBe('expired');
    expect(await statuses(waiting)).toEqual(['pending', 'waitlisted', 'waitlisted']);
    expect(late).toMatchObject({ outcome: 'waitlisted', position: 3 });
  });

  it('a free seat is not taken past those who wait', async () => {
    const { app, waiting } = await line();
    const [one = '', ...others] = waiting;
    const crowd = await Promise.all([
      lastingOutcomeOf(async () => revokeInvitation(await verb(adam), one)),
      ...others.map((id) => lastingOutcomeOf(async () => revokeInvitation(await verb(adam), id))),
    ]);
    expect(crowd.every((outcome) => typeof outcome === 'object')).toBe(true);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
  });
});
