/** A privileged role takes two different approvers (design §5): in a direct invitation, and in a request. */
import { beforeAll, describe, expect, it } from 'vitest';
import { day } from '../../src/domain/invitations.ts';
import { adam, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { approveRequest } from '../../src/services/access-requests/approve.ts';
import { approveProposal, denyProposal } from '../../src/services/invitations/proposals.ts';
import { undo } from '../../src/services/undo.ts';
import {
  account,
  auditOf,
  bringIn,
  decideSettings,
  fillDirect,
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
import { mia, nora, otto, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting, codeOf, invited, lastingOutcomeOf, outcomeOf, redeem } from '../support/verbs.ts';

const crew = ['Ana Ahl', 'Ben Berg', 'Cleo Cohn', 'Dan Dorn'].map((realName): Person => {
  const name = realName.split(' ')[0]?.toLowerCase() ?? '';
  const email = `${name}@aster.example`;
  return {
    id: `U0${name.toUpperCase()}`,
    name,
    realName,
    title: '',
    email,
    isWorkspaceAdmin: false,
    isHome: true,
  };
});

let world: World;
let proposer: Driver;
let owner: Driver;
let miaId: string;
let noraId: string;
let vault: TestApp;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, ...crew] });
  miaId = await bringIn(world, mia, 'member');
  noraId = await bringIn(world, nora, 'admin');
  await bringIn(world, otto, 'admin');
  vault = await makeApp(world, 'Vault', {
    roles: ['Viewer', 'Operator'],
    privileged: ['Operator'],
    seats: 9,
  });
  proposer = world.person(adam.id);
  owner = world.person(olga.id);
  await world.settled();
});

const verb = async (person: Person) => acting(world.gatehouse.runtime, person.id);
const channel = { in: 'message', conversation: 'access-approvals' } as const;
/** The newest card in the approvals channel; not the answer to a press, which its presser alone sees. */
function newestCard(): { text: string; isOpen: boolean } {
  const cards = owner.messages('access-approvals').filter(({ ephemeral }) => !ephemeral);
  const card = cards.at(-1);
  if (!card) throw new Error('there is no card');
  return { text: owner.text(card), isOpen: /"(proposal|request)-approve"/.test(JSON.stringify(card.blocks)) };
}

async function proposed(email: string): Promise<string> {
  const { invitationId, outcome } = await sendTo(world, vault, 'Operator', stranger(email), { by: adam });
  expect(outcome).toBe('proposed');
  await world.settled();
  return invitationId;
}

describe('a direct invitation to a privileged role', () => {
  it('waits for a second approver, holds its seat, and is sent when that one agrees', async () => {
    await fillDirect(proposer, {
      account: 'Mia Meyer (mia)',
      app: 'Vault',
      subscription: 'Team',
      role: 'Operator',
      terms: { expiryDays: '3' },
    });
    await proposer.submit();
    expect(proposer.text()).toContain('The role Operator takes two approvers.');
    await proposer.submit();
    expect(proposer.text()).toContain('Nothing is sent yet: the role Operator takes two approvers.');
    await proposer.close({ all: true });
    await world.settled();
    const { _id, approvals, status } = await newestInvitation(world, mia.email);
    expect(status).toBe('proposed');
    expect(approvals).toMatchObject([{ name: 'Adam Adler' }]);
    expect(world.mailsTo(mia.email).filter(({ text }) => text.includes('Vault'))).toEqual([]);
    expect(await seatsOf(world, vault.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
    expect(await toldOf(world, _id)).toEqual(['proposal slack C0APPROVALS']);

    const card = newestCard().text;
    for (const line of ['Adam Adler', 'Mia Meyer', 'Operator on Vault (Team)', '1 of 2 approvers']) {
      expect(card).toContain(line);
    }
    await owner.openHome();
    expect(owner.text('home')).toContain('Adam Adler proposes Operator on Vault (Team). 1 of 2 approvers.');
    await proposer.openHome();
    expect(proposer.text('home')).not.toContain('Adam Adler proposes');
    expect(proposer.text('home')).toContain('1 waiting for a second approver');

    // Two days later: the three days in which the invitee can answer begin with the second yes.
    world.clock.advance(2 * day);
    await owner.press('proposal-approve', { ...channel, value: _id });
    await world.settled();
    const sent = await newestInvitation(world, mia.email);
    expect(sent).toMatchObject({ _id, status: 'pending' });
    expect(sent.approvals.map(({ name }) => name)).toEqual(['Adam Adler', 'Olga Owens']);
    expect(sent.expiresAt.getTime()).toBeGreaterThan(world.clock.now().getTime() + 2.9 * day);
    expect(await auditOf(world, _id)).toEqual([
      'invitation.created by Adam Adler',
      'invitation.approved by Olga Owens',
    ]);
    expect(await toldOf(world, _id)).toEqual([
      'proposal slack C0APPROVALS',
      `offer mail ${mia.email}`,
      `offer slack ${mia.id}`,
      `proposal-decided slack ${adam.id}`,
    ]);
    expect(newestCard().isOpen).toBe(false);
    expect(newestCard().text).toContain('Olga Owens');
    expect(proposer.text(proposer.lastMessage())).toContain(
      'Olga Owens approved the invitation of Mia Meyer',
    );

    await world.person(mia.id).press('offer-accept', { in: 'message', value: _id });
    await world.settled();
    expect(await runningGrant(world, vault.subscriptionId, miaId)).toMatchObject({
      access: vault.access('Operator'),
    });
    expect(await seatsOf(world, vault.subscriptionId)).toEqual({ active: 1, held: 0, waiting: 0 });
  });

  it('cannot be agreed to by its proposer, its invitee, or somebody who may not approve', async () => {
    const { invitationId } = await sendTo(world, vault, 'Operator', account(noraId), { by: adam });
    await world.settled();
    const before = await newestInvitation(world, nora.email);
    const press = { ...channel, value: invitationId };
    await proposer.press('proposal-approve', press);
    expect(
      proposer.notices().at(-1)?.text ?? JSON.stringify(proposer.messages('access-approvals')),
    ).toContain('You have agreed to this already. Another approver has to agree as well.');
    expect(await outcomeOf(approveProposal(await verb(nora), invitationId))).toBe('deny');
    expect(await outcomeOf(denyProposal(await verb(nora), invitationId))).toBe('deny');
    expect(await outcomeOf(approveProposal(await verb(mia), invitationId))).toBe('deny');
    expect(await newestInvitation(world, nora.email)).toEqual(before);
    const invitee = world.person(nora.id);
    await invitee.openHome();
    expect(invitee.text('home')).not.toContain('Adam Adler proposes');
    expect(invitee.text('home')).not.toContain('Invitations for you');
    expect(await lastingOutcomeOf(async () => denyProposal(await verb(olga), invitationId))).toEqual({
      email: nora.email,
    });
  });

  it('ends when the second approver denies, without having been sent, and the proposer is told', async () => {
    const email = 'denied@partner.example';
    const seats = await seatsOf(world, vault.subscriptionId);
    const id = await proposed(email);
    await owner.press('proposal-deny', { ...channel, value: id });
    await world.settled();
    const ended = await newestInvitation(world, email);
    expect(ended).toMatchObject({ status: 'revoked', endedBy: 'Olga Owens', endedFrom: 'proposed' });
    expect(ended).not.toHaveProperty('liveKey');
    expect(await seatsOf(world, vault.subscriptionId)).toEqual(seats);
    expect(world.mailsTo(email)).toEqual([]);
    expect(await toldOf(world, id)).toEqual([
      'proposal slack C0APPROVALS',
      `proposal-decided slack ${adam.id}`,
    ]);
    expect(proposer.text(proposer.lastMessage())).toContain(
      'Olga Owens denied the invitation of Kim Keller to Vault (Team) of Aster Labs as Operator. It was not sent.',
    );
    expect(await outcomeOf(approveProposal(await verb(otto), id))).toBe('stale');
    expect(newestCard().isOpen).toBe(false);
  });

  it('goes to a new person with a code only then', async () => {
    const email = 'coded@partner.example';
    const id = await proposed(email);
    expect(world.mailsTo(email)).toEqual([]);
    await owner.press('proposal-approve', { ...channel, value: id });
    await world.settled();
    expect(world.codeFor(email)).toBe(codeOf(world.gatehouse.runtime, await newestInvitation(world, email)));
  });

  it('has the access at once with the second yes, where nothing has to be accepted', async () => {
    await decideSettings(world, { acceptance: { organization: true, app: false, workgroup: false } });
    try {
      const { invitationId } = await sendTo(world, vault, 'Operator', account(noraId), { by: adam });
      await world.settled();
      await world.person(olga.id).press('proposal-approve', { ...channel, value: invitationId });
      await world.settled();
      expect(await runningGrant(world, vault.subscriptionId, noraId)).toMatchObject({ invitationId });
      expect(await auditOf(world, invitationId)).toEqual([
        'invitation.created by Adam Adler',
        'invitation.approved by Olga Owens',
        'invitation.accepted by Olga Owens',
        'grant.created by Olga Owens',
      ]);
      expect(world.mailsTo(nora.email).at(-1)?.text).toContain('There is nothing to accept.');
      expect(newestCard().text).not.toContain('Nora Noll accepted');
    } finally {
      await decideSettings(world, { acceptance: { organization: true, app: true, workgroup: false } });
    }
  });

  it('expires without a second yes, and its seat is free', async () => {
    const email = 'slow@partner.example';
    const seats = await seatsOf(world, vault.subscriptionId);
    const id = await proposed(email);
    world.clock.advance(7 * day);
    expect(await outcomeOf(approveProposal(await verb(olga), id))).toBe('stale');
    await world.gatehouse.catchUp();
    await world.settled();
    expect(await newestInvitation(world, email)).toMatchObject({ status: 'expired', endedFrom: 'proposed' });
    expect((await seatsOf(world, vault.subscriptionId)).held).toBeLessThanOrEqual(seats.held);
    expect(newestCard().isOpen).toBe(false);
  });

  it('two second approvers at the same moment: one yes, one mail, one who was too late', async () => {
    const id = await proposed('crowd@partner.example');
    const outcomes = await Promise.all(
      [olga, otto].map((person) => lastingOutcomeOf(async () => approveProposal(await verb(person), id))),
    );
    expect(outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(1);
    expect(outcomes).toContain('stale');
    const { approvals, status } = await newestInvitation(world, 'crowd@partner.example');
    expect(status).toBe('pending');
    expect(approvals).toHaveLength(2);
    expect(await notedOf(world, id, 'invitation.approved')).toBe(1);
    await world.settled();
    expect(world.mailsTo('crowd@partner.example')).toHaveLength(1);
  });

  it('a yes and a no at the same moment: one of them holds', async () => {
    const id = await proposed('both@partner.example');
    const outcomes = await Promise.all([
      lastingOutcomeOf(async () => approveProposal(await verb(olga), id)),
      lastingOutcomeOf(async () => denyProposal(await verb(otto), id)),
    ]);
    expect(outcomes.filter((outcome) => outcome === 'stale')).toHaveLength(1);
    const approved = await notedOf(world, id, 'invitation.approved');
    const revoked = await notedOf(world, id, 'invitation.revoked');
    expect(approved + revoked).toBe(1);
    const { status } = await newestInvitation(world, 'both@partner.example');
    expect(status).toBe(approved === 1 ? 'pending' : 'revoked');
    await seatsOf(world, vault.subscriptionId);
  });
});

describe('a request', () => {
  let next = 0;
  /** Somebody new has asked for access. */
  async function asked(): Promise<{ person: Person; requestId: string; accountId: string }> {
    const person = crew[next];
    next += 1;
    if (!person) throw new Error('the crew is too small');
    const { runtime } = world.gatehouse;
    const invitation = await invited(await verb(olga), person.email);
    await redeem(await verb(person), codeOf(runtime, invitation), person.name);
    await world.settled();
    const request = await world.store.accessRequests.findOne({ invitationId: invitation._id }).lean();
    if (!request) throw new Error('nobody asked');
    return { person, requestId: request._id, accountId: request.accountId };
  }

  const statusOf = async (id: string) => world.store.accessRequests.findById(id).lean();

  async function approve(driver: Driver, requestId: string, role: string): Promise<void> {
    await driver.press('request-approve', { ...channel, value: requestId });
    const hasApp = JSON.stringify(driver.modal().state).includes(vault.subscriptionId);
    if (!hasApp) {
      await driver.choose('what', 'app', { in: 'modal' });
      await driver.choose('appId', 'Vault', { in: 'modal' });
      await driver.choose('subscriptionId', 'Team', { in: 'modal' });
    }
    await driver.fill({ roleId: role });
    await driver.submit();
  }

  it('shows one of two on its card, and is approved by the second approver who gives the same', async () => {
    const { person, requestId, accountId } = await asked();
    await approve(proposer, requestId, 'Operator');
    expect(proposer.text()).toContain('This role takes two approvers: another one has to agree');
    await proposer.close({ all: true });
    await world.settled();
    expect(await statusOf(requestId)).toMatchObject({ status: 'pending', access: vault.access('Operator') });
    const card = newestCard().text;
    expect(card).toContain('1 of 2 approvers: Adam Adler proposes Operator on Vault (Team).');
    expect(newestCard().isOpen).toBe(true);

    // The first approver cannot be the second one.
    await approve(proposer, requestId, 'Operator');
    expect(proposer.errors()).toEqual({
      roleId: 'You have agreed to this already. Another approver has to agree as well.',
    });
    await proposer.close({ all: true });

    await owner.press('request-approve', { ...channel, value: requestId });
    expect(owner.text()).toContain('Adam Adler proposes Operator on Vault (Team). Send the same to agree.');
    await owner.submit();
    expect(owner.errors()).toEqual({});
    expect(owner.text()).toContain('Nova Newcomer is invited to Vault (Team) of Aster Labs as Operator');
    await owner.close({ all: true });
    await world.settled();
    const approved = await statusOf(requestId);
    expect(approved).toMatchObject({ status: 'approved', decidedByName: 'Olga Owens' });
    expect(approved?.approvals.map(({ name }) => name)).toEqual(['Adam Adler', 'Olga Owens']);
    const offer = await newestInvitation(world, person.email);
    expect(offer).toMatchObject({ status: 'pending', requestId, accountId });
    expect(offer.approvals).toHaveLength(2);
    expect(await auditOf(world, requestId)).toEqual([
      'request.created by Somebody without an account',
      'request.endorsed by Adam Adler',
      'request.approved by Olga Owens',
    ]);
    await world.person(person.id).press('offer-accept', { in: 'message', value: offer._id });
    await world.settled();
    expect(await statusOf(requestId)).toMatchObject({ status: 'fulfilled' });
    expect(await runningGrant(world, vault.subscriptionId, accountId)).not.toBeNull();
    expect(newestCard().text).toContain('Approved as Operator on Vault (Team) by Adam Adler and Olga Owens');
  });

  it('an approver who gives something else does not agree to what the first one proposed', async () => {
    const { requestId } = await asked();
    await approve(proposer, requestId, 'Operator');
    await proposer.close({ all: true });
    await approve(owner, requestId, 'Viewer');
    expect(owner.text()).toContain('Nova Newcomer is invited to Vault (Team) of Aster Labs as Viewer');
    await owner.close({ all: true });
    await world.settled();
    const approved = await statusOf(requestId);
    expect(approved).toMatchObject({ status: 'approved', access: vault.access('Viewer') });
    expect(approved?.approvals.map(({ name }) => name)).toEqual(['Olga Owens']);
  });

  it('two approvers at the same moment agree with each other: one yes each, approved once', async () => {
    const { person, requestId } = await asked();
    const { appId, subscriptionId, roleId } = vault.access('Operator');
    const form = { requestId, what: 'app', appId, subscriptionId, roleId };
    const outcomes = await Promise.all(
      [adam, olga].map((each) => lastingOutcomeOf(async () => approveRequest(await verb(each), form))),
    );
    expect(
      outcomes.map((outcome) => (typeof outcome === 'object' ? outcome.outcome : outcome)).sort(),
    ).toEqual(['endorsed', 'sent']);
    const request = await statusOf(requestId);
    expect(request?.status).toBe('approved');
    expect(request?.approvals.map(({ name }) => name).sort()).toEqual(['Adam Adler', 'Olga Owens']);
    expect(await notedOf(world, requestId, 'request.endorsed')).toBe(1);
    expect(await notedOf(world, requestId, 'request.approved')).toBe(1);
    expect(await world.store.invitations.countDocuments({ requestId, kind: 'access' })).toBe(1);
    await world.settled();
    expect(world.mailsTo(person.email).filter(({ subject }) => subject.includes('Vault'))).toHaveLength(1);
  });

  it('A12: nobody agrees to their own request, and a taken back approval leaves the first one', async () => {
    const { person, requestId } = await asked();
    const { appId, subscriptionId, roleId } = vault.access('Operator');
    const form = { requestId, what: 'app', appId, subscriptionId, roleId };
    await approveRequest(await verb(adam), form);
    expect(await outcomeOf(approveRequest(await verb(person), form))).toBe('deny');
    await approveRequest(await verb(olga), form);
    expect(await outcomeOf(undo(await verb(adam), requestId))).toBe('deny');
    await undo(await verb(olga), requestId);
    await world.settled();
    const request = await statusOf(requestId);
    expect(request).toMatchObject({ status: 'pending', access: vault.access('Operator') });
    expect(request?.approvals.map(({ name }) => name)).toEqual(['Adam Adler']);
    expect(await newestInvitation(world, person.email)).toMatchObject({ status: 'revoked' });
    expect(newestCard().text).toContain('1 of 2 approvers');
  });
});
