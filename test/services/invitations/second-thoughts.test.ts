import { beforeAll, describe, expect, it } from 'vitest';
import { adam, olga } from '../../../src/sandbox/people.ts';
import type { Person } from '../../../src/sandbox/slack/screen.ts';
import { approveRequest } from '../../../src/services/access-requests/approve.ts';
import { denyRequest } from '../../../src/services/access-requests/deny.ts';
import { archiveSubscription, editSubscription } from '../../../src/services/catalog/subscriptions.ts';
import { contextFor } from '../../../src/services/context.ts';

import { draftDirect, sendDirect } from '../../../src/services/direct/send.ts';
import { expireDue } from '../../../src/services/expiry.ts';
import { acceptOffer } from '../../../src/services/invitations/answer.ts';
import { changeOfferedRole } from '../../../src/services/invitations/change-role.ts';
import { denyProposal } from '../../../src/services/invitations/proposals.ts';
import { remindInvitee } from '../../../src/services/invitations/remind.ts';
import { resendInvitation } from '../../../src/services/invitations/resend.ts';
import { revokeInvitation } from '../../../src/services/invitations/revoke.ts';
import { undo } from '../../../src/services/undo.ts';
import {
  account,
  bringIn,
  makeApp,
  runningGrant,
  seatsOf,
  sendTo,
  stranger,
  toldOf,
} from '../../support/catalog.ts';
import { crew } from '../../support/crew.ts';
import { startWorld, type World } from '../../support/gatehouse.ts';
import { makeAccount, residents } from '../../support/residents.ts';
import { acting, codeOf, invited, outcomeOf, redeem } from '../../support/verbs.ts';

const { people, next } = crew(32);
let world: World;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, ...people] });
});

const day = 24 * 60 * 60 * 1000;
const verb = (person: Person) => acting(world.gatehouse.runtime, person.id);
const statusOf = async (id: string) => (await world.store.invitations.findById(id).lean())?.status;
const inDays = (days: number) =>
  new Date(world.clock.now().getTime() + days * day).toISOString().slice(0, 10);

async function member(): Promise<{ person: Person; accountId: string }> {
  const person = next();
  return { person, accountId: await bringIn(world, person, 'member') };
}

async function sweep(): Promise<void> {
  const { runtime } = world.gatehouse;
  const actor = { kind: 'system', tenantId: 'T0ASTER', name: 'expiry' } as const;
  await expireDue(contextFor(runtime, actor, `sweep:${world.clock.now().getTime()}`));
}

describe('a decision that is taken back', () => {
  it('can be made again: a request is denied twice', async () => {
    const person = next();
    const invitation = await invited(await verb(olga), person.email);
    await redeem(await verb(person), codeOf(world.gatehouse.runtime, invitation), person.name);
    const request = await world.store.accessRequests.findOne({ invitationId: invitation._id }).lean();
    const requestId = request?._id ?? '';
    await denyRequest(await verb(adam), { requestId, reason: null });
    await undo(await verb(adam), requestId);
    await denyRequest(await verb(adam), { requestId, reason: null });
    expect((await world.store.accessRequests.findById(requestId).lean())?.status).toBe('denied');
  });

  it('is told to the proposer, when it was the denial of a proposal', async () => {
    const app = await makeApp(world, 'Proposed', { roles: ['Viewer', 'Root'], privileged: ['Root'] });
    const { accountId } = await member();
    const { invitationId } = await sendTo(world, app, 'Root', account(accountId), { by: olga });
    await denyProposal(await verb(adam), invitationId);
    await undo(await verb(adam), invitationId);
    expect(await toldOf(world, invitationId)).toContainEqual(
      expect.stringMatching(/^proposal-reopened slack/),
    );
  });

  it('of somebody on the waitlist moves them up, when a seat has become free meanwhile', async () => {
    const app = await makeApp(world, 'Line', { seats: 1 });
    const first = await sendTo(world, app, 'Viewer', account((await member()).accountId));
    const second = await sendTo(world, app, 'Viewer', account((await member()).accountId), { mayWait: true });
    await revokeInvitation(await verb(olga), second.invitationId);
    await revokeInvitation(await verb(adam), first.invitationId);
    await undo(await verb(olga), second.invitationId);
    expect(await statusOf(second.invitationId)).toBe('pending');
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
  });

  it('of somebody on the waitlist of an archived subscription stands', async () => {
    const app = await makeApp(world, 'Gone', { seats: 1 });
    const first = await sendTo(world, app, 'Viewer', account((await member()).accountId));
    const second = await sendTo(world, app, 'Viewer', account((await member()).accountId), { mayWait: true });
    await revokeInvitation(await verb(olga), second.invitationId);
    await revokeInvitation(await verb(adam), first.invitationId);
    await archiveSubscription(await verb(olga), app.subscriptionId);
    expect(await outcomeOf(undo(await verb(olga), second.invitationId))).toBe('stale');
    expect(await statusOf(second.invitationId)).toBe('revoked');
  });
});

describe('a change to the role that is offered already', () => {
  it('is done, and tells nobody', async () => {
    const app = await makeApp(world, 'Same');
    const { accountId } = await member();
    const { invitationId } = await sendTo(world, app, 'Viewer', account(accountId), { by: adam });
    const { roleId } = app.access('Viewer');
    for (let times = 0; times < 2; times += 1) {
      expect(await outcomeOf(changeOfferedRole(await verb(adam), { invitationId, roleId }))).toHaveProperty(
        'email',
      );
    }
    expect(
      (await toldOf(world, invitationId)).filter((line) => line.startsWith('invitation-changed')),
    ).toEqual([]);
  });
});

describe('an offer that expired, and was sent again', () => {
  it('gives the access without the request that has lapsed with it (I4)', async () => {
    const person = next();
    const invitation = await invited(await verb(olga), person.email);
    await redeem(await verb(person), codeOf(world.gatehouse.runtime, invitation), person.name);
    const request = await world.store.accessRequests.findOne({ invitationId: invitation._id }).lean();
    const requestId = request?._id ?? '';
    await approveRequest(await verb(adam), { requestId, role: 'member' });
    const offer = await world.store.invitations.findOne({ requestId, kind: 'access' }).lean();
    const invitationId = offer?._id ?? '';
    world.clock.advance(8 * day);
    await sweep();
    await resendInvitation(await verb(olga), invitationId);
    await acceptOffer(await verb(person), invitationId);
    expect(await statusOf(invitationId)).toBe('accepted');
    expect((await world.store.accessRequests.findById(requestId).lean())?.status).toBe('lapsed');
  });
});

describe('an access with an end', () => {
  it('cannot be accepted after it: the invitation ends no later', async () => {
    const app = await makeApp(world, 'Short');
    const { person, accountId } = await member();
    const terms = { accessEndsOn: inDays(1) };
    const { invitationId } = await sendTo(world, app, 'Viewer', account(accountId), { terms });
    world.clock.advance(4 * day);
    expect(await outcomeOf(acceptOffer(await verb(person), invitationId))).toBe('stale');
    expect(await outcomeOf(resendInvitation(await verb(olga), invitationId))).toBe('stale');
    expect(await runningGrant(world, app.subscriptionId, accountId)).toBeNull();
  });

  it('makes room for the next one at once, also before the sweep', async () => {
    const app = await makeApp(world, 'Again');
    const { person, accountId } = await member();
    const terms = { accessEndsOn: inDays(2) };
    const first = await sendTo(world, app, 'Viewer', account(accountId), { terms });
    await acceptOffer(await verb(person), first.invitationId);
    world.clock.advance(4 * day);
    const second = await sendTo(world, app, 'Viewer', account(accountId));
    await acceptOffer(await verb(person), second.invitationId);
    expect(await runningGrant(world, app.subscriptionId, accountId)).toMatchObject({ endsAt: null });
    expect(await seatsOf(world, app.subscriptionId)).toMatchObject({ active: 1, held: 0 });
  });
});

describe('a waitlist of more than fifty', () => {
  it('moves up as a whole when the limit is lifted', async () => {
    const app = await makeApp(world, 'Long', { seats: 1 });
    await sendTo(world, app, 'Viewer', account((await member()).accountId));
    for (let index = 0; index < 53; index += 1) {
      await sendTo(world, app, 'Viewer', stranger(`waiting@site${index}.example`), { mayWait: true });
    }
    await editSubscription(await verb(olga), app.subscriptionId, {
      name: 'Team',
      plan: 'Standard',
      seatLimit: '',
      endsOn: null,
    });
    await sweep();
    expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 54, waiting: 0 });
  });
});

describe('an invitation whose person has got an account since it expired', () => {
  it('A38: is sent again to the account, which answers it without a code', async () => {
    const app = await makeApp(world, 'Resent', { seats: 3 });
    const person = next();
    const terms = { expiryDays: '1' };
    const { invitationId } = await sendTo(world, app, 'Viewer', stranger(person.email), { terms });
    world.clock.advance(2 * day);
    await sweep();
    const accountId = await makeAccount(world, person);
    expect(await resendInvitation(await verb(olga), invitationId)).toMatchObject({ hasCode: false });
    await acceptOffer(await verb(person), invitationId);
    expect(await runningGrant(world, app.subscriptionId, accountId)).toMatchObject({ status: 'active' });
  });

  it('A30: is not sent again when the person has the access', async () => {
    const app = await makeApp(world, 'Had', { seats: 3 });
    const person = next();
    const terms = { expiryDays: '1' };
    const old = await sendTo(world, app, 'Viewer', stranger(person.email), { terms });
    world.clock.advance(2 * day);
    await sweep();
    const accountId = await bringIn(world, person, 'member');
    const { invitationId } = await sendTo(world, app, 'Viewer', account(accountId), {});
    await acceptOffer(await verb(person), invitationId);
    expect(await outcomeOf(resendInvitation(await verb(olga), old.invitationId))).toBe('stale');
    expect(await seatsOf(world, app.subscriptionId)).toMatchObject({ active: 1, held: 0 });
  });
});

describe('an invitation that is sent while its person makes an account', () => {
  it('A38: is for that account, whichever was first', async () => {
    const app = await makeApp(world, 'Crossing', { seats: 20 });
    const { organizationId, access } = app;
    const { appId, subscriptionId, roleId } = access('Viewer');
    for (const person of Array.from({ length: 8 }, next)) {
      const whom = {
        ...stranger(person.email),
        organizationId,
        appId,
        subscriptionId,
        roleId,
        expiryDays: '7',
      };
      const draftId = await draftDirect(await verb(olga), whom);
      const sender = await verb(olga);
      const [accountId, outcome] = await Promise.all([
        makeAccount(world, person),
        outcomeOf(sendDirect(sender, draftId, { confirmed: '', mayWait: false })),
      ]);
      const sent = await world.store.invitations.find({ emailKey: person.email, kind: 'access' }).lean();
      // Whoever comes second with it is told that the person has an account by now.
      expect(sent.map((each) => each.accountId)).toEqual(typeof outcome === 'string' ? [] : [accountId]);
    }
  });
});

describe('a code that somebody else has spent', () => {
  it('A49: still answers the same form of that person, and nobody else', async () => {
    const app = await makeApp(world, 'Twice');
    const { invitationId } = await sendTo(world, app, 'Viewer', stranger('twice@twice.example'));
    const invitation = await world.store.invitations.findById(invitationId).orFail().lean();
    const code = codeOf(world.gatehouse.runtime, invitation);
    const [person, other] = [next(), next()];
    await makeAccount(world, person);
    await makeAccount(world, other);
    const form = await verb(person);
    expect(await redeem(form, code, person.name)).toMatchObject({ outcome: 'requested' });
    expect(await redeem(form, code, person.name)).toMatchObject({ outcome: 'requested' });
    expect(await outcomeOf(redeem(await verb(other), code, other.name))).toBe('code');
    expect(await world.store.accessRequests.countDocuments({ invitationId })).toBe(1);
  });

  it('A17: tells that person no more than that it is not valid, once their request is denied', async () => {
    const app = await makeApp(world, 'Denied');
    const { invitationId } = await sendTo(world, app, 'Viewer', stranger('denied@denied.example'));
    const invitation = await world.store.invitations.findById(invitationId).orFail().lean();
    const code = codeOf(world.gatehouse.runtime, invitation);
    const person = next();
    await makeAccount(world, person);
    await redeem(await verb(person), code, person.name);
    const request = await world.store.accessRequests.findOne({ invitationId }).orFail().lean();
    await denyRequest(await verb(adam), { requestId: request._id, reason: null });
    expect(await outcomeOf(redeem(await verb(person), code, person.name))).toBe('code');
  });

  it('is no reason to remind: only a resend helps', async () => {
    const app = await makeApp(world, 'Spent');
    const { invitationId } = await sendTo(world, app, 'Viewer', stranger('spent@spent.example'));
    const invitation = await world.store.invitations.findById(invitationId).orFail().lean();
    const person = next();
    await makeAccount(world, person);
    await redeem(await verb(person), codeOf(world.gatehouse.runtime, invitation), person.name);
    expect(await outcomeOf(remindInvitee(await verb(olga), invitationId))).toBe('stale');
  });
});
