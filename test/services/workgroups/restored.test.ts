/** Invitations that wait are found whenever their person comes to belong, however they came to wait and however many they are. */
import { beforeAll, describe, expect, it } from 'vitest';
import { revokeInvitation } from '../../../src/services/invitations/revoke.ts';
import { removePerson } from '../../../src/services/people/remove.ts';
import { undo } from '../../../src/services/undo.ts';
import { outcomeOf } from '../../support/verbs.ts';
import { openWorkgroupWorld, type Somebody, type WorkgroupWorld } from './world.ts';

let world: WorkgroupWorld;
let pilots: string;
let through: { partnerId: string };

beforeAll(async () => {
  world = await openWorkgroupWorld();
  await world.partnership();
  pilots = await world.workgroup('Pilots');
  through = { partnerId: world.partnerId };
});

describe('a revocation that is taken back', () => {
  it('lets in who came to belong meanwhile, and tells them', async () => {
    const xena: Somebody = { name: 'xena', company: 'cedar' };
    await world.withAccount(xena);
    await world.invite(pilots, world.emailOf(xena), through);
    const { _id } = await world.invitationTo(xena, pilots);
    await revokeInvitation(await world.by(world.olga), _id);
    await world.bringIn(xena, 'member', world.ofPartner);
    expect(await world.grantIn(pilots, xena)).toBeNull();
    await undo(await world.by(world.olga), _id);
    expect(await world.grantIn(pilots, xena)).toMatchObject({ invitationId: _id });
    expect(await world.audit(_id)).toEqual([
      'invitation.created',
      'invitation.revoked',
      'invitation.restored',
      'invitation.claimed',
      'invitation.accepted',
      'grant.created',
    ]);
    expect(await world.messages(_id)).toEqual(
      expect.arrayContaining([
        'access-granted mail xena@cedar.example',
        'invitation-restored mail xena@cedar.example',
      ]),
    );
  });

  it('is refused when they were let in by another invitation meanwhile', async () => {
    const yara: Somebody = { name: 'yara', company: 'cedar' };
    await world.withAccount(yara);
    await world.invite(pilots, world.emailOf(yara), through);
    const { _id } = await world.invitationTo(yara, pilots);
    await revokeInvitation(await world.by(world.olga), _id);
    await world.bringIn(yara, 'member', world.ofPartner);
    await world.invite(pilots, world.emailOf(yara), through);
    expect(await outcomeOf(undo(await world.by(world.olga), _id))).toBe('stale');
    expect(await world.store.invitations.findById(_id).lean()).toMatchObject({ status: 'revoked' });
  });

  it('lets in whose earlier access is over, before any sweep', async () => {
    const zora: Somebody = { name: 'zora', company: 'cedar' };
    await world.withAccount(zora);
    await world.invite(pilots, world.emailOf(zora), through);
    const { _id } = await world.invitationTo(zora, pilots);
    await revokeInvitation(await world.by(world.olga), _id);
    await world.bringIn(zora, 'member', world.ofPartner);
    await world.invite(pilots, world.emailOf(zora), through);
    const earlier = await world.grantIn(pilots, zora);
    const earlierId = earlier?._id ?? '';
    const endsAt = new Date(world.clock.at + 1000);
    await world.store.grants.updateOne({ _id: earlierId }, { $set: { endsAt } });
    world.clock.at += 2000;
    await undo(await world.by(world.olga), _id);
    expect(await world.grantIn(pilots, zora)).toMatchObject({ invitationId: _id });
    expect(await world.store.grants.findById(earlierId).lean()).toMatchObject({ status: 'expired' });
  });
});

describe('somebody who was deactivated', () => {
  const bea: Somebody = { name: 'bea', company: 'cedar' };

  it('is let in when they are back, where they were invited meanwhile, and told', async () => {
    await world.bringIn(bea, 'member', world.ofPartner);
    await world.turnAway(bea);
    expect((await world.invite(pilots, world.emailOf(bea), through)).lines).toMatchObject([
      { outcome: 'waiting-for-account' },
    ]);
    await world.turnAway(bea, false);
    const { _id } = await world.invitationTo(bea, pilots);
    expect(await world.grantIn(pilots, bea)).toMatchObject({ invitationId: _id });
    expect(await world.audit(_id)).toEqual([
      'invitation.created',
      'invitation.claimed',
      'invitation.accepted',
      'grant.created',
    ]);
    expect(await world.messages(_id)).toContain('access-granted slack U0BEA');
  });

  it('goes on waiting when what they belonged by is over', async () => {
    const cleo: Somebody = { name: 'cleo', company: 'cedar' };
    const { accountId } = await world.bringIn(cleo, 'member', world.ofPartner);
    await world.turnAway(cleo);
    await world.invite(pilots, world.emailOf(cleo), through);
    await removePerson(await world.by(world.pia), { accountId, organizationId: world.partnerId });
    await world.turnAway(cleo, false);
    expect(await world.grantIn(pilots, cleo)).toBeNull();
    expect(await world.invitationTo(cleo, pilots)).toMatchObject({ status: 'pending', accountId: null });
  });

  it('chooses by themselves when they are back, where access has to be accepted', async () => {
    const dina: Somebody = { name: 'dina', company: 'cedar' };
    await world.bringIn(dina, 'member', world.ofPartner);
    await world.turnAway(dina);
    await world.invite(pilots, world.emailOf(dina), through);
    await world.wantAcceptance(true);
    try {
      await world.turnAway(dina, false);
      const { _id, accountId } = await world.invitationTo(dina, pilots);
      expect(accountId).toBe((await world.accountOf(dina))._id);
      expect(await world.messages(_id)).toContain('offer slack U0DINA');
    } finally {
      await world.wantAcceptance(false);
    }
  });
});

describe('somebody whom more invitations wait for than one page holds', () => {
  it('is let in by all of them with a role', async () => {
    const many: Somebody = { name: 'many', company: 'cedar' };
    await world.withAccount(many);
    const howMany = 52;
    for (let i = 0; i < howMany; i += 1) {
      const workgroup = await world.workgroup(`Group ${i}`);
      await world.invite(workgroup, world.emailOf(many), through);
    }
    await world.bringIn(many, 'member', world.ofPartner);
    const { _id: accountId } = await world.accountOf(many);
    const of = { accountId, 'access.kind': 'workgroup', status: 'active' } as const;
    expect(await world.store.grants.countDocuments(of)).toBe(howMany);
  });

  it('is let in by all of them with a code', async () => {
    const lots: Somebody = { name: 'lots', company: 'cedar' };
    const groups = await world.store.workgroups.find({ name: /^Group / }).lean();
    for (const { _id } of groups) await world.invite(_id, world.emailOf(lots), through);
    const [first] = groups;
    await world.redeem(lots, await world.invitationTo(lots, first?._id ?? ''));
    const { _id: accountId } = await world.accountOf(lots);
    const of = { accountId, 'access.kind': 'workgroup', status: 'active' } as const;
    expect(await world.store.grants.countDocuments(of)).toBe(groups.length);
  });
});
