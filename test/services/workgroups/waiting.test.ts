import { beforeAll, describe, expect, it } from 'vitest';
import { day } from '../../../src/domain/invitations.ts';
import { approveRequest } from '../../../src/services/access-requests/approve.ts';
import { createAccount } from '../../../src/services/accounts.ts';
import { briefingFor } from '../../../src/services/briefings/index.ts';
import { homeOverview } from '../../../src/services/home/index.ts';
import { acceptOffer } from '../../../src/services/invitations/answer.ts';
import { resendInvitation } from '../../../src/services/invitations/resend.ts';
import { revokeInvitation } from '../../../src/services/invitations/revoke.ts';
import { invitationTimeline } from '../../../src/services/invitations/timeline.ts';
import { endGrant } from '../../../src/services/people/end-grant.ts';
import { undo } from '../../../src/services/undo.ts';
import { waitingIn } from '../../../src/services/workgroups/waiting.ts';
import { newAccountOf, outcomeOf } from '../../support/verbs.ts';
import { openWorkgroupWorld, type Somebody, type WorkgroupWorld } from './world.ts';

let world: WorkgroupWorld;
let pilots: string;
let through: { partnerId: string };
const cora: Somebody = { name: 'cora', company: 'cedar' };

beforeAll(async () => {
  world = await openWorkgroupWorld();
  await world.partnership();
  pilots = await world.workgroup('Pilots');
  through = { partnerId: world.partnerId };
  await world.bringIn(cora, 'member', world.ofPartner);
  await world.invite(pilots, world.emailOf(cora), { ...through, role: 'admin' });
});

const statusOf = async (id: string) => (await world.store.invitations.findById(id).lean())?.status;

describe('a code of somebody who comes through a partner (A38)', () => {
  it('creates the account and gives the access in one transaction; both sides are told', async () => {
    const nora: Somebody = { name: 'nora', company: 'cedar' };
    await world.invite(pilots, world.emailOf(nora), { ...through, by: cora });
    const invitation = await world.invitationTo(nora, pilots);
    const result = await world.redeem(nora, invitation);
    expect(result.outcome).toBe('granted');
    const account = await world.accountOf(nora);
    expect(account.homeOrganizationId).toBe(world.partnerId);
    const grant = await world.grantIn(pilots, nora);
    expect(grant).toMatchObject({
      invitationId: invitation._id,
      grantedBy: (await world.accountOf(cora))._id,
    });
    const created = await world.store.audit
      .findOne({ action: 'account.created', subjects: account._id })
      .lean();
    const given = await world.store.audit
      .findOne({ action: 'grant.created', subjects: grant?._id ?? '' })
      .lean();
    expect(given?.commandId).toBe(created?.commandId);
    expect(await world.messages(invitation._id)).toEqual([
      'access-granted mail nora@cedar.example',
      'access-granted slack U0NORA',
      'offer mail nora@cedar.example',
      'offer-answered slack U0CORA',
    ]);
    const { access } = await homeOverview(await world.by(nora));
    expect(access).toMatchObject([{ organizationName: 'Aster', access: { workgroupName: 'Pilots' } }]);
  });

  it('waits for their Accept where the organization wants that', async () => {
    const noah: Somebody = { name: 'noah', company: 'cedar' };
    await world.wantAcceptance(true);
    try {
      await world.invite(pilots, world.emailOf(noah), through);
      const invitation = await world.invitationTo(noah, pilots);
      expect(await world.redeem(noah, invitation)).toMatchObject({ outcome: 'already-invited' });
      expect(await world.grantIn(pilots, noah)).toBeNull();
      await acceptOffer(await world.by(noah), invitation._id);
      expect(await world.grantIn(pilots, noah)).not.toBeNull();
    } finally {
      await world.wantAcceptance(false);
    }
  });

  it('is worth nothing to anybody else, and makes them no account', async () => {
    await world.invite(pilots, 'meant@cedar.example', through);
    const invitation = await world.invitationTo({ name: 'meant', company: 'cedar' }, pilots);
    const thief: Somebody = { name: 'thief', company: 'other' };
    expect(await outcomeOf(world.redeem(thief, invitation))).toBe('code');
    expect(await world.store.accounts.exists({ emailKey: world.emailOf(thief) })).toBeNull();
    expect(await outcomeOf(world.redeem(cora, invitation))).toBe('code');
    expect(await statusOf(invitation._id)).toBe('pending');
  });

  it('is worth nothing to the invited person once they belong to another organization', async () => {
    const eva: Somebody = { name: 'eva', company: 'cedar' };
    await world.invite(pilots, world.emailOf(eva), through);
    const invitation = await world.invitationTo(eva, pilots);
    await world.bringIn(eva);
    expect(await outcomeOf(world.redeem(eva, invitation))).toBe('code');
    expect(await world.grantIn(pilots, eva)).toBeNull();
    expect(await statusOf(invitation._id)).toBe('pending');
  });

  it('is worth nothing once whoever sent it may not invite any more (A14); a resend makes it good', async () => {
    const carl: Somebody = { name: 'carl', company: 'cedar' };
    await world.bringIn(carl, 'member', world.ofPartner);
    await world.invite(pilots, world.emailOf(carl), { ...through, role: 'admin' });
    const nina: Somebody = { name: 'nina', company: 'cedar' };
    await world.invite(pilots, world.emailOf(nina), { ...through, by: carl });
    const invitation = await world.invitationTo(nina, pilots);
    const seat = await world.grantIn(pilots, carl);
    await endGrant(await world.by(carl), seat?._id ?? '');
    expect(await outcomeOf(world.redeem(nina, invitation))).toBe('code');
    await resendInvitation(await world.by(cora), invitation._id);
    await world.redeem(nina, await world.invitationTo(nina, pilots));
    expect(await world.grantIn(pilots, nina)).toMatchObject({ grantedBy: (await world.accountOf(cora))._id });
  });
});

describe('an account that appears by itself', () => {
  it('goes on waiting until it has a role in the partner, and is let in with it', async () => {
    const otto: Somebody = { name: 'otto', company: 'cedar' };
    await world.invite(pilots, world.emailOf(otto), through);
    await createAccount(await world.by(otto), newAccountOf('otto'), {
      email: world.emailOf(otto),
      firstName: 'Otto',
      lastName: 'Test',
      isWorkspaceAdmin: false,
    });
    expect(await world.grantIn(pilots, otto)).toBeNull();
    expect((await homeOverview(await world.by(otto))).offers).toEqual([]);
    const { since } = await world.bringIn(otto, 'member', world.ofPartner);
    expect(await world.grantIn(pilots, otto)).toMatchObject({
      since,
      access: { partnerId: world.partnerId },
    });
    const invitation = await world.invitationTo(otto, pilots);
    expect(await world.audit(invitation._id)).toEqual([
      'invitation.created',
      'invitation.claimed',
      'invitation.accepted',
      'grant.created',
    ]);
  });

  it('is let in by a resend, when its invitation had expired before it came to belong', async () => {
    const paul: Somebody = { name: 'paul', company: 'cedar' };
    await world.withAccount(paul);
    await world.invite(pilots, world.emailOf(paul), through);
    const invitation = await world.invitationTo(paul, pilots);
    world.clock.at += 8 * day;
    await world.sweep();
    await world.bringIn(paul, 'member', world.ofPartner);
    expect(await world.grantIn(pilots, paul)).toBeNull();
    await resendInvitation(await world.by(world.olga), invitation._id);
    expect(await world.grantIn(pilots, paul)).toMatchObject({ invitationId: invitation._id });
    expect(await world.messages(invitation._id)).toEqual([
      'access-granted mail paul@cedar.example',
      'access-granted slack U0PAUL',
      'offer mail paul@cedar.example',
      'offer-answered slack U0OLGA',
    ]);
  });
});

describe('a code of the organization’s own people', () => {
  it('asks for access to the organization, and with that comes the access to the workgroup', async () => {
    const ben: Somebody = { name: 'ben', company: 'aster' };
    await world.invite(pilots, world.emailOf(ben));
    const invitation = await world.invitationTo(ben, pilots);
    expect(await world.redeem(ben, invitation)).toMatchObject({ outcome: 'requested' });
    expect((await world.accountOf(ben)).homeOrganizationId).toBeNull();
    expect(await world.grantIn(pilots, ben)).toBeNull();
    const request = await world.store.accessRequests.findOne({ invitationId: invitation._id }).lean();
    expect(request).toMatchObject({ status: 'pending', wanted: { kind: 'workgroup' }, invitedEmail: null });
    const [listed] = (await waitingIn(await world.by(world.olga), pilots, null)).items;
    expect(listed).toMatchObject({ id: invitation._id, waitsForAccess: true, isResent: false });
    const approval = { requestId: request?._id, what: 'organization', role: 'member' };
    const offer = await approveRequest(await world.by(world.olga), approval);
    expect(offer).toMatchObject({ outcome: 'sent', comesAlong: ['Pilots'] });
    const told = await world.store.outbox
      .find({ template: 'offer', 'about.id': 'invitationId' in offer ? offer.invitationId : '' })
      .lean();
    expect(told.map(({ to }) => to.via).sort()).toEqual(['mail', 'slack']);
    for (const each of told)
      expect(await briefingFor(world.runtime, each)).toMatchObject({ comesAlong: ['Pilots'] });
    await acceptOffer(await world.by(ben), 'invitationId' in offer ? offer.invitationId : '');
    expect(await world.grantIn(pilots, ben)).toMatchObject({ access: { partnerId: null } });
    expect(await statusOf(invitation._id)).toBe('accepted');
    // Ben has accepted the organization alone: the workgroup was given with it.
    expect(await world.messages(invitation._id)).toContain('access-granted slack U0BEN');
    const { timeline } = await invitationTimeline(await world.by(world.olga), invitation._id);
    expect(timeline.map(({ text }) => text)).toContain('Access given at once');
    const row = await world.store.outbox
      .findOne({ template: 'access-granted', 'about.id': invitation._id, 'to.via': 'mail' })
      .lean();
    expect(row && (await briefingFor(world.runtime, row))).toMatchObject({
      accepted: false,
      giverName: 'Nova Newcomer',
    });
    expect((await world.accountOf(ben)).homeOrganizationId).toBe(world.hostId);
  });
});

describe('those who wait', () => {
  it('are listed for the workgroup’s admin, who resends, revokes and takes that back', async () => {
    await world.invite(pilots, 'wanda@cedar.example', through);
    const wanda: Somebody = { name: 'wanda', company: 'cedar' };
    const { items } = await waitingIn(await world.by(cora), pilots, null);
    const listed = items.find(({ email }) => email === 'wanda@cedar.example');
    expect(listed).toMatchObject({
      waitsForAccount: true,
      status: 'pending',
      access: { partnerName: 'Cedar' },
    });
    const id = listed?.id ?? '';
    expect(await resendInvitation(await world.by(cora), id)).toMatchObject({ hasCode: true });
    await revokeInvitation(await world.by(cora), id);
    expect(await outcomeOf(world.redeem(wanda, await world.invitationTo(wanda, pilots)))).toBe('code');
    const after = await waitingIn(await world.by(cora), pilots, null);
    expect(after.items.map((each) => each.id)).not.toContain(id);
    await undo(await world.by(cora), id);
    const { timeline } = await invitationTimeline(await world.by(cora), id);
    expect(timeline.map(({ text }) => text)).toEqual([
      'Invited by Nova Newcomer',
      'Sent again by Nova Newcomer',
      'Revoked by Nova Newcomer',
      'A code was tried and refused',
      'Revocation taken back by Nova Newcomer',
    ]);
    expect((await world.redeem(wanda, await world.invitationTo(wanda, pilots))).outcome).toBe('granted');
  });

  it('are nothing to members, other organizations and the admin of another workgroup (A3)', async () => {
    const mila: Somebody = { name: 'mila', company: 'aster' };
    await world.bringIn(mila);
    const other = await world.workgroup('Other');
    await world.invite(other, world.emailOf(mila), { role: 'admin' });
    await world.invite(pilots, 'wim@cedar.example', through);
    const { _id } = await world.invitationTo({ name: 'wim', company: 'cedar' }, pilots);
    for (const who of [mila, world.pia]) {
      expect(await outcomeOf(waitingIn(await world.by(who), pilots, null))).toBe('deny');
      expect(await outcomeOf(resendInvitation(await world.by(who), _id))).toBe('deny');
      expect(await outcomeOf(revokeInvitation(await world.by(who), _id))).toBe('deny');
      expect(await outcomeOf(invitationTimeline(await world.by(who), _id))).toBe('deny');
    }
  });
});
