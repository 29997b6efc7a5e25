/** A decision can be undone by its maker for ten minutes (design §5): approve, deny and revoke. */
import { beforeAll, describe, expect, it } from 'vitest';
import { undoWindowMs } from '../../src/domain/states.ts';
import { adam, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { approveRequest } from '../../src/services/access-requests/approve.ts';
import { denyRequest } from '../../src/services/access-requests/deny.ts';
import { acceptOffer } from '../../src/services/invitations/answer.ts';
import { revokeInvitation } from '../../src/services/invitations/revoke.ts';
import { sendJoinInvitations } from '../../src/services/invitations/send-join.ts';
import { removePerson } from '../../src/services/people/remove.ts';
import { undo } from '../../src/services/undo.ts';
import {
  account,
  auditOf,
  bringIn,
  makeApp,
  newestInvitation,
  notedOf,
  seatsOf,
  sendTo,
  stranger,
  toldOf,
} from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { asterId, everything, mia, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting, codeOf, invited, lastingOutcomeOf, outcomeOf, redeem } from '../support/verbs.ts';

const crew = Array.from({ length: 12 }, (_, index): Person => {
  const name = `crew${index}`;
  const email = `${name}@aster.example`;
  return {
    id: `U0CREW${index}`,
    name,
    realName: name,
    title: '',
    email,
    isWorkspaceAdmin: false,
    isHome: true,
  };
});

let world: World;
let owner: Driver;
let admin: Driver;
let miaId: string;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, ...crew] });
  miaId = await bringIn(world, mia, 'member');
  owner = world.person(olga.id);
  admin = world.person(adam.id);
  await world.settled();
});

const verb = async (person: Person) => acting(world.gatehouse.runtime, person.id);
const channel = { in: 'message', conversation: 'access-approvals' } as const;
const requestOf = (id: string) => world.store.accessRequests.findById(id).lean();
const tooLate = 'A decision can be taken back for ten minutes, and as long as nobody has acted on it.';

let next = 0;
/** Somebody new has asked for access. */
async function asked(): Promise<{ person: Person; requestId: string }> {
  const person = crew[next];
  next += 1;
  if (!person) throw new Error('the crew is too small');
  const { runtime } = world.gatehouse;
  const invitation = await invited(await verb(olga), person.email);
  await redeem(await verb(person), codeOf(runtime, invitation), person.name);
  await world.settled();
  const request = await world.store.accessRequests.findOne({ invitationId: invitation._id }).lean();
  if (!request) throw new Error('nobody asked');
  return { person, requestId: request._id };
}

/** The newest card in the approvals channel. */
function card(): string {
  const cards = owner.messages('access-approvals').filter(({ ephemeral }) => !ephemeral);
  return cards.length === 0 ? '' : JSON.stringify(cards.at(-1)?.blocks);
}

async function refused(outcome: string, id: string, by: Person): Promise<void> {
  await world.settled();
  const before = await everything(world);
  expect(await outcomeOf(undo(await verb(by), id))).toBe(outcome);
  expect(await everything(world)).toEqual(before);
}

describe('an approval', () => {
  it('is undone from the answer to it: the offer ends, the request waits, and the person is corrected', async () => {
    const { person, requestId } = await asked();
    await admin.press('request-approve', { ...channel, value: requestId });
    await admin.fill({ role: 'member' });
    await admin.submit();
    await world.settled();
    const offer = await newestInvitation(world, person.email);
    expect(card()).not.toContain('request-approve');
    await refused('deny', requestId, olga);

    await admin.press('undo', { in: 'modal' });
    expect(admin.text()).toContain(
      'Your approval is taken back. The request of Nova Newcomer waits again, and the person is told.',
    );
    await admin.close({ all: true });
    await world.settled();
    const request = await requestOf(requestId);
    expect(request).toMatchObject({ status: 'pending', decidedBy: null, access: null, approvals: [] });
    expect(request?.liveKey).toBeDefined();
    expect(await newestInvitation(world, person.email)).toMatchObject({ _id: offer._id, status: 'revoked' });
    expect(await auditOf(world, requestId)).toEqual([
      'request.created by Somebody without an account',
      'request.approved by Adam Adler',
      'request.reopened by Adam Adler',
    ]);
    expect((await toldOf(world, requestId)).slice(-2)).toEqual([
      `request-reopened mail ${person.email}`,
      `request-reopened slack ${person.id}`,
    ]);
    expect(world.mailsTo(person.email).at(-1)?.subject).toBe('Your request for access to Aster Labs');
    expect(card()).toContain('request-approve');
    const invitee = world.person(person.id);
    expect(JSON.stringify(invitee.messages().map(({ blocks }) => blocks))).not.toContain('offer-accept');
    expect(await outcomeOf(acceptOffer(await verb(person), offer._id))).toBe('stale');

    // It can be approved anew, and the person can accept then.
    await approveRequest(await verb(olga), { requestId, what: 'organization', role: 'member' });
    const second = await newestInvitation(world, person.email);
    expect(second._id).not.toBe(offer._id);
    expect(await lastingOutcomeOf(async () => acceptOffer(await verb(person), second._id))).toMatchObject({
      organizationName: 'Aster Labs',
    });
  });

  it('gives its seat back', async () => {
    const app = await makeApp(world, 'Atlas', { seats: 1 });
    const { requestId } = await asked();
    const { appId, subscriptionId, roleId } = app.access('Viewer');
    const form = { requestId, what: 'app', appId, subscriptionId, roleId };
    await approveRequest(await verb(adam), form);
    expect(await seatsOf(world, subscriptionId)).toMatchObject({ held: 1 });
    await sendTo(world, app, 'Viewer', stranger('next@partner.example'), { mayWait: true });
    await undo(await verb(adam), requestId);
    expect(await newestInvitation(world, 'next@partner.example')).toMatchObject({ status: 'pending' });
    expect(await seatsOf(world, subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
    expect(await requestOf(requestId)).toMatchObject({ status: 'pending', access: null });
  });

  it('cannot be undone after the person has accepted', async () => {
    const { person, requestId } = await asked();
    await approveRequest(await verb(adam), { requestId, what: 'organization', role: 'member' });
    const { _id } = await newestInvitation(world, person.email);
    await acceptOffer(await verb(person), _id);
    await refused('stale', requestId, adam);
    await expect(undo(await verb(adam), requestId)).rejects.toThrow(tooLate);
  });

  it('cannot be undone after the person has declined', async () => {
    const { person, requestId } = await asked();
    await approveRequest(await verb(adam), { requestId, what: 'organization', role: 'member' });
    const { _id } = await newestInvitation(world, person.email);
    await world.settled();
    await world.person(person.id).press('offer-decline', { in: 'message', value: _id });
    await refused('stale', requestId, adam);
  });

  it('and the acceptance at the same moment: one of them holds', async () => {
    const { person, requestId } = await asked();
    await approveRequest(await verb(adam), { requestId, what: 'organization', role: 'member' });
    const { _id } = await newestInvitation(world, person.email);
    const outcomes = await Promise.all([
      lastingOutcomeOf(async () => undo(await verb(adam), requestId)),
      lastingOutcomeOf(async () => acceptOffer(await verb(person), _id)),
    ]);
    expect(outcomes.filter((outcome) => outcome === 'stale')).toHaveLength(1);
    const accepted = (await newestInvitation(world, person.email)).status === 'accepted';
    expect((await requestOf(requestId))?.status).toBe(accepted ? 'fulfilled' : 'pending');
    expect(await notedOf(world, requestId, 'request.reopened')).toBe(accepted ? 0 : 1);
  });
});

describe('a denial', () => {
  it('is undone from Home, by its maker alone, and the person is corrected', async () => {
    const { person, requestId } = await asked();
    await admin.press('request-deny', { ...channel, value: requestId });
    await admin.fill({ reason: 'A mistake' });
    await admin.submit();
    await admin.close({ all: true });
    await world.settled();
    expect(world.mailsTo(person.email).at(-1)?.text).toContain('A mistake');
    await owner.openHome();
    expect(owner.text('home')).not.toContain('Just decided');
    await refused('deny', requestId, olga);
    await admin.openHome();
    expect(admin.text('home')).toContain('Just decided');
    await admin.press('undo', { in: 'home', value: requestId });
    await world.settled();
    expect(await requestOf(requestId)).toMatchObject({ status: 'pending', reason: null, decidedBy: null });
    expect(world.mailsTo(person.email).at(-1)?.text).toContain('waits');
    expect(await auditOf(world, requestId)).toEqual([
      'request.created by Somebody without an account',
      'request.denied by Adam Adler',
      'request.reopened by Adam Adler',
    ]);
    await admin.openHome();
    expect(JSON.stringify(admin.home().view.blocks)).not.toContain(`undo:${requestId}`);
    // Undone twice, it stays what it is.
    await refused('deny', requestId, adam);
  });

  it('cannot be undone once the person has asked anew, or was let in otherwise', async () => {
    const { person, requestId } = await asked();
    await denyRequest(await verb(adam), { requestId, reason: null });
    const invitation = await invited(await verb(olga), 'forward@partner.example');
    await redeem(await verb(person), codeOf(world.gatehouse.runtime, invitation), person.name);
    await refused('stale', requestId, adam);
  });

  it.each([
    ['to the millisecond before ten minutes', -1000, 'object'],
    ['but not after ten minutes', 1000, 'stale'],
  ])('can be undone %s', async (_name, more, expected) => {
    const { requestId } = await asked();
    await denyRequest(await verb(adam), { requestId, reason: null });
    const at = (await requestOf(requestId))?.decidedAt ?? new Date();
    world.clock.advance(at.getTime() + undoWindowMs + more - world.clock.now().getTime());
    const outcome = await outcomeOf(undo(await verb(adam), requestId));
    expect(typeof outcome === 'object' ? 'object' : outcome).toBe(expected);
    await admin.openHome();
    expect(JSON.stringify(admin.home().view.blocks)).not.toContain(`undo:${requestId}`);
  });
});

describe('a revocation', () => {
  it('is undone in the invitation: its code works again, its seat is taken again, and the person is told', async () => {
    const app = await makeApp(world, 'Beacon', { seats: 1 });
    const email = 'kim@partner.example';
    const { invitationId } = await sendTo(world, app, 'Viewer', stranger(email), { by: adam });
    await world.settled();
    const before = await newestInvitation(world, email);
    await admin.command('/invitations');
    await admin.press('invitation-open', { in: 'modal', value: invitationId });
    await admin.press('invitation-revoke', { in: 'modal' });
    expect(admin.text()).toContain('You can take the revocation back until');
    await world.settled();
    expect(await seatsOf(world, app.subscriptionId)).toMatchObject({ held: 0 });
    await refused('deny', invitationId, olga);
    await admin.press('undo', { in: 'modal' });
    expect(admin.text()).toContain('Revocation taken back by Adam Adler');
    await admin.close({ all: true });
    await world.settled();
    expect(await newestInvitation(world, email)).toEqual(before);
    expect(await seatsOf(world, app.subscriptionId)).toMatchObject({ held: 1 });
    expect(await auditOf(world, invitationId)).toEqual([
      'invitation.created by Adam Adler',
      'invitation.revoked by Adam Adler',
      'invitation.restored by Adam Adler',
    ]);
    expect(await toldOf(world, invitationId)).toEqual([
      `offer mail ${email}`,
      `invitation-withdrawn mail ${email}`,
      `invitation-restored mail ${email}`,
    ]);
    expect(world.mailsTo(email).at(-1)?.text).toContain('The code that you got works again.');
  });

  it('is refused when the seat went to somebody else meanwhile', async () => {
    const app = await makeApp(world, 'Compass', { seats: 1 });
    const { invitationId } = await sendTo(world, app, 'Viewer', stranger('a@partner.example'), { by: adam });
    await sendTo(world, app, 'Viewer', stranger('b@partner.example'), { mayWait: true });
    await revokeInvitation(await verb(adam), invitationId);
    expect(await newestInvitation(world, 'b@partner.example')).toMatchObject({ status: 'pending' });
    await refused('stale', invitationId, adam);
    await expect(undo(await verb(adam), invitationId)).rejects.toThrow(
      'The seat of this invitation is taken meanwhile. Send a new one.',
    );
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
  });

  it('is refused when there is a newer invitation, or the access', async () => {
    const app = await makeApp(world, 'Dial');
    const first = await sendTo(world, app, 'Viewer', account(miaId), { by: adam });
    await revokeInvitation(await verb(adam), first.invitationId);
    const second = await sendTo(world, app, 'Editor', account(miaId), { by: adam });
    await refused('stale', first.invitationId, adam);
    await acceptOffer(await verb(mia), second.invitationId);
    await refused('stale', first.invitationId, adam);
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 1, held: 0, waiting: 0 });
  });

  it('of one that waits for a seat, or for a second approver, brings it back to where it was', async () => {
    const app = await makeApp(world, 'Echo', { privileged: ['Editor'], seats: 1 });
    const proposed = await sendTo(world, app, 'Editor', stranger('p@partner.example'), { by: adam });
    const waiting = await sendTo(world, app, 'Viewer', stranger('w@partner.example'), {
      by: adam,
      mayWait: true,
    });
    for (const [email, { invitationId }, status] of [
      ['w@partner.example', waiting, 'waitlisted'],
      ['p@partner.example', proposed, 'proposed'],
    ] as const) {
      if (status === 'proposed') await revokeInvitation(await verb(adam), waiting.invitationId);
      await revokeInvitation(await verb(adam), invitationId);
      await undo(await verb(adam), invitationId);
      expect(await newestInvitation(world, email)).toMatchObject({ status });
    }
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
    await world.settled();
    expect(world.mailsTo('p@partner.example')).toEqual([]);
    expect(world.mailsTo('w@partner.example')).toEqual([]);
  });

  it('of an approved request’s offer brings the approval back as well', async () => {
    const { person, requestId } = await asked();
    await approveRequest(await verb(adam), { requestId, what: 'organization', role: 'member' });
    const { _id } = await newestInvitation(world, person.email);
    await revokeInvitation(await verb(adam), _id);
    expect(await requestOf(requestId)).toMatchObject({ status: 'lapsed' });
    await undo(await verb(adam), _id);
    expect(await requestOf(requestId)).toMatchObject({ status: 'approved' });
    expect((await auditOf(world, requestId)).slice(-2)).toEqual([
      'request.lapsed by Adam Adler',
      'request.restored by Adam Adler',
    ]);
    expect(await lastingOutcomeOf(async () => acceptOffer(await verb(person), _id))).toMatchObject({
      organizationName: 'Aster Labs',
    });
    expect(await requestOf(requestId)).toMatchObject({ status: 'fulfilled' });
  });

  it('of a join invitation makes its code work again, and only within ten minutes', async () => {
    const email = 'join@partner.example';
    const context = await verb(adam);
    await sendJoinInvitations(context, {
      organizationId: await asterId(world),
      emails: email,
      confirmed: '',
    });
    const find = () => world.store.invitations.findOne({ kind: 'join', emailKey: email }).lean();
    const before = await find();
    const id = before?._id ?? '';
    await revokeInvitation(await verb(adam), id);
    await undo(await verb(adam), id);
    expect(await find()).toEqual(before);
    await revokeInvitation(await verb(adam), id);
    const { endedAt } = (await find()) ?? {};
    world.clock.advance((endedAt?.getTime() ?? 0) + undoWindowMs - world.clock.now().getTime());
    await refused('stale', id, adam);
  });

  it('that follows from something else is not offered, and cannot be undone by itself', async () => {
    const app = await makeApp(world, 'Gauge');
    const { runtime } = world.gatehouse;
    const { invitationId } = await sendTo(world, app, 'Viewer', account(miaId), { by: olga });
    const removal = { accountId: miaId, organizationId: app.organizationId };
    await removePerson(await acting(runtime, adam.id), removal);
    expect(await newestInvitation(world, mia.email)).toMatchObject({
      status: 'revoked',
      endedBy: 'Adam Adler',
    });
    await admin.openHome();
    expect(admin.text('home')).not.toContain(`the invitation of ${mia.email}`);
    await refused('deny', invitationId, adam);
  });

  it('pressed twice at the same moment is undone once', async () => {
    const app = await makeApp(world, 'Flag', { seats: 2 });
    const { invitationId } = await sendTo(world, app, 'Viewer', stranger('f@partner.example'), { by: adam });
    await revokeInvitation(await verb(adam), invitationId);
    const outcomes = await Promise.all(
      [1, 2].map(() => lastingOutcomeOf(async () => undo(await verb(adam), invitationId))),
    );
    expect(outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(1);
    expect(await notedOf(world, invitationId, 'invitation.restored')).toBe(1);
    expect(await seatsOf(world, app.subscriptionId)).toMatchObject({ held: 1 });
  });
});
