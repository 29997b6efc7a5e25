/** Who belongs to a partner is for the partner alone: by its roles, or by its allowed domains and the code of the invited person. */
import { beforeAll, describe, expect, it } from 'vitest';
import { day } from '../../../src/domain/invitations.ts';
import { denyRequest } from '../../../src/services/access-requests/deny.ts';
import { addPartner } from '../../../src/services/collaborations/add.ts';
import { forecastBulk } from '../../../src/services/invitations/bulk.ts';
import { sendJoinInvitations } from '../../../src/services/invitations/send-join.ts';
import { changeGrant } from '../../../src/services/people/change-grant.ts';
import { endGrant } from '../../../src/services/people/end-grant.ts';
import { editSettings } from '../../../src/services/settings.ts';
import { createWorkgroup } from '../../../src/services/workgroups/create.ts';
import { inviteToWorkgroup } from '../../../src/services/workgroups/invite.ts';
import { outcomeOf } from '../../support/verbs.ts';
import { openWorkgroupWorld, type Somebody, type WorkgroupWorld } from './world.ts';

let world: WorkgroupWorld;
let pilots: string;
let through: { partnerId: string };
/** What another host of Cedar answers to an invitation of somebody through Cedar. */
let inviteElsewhere: (who: Somebody) => Promise<unknown>;

beforeAll(async () => {
  world = await openWorkgroupWorld();
  await world.partnership();
  pilots = await world.workgroup('Pilots');
  through = { partnerId: world.partnerId };
  const dora: Somebody = { name: 'dora', company: 'dune' };
  const organizationId = await world.found(dora, 'Dune');
  await addPartner(await world.by(dora), { organizationId, domain: 'cedar' });
  const form = { organizationId, name: 'Sand', collaborative: 'yes' };
  const { workgroupId } = await createWorkgroup(await world.by(dora), form);
  inviteElsewhere = async (who) => {
    const input = { workgroupId, emails: world.emailOf(who), role: 'member', ...through };
    const { lines } = await inviteToWorkgroup(await world.by(dora), input);
    return lines.map(({ outcome }) => outcome);
  };
});

const homeOf = async (who: Somebody) => (await world.accountOf(who)).homeOrganizationId;

/** The domains that Cedar takes people of; all for none. */
async function cedarTakes(allowedDomains: string): Promise<void> {
  const form = { acceptance: ['organization', 'app'], allowedDomains, expiryDays: 7, whoMayInvite: 'admin' };
  await editSettings(await world.by(world.pia), world.partnerId, form);
}

async function whileCedarTakes(allowedDomains: string, work: () => Promise<void>): Promise<void> {
  await cedarTakes(allowedDomains);
  try {
    await work();
  } finally {
    await cedarTakes('');
  }
}

describe('an address of a domain that the partner does not take', () => {
  it('is not invited through it, with an account that belongs nowhere or without one', async () => {
    await whileCedarTakes('cedar.example', async () => {
      await world.withAccount({ name: 'evan', company: 'evil' });
      const emails = 'eve@evil.example, evan@evil.example, fine@cedar.example';
      const { lines } = await world.invite(pilots, emails, through);
      const problem =
        'Cedar takes nobody of evil.example. Check the address and the partner, or ask an admin there.';
      expect(lines).toEqual([
        { address: 'eve@evil.example', outcome: 'not-a-partner', problem },
        { address: 'evan@evil.example', outcome: 'not-a-partner', problem },
        { address: 'fine@cedar.example', outcome: 'waiting-for-account' },
      ]);
      expect(await world.store.invitations.exists({ emailKey: /@evil\.example$/ })).toBeNull();
    });
  });

  it('is invited all the same when the partner has given it a role', async () => {
    const guest: Somebody = { name: 'guest', company: 'freelance' };
    await world.bringIn(guest, 'member', world.ofPartner);
    await whileCedarTakes('cedar.example', async () => {
      const { lines } = await world.invite(pilots, world.emailOf(guest), through);
      expect(lines).toMatchObject([{ outcome: 'granted' }]);
    });
  });

  it('has a code that makes no account, once the partner takes it no longer', async () => {
    const late: Somebody = { name: 'late', company: 'other' };
    await world.invite(pilots, world.emailOf(late), through);
    const invitation = await world.invitationTo(late, pilots);
    await whileCedarTakes('cedar.example', async () => {
      await expect(world.redeem(late, invitation)).rejects.toMatchObject({
        code: 'form',
        message: expect.stringContaining('until you belong to Cedar'),
      });
      expect(await world.store.accounts.exists({ emailKey: world.emailOf(late) })).toBeNull();
    });
    expect((await world.redeem(late, invitation)).outcome).toBe('granted');
    expect(await homeOf(late)).toBe(world.partnerId);
  });
});

describe('a code to join the partner', () => {
  async function joining(name: string) {
    const emails = `${name}@cedar.example`;
    await sendJoinInvitations(await world.by(world.pia), { organizationId: world.partnerId, emails });
    const invitation = await world.store.invitations.findOne({ emailKey: emails, kind: 'join' }).lean();
    if (!invitation) throw new Error(`${name} was not invited`);
    return invitation;
  }

  it.each([
    ['by the invited person', 'joel', { name: 'joel', company: 'cedar' }],
    ['by whom it was passed on to', 'jane', { name: 'dan', company: 'outside' }],
  ])('makes nobody belong to it when it is used %s, and the request is denied', async (_, name, who) => {
    await world.invite(pilots, world.emailOf(who), through);
    await world.redeem(who, await joining(name));
    expect(await homeOf(who)).toBeNull();
    expect(await world.grantIn(pilots, who)).toBeNull();
    const { _id: accountId } = await world.accountOf(who);
    const request = await world.store.accessRequests.findOne({ accountId }).lean();
    await denyRequest(await world.by(world.pia), { requestId: request?._id, reason: 'We do not know you.' });
    expect(await inviteElsewhere(who)).toEqual(['waiting-for-account']);
    expect(await world.grantIn(pilots, who)).toBeNull();
  });
});

describe('a role in an organization', () => {
  it('is the home of who had none, until it ends', async () => {
    const rolf: Somebody = { name: 'rolf', company: 'cedar' };
    const role = await world.bringIn(rolf, 'member', world.ofPartner);
    expect(await homeOf(rolf)).toBe(world.partnerId);
    const second = await world.bringIn(rolf);
    expect(await homeOf(rolf)).toBe(world.partnerId);
    await endGrant(await world.by(world.olga), second._id);
    expect(await homeOf(rolf)).toBe(world.partnerId);
    await endGrant(await world.by(world.pia), role._id);
    expect(await homeOf(rolf)).toBeNull();
  });

  it('counts to its end and no longer, also for who came in by a code, and before any sweep', async () => {
    const nora: Somebody = { name: 'nora', company: 'cedar' };
    await world.invite(pilots, world.emailOf(nora), { ...through, role: 'admin' });
    await world.redeem(nora, await world.invitationTo(nora, pilots));
    const role = await world.bringIn(nora, 'member', world.ofPartner);
    const soon = new Date(world.clock.at + 2 * day).toISOString().slice(0, 10);
    await changeGrant(await world.by(world.pia), role._id, { roleId: 'member', endsOn: soon });
    expect((await world.invite(pilots, 'one@cedar.example', { ...through, by: nora })).lines).toMatchObject([
      { outcome: 'waiting-for-account' },
    ]);
    world.clock.at += 4 * day;
    expect(await outcomeOf(world.invite(pilots, 'two@cedar.example', { ...through, by: nora }))).toBe('deny');
    expect(await inviteElsewhere(nora)).toEqual(['waiting-for-account']);
    await world.sweep();
    expect(await world.grantIn(pilots, nora)).toBeNull();
  });
});

describe('a code of somebody whose account came first', () => {
  it('says that it waits, and is not counted as a wrong one', async () => {
    const xena: Somebody = { name: 'xena', company: 'cedar' };
    await world.invite(pilots, world.emailOf(xena), through);
    await world.withAccount(xena);
    const invitation = await world.invitationTo(xena, pilots);
    await expect(world.redeem(xena, invitation)).rejects.toMatchObject({
      code: 'form',
      message: expect.stringContaining('until you belong to Cedar'),
    });
    expect(await world.audit(invitation._id)).toEqual(['invitation.created']);
    const stranger: Somebody = { name: 'nobody', company: 'cedar' };
    await world.withAccount(stranger);
    expect(await outcomeOf(world.redeem(stranger, invitation))).toBe('code');
    await world.bringIn(xena, 'member', world.ofPartner);
    expect((await world.redeem(xena, invitation)).outcome).toBe('already-has-access');
  });
});

describe('a preview of what a resend would do', () => {
  it('writes nothing', async () => {
    await world.invite(pilots, 'preview@cedar.example', through);
    const { _id } = await world.invitationTo({ name: 'preview', company: 'cedar' }, pilots);
    const revisions = async () => {
      const gates = await world.store.workgroupGates.find({ workgroupId: pilots }).lean();
      return gates.reduce((sum, { revision }) => sum + revision, 0);
    };
    const before = await revisions();
    const bulk = { action: { kind: 'resend' as const }, invitationIds: [_id] };
    expect(await forecastBulk(await world.by(world.olga), bulk)).toMatchObject({ possible: [_id] });
    expect(await revisions()).toBe(before);
  });
});
