import { beforeAll, describe, expect, it } from 'vitest';
import { briefingFor } from '../../../src/services/briefings/index.ts';
import { addPartner } from '../../../src/services/collaborations/add.ts';
import {
  allowPartnershipAgain,
  leavePartnership,
  lossOfPartner,
  removePartner,
} from '../../../src/services/collaborations/end.ts';
import { partnersOf } from '../../../src/services/collaborations/list.ts';
import { homeOverview } from '../../../src/services/home/index.ts';
import { resendInvitation } from '../../../src/services/invitations/resend.ts';
import { revokeInvitation } from '../../../src/services/invitations/revoke.ts';
import { undo } from '../../../src/services/undo.ts';
import { outcomeOf } from '../../support/verbs.ts';
import { openWorkgroupWorld, type Somebody, type WorkgroupWorld } from '../workgroups/world.ts';

let world: WorkgroupWorld;
let pilots: string;
let through: { partnerId: string };
const cora: Somebody = { name: 'cora', company: 'cedar' };
const adam: Somebody = { name: 'adam', company: 'aster' };
const pat: Somebody = { name: 'pat', company: 'cedar' };
const far: Somebody = { name: 'far', company: 'far', tenantId: 'T0FAR' };

beforeAll(async () => {
  world = await openWorkgroupWorld();
  pilots = await world.workgroup('Pilots');
  through = { partnerId: world.partnerId };
  await world.bringIn(adam, 'admin');
  await world.bringIn(cora, 'member', world.ofPartner);
  await world.bringIn(pat, 'admin', world.ofPartner);
  await world.found({ name: 'dora', company: 'dune' }, 'Dune');
  await world.found(far, 'Far');
});

/** What somebody reads about the access that has ended last. */
async function lastEnd(who: Somebody) {
  const row = await world.store.outbox
    .findOne({ template: 'access-ended', 'to.address': world.emailOf(who) })
    .sort({ _id: -1 })
    .lean();
  return row && briefingFor(world.runtime, row);
}

const add = async (domain: string, who: Somebody = adam) =>
  addPartner(await world.by(who), { organizationId: world.hostId, domain });

describe('adding a partner', () => {
  it('says what is wrong with the domain', async () => {
    const problem = async (domain: string) => {
      const error: unknown = await add(domain).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'form', fields: { domain: expect.any(String) } });
      return error instanceof Error ? error.message : '';
    };
    expect(await problem('zzz-unknown')).toBe(
      'No organization has the domain “zzz-unknown”. Check the spelling.',
    );
    // One's own is near and known; Cedar is as near to `cedra`, and nothing that Adam may know of yet.
    expect(await problem('astre')).toContain('Did you mean “aster”?');
    expect(await problem('cedra')).not.toContain('cedar');
    // An organization of another tenant does not exist.
    expect(await problem('far')).toContain('No organization');
    expect(await problem('aster')).toContain('of Aster itself');
    expect(await problem('not a domain')).toContain('Use 2 to 31 letters');
  });

  it('names the partner, and tells its owners', async () => {
    const added = await add('Cedar ');
    expect(added).toMatchObject({ organizationName: 'Aster', partnerName: 'Cedar', domain: 'cedar' });
    expect(await world.messages(added.collaborationId)).toEqual(['partner-added slack U0PIA']);
    await expect(add('cedar')).rejects.toMatchObject({
      fields: { domain: 'Cedar is a partner of Aster already.' },
    });
    // From now on it is known.
    await expect(add('cedra')).rejects.toMatchObject({ message: expect.stringContaining('“cedar”') });
  });

  it('is for owners and admins of the organization', async () => {
    for (const who of [cora, world.pia, far]) expect(await outcomeOf(add('dune', who))).toBe('deny');
  });

  it('adds one partner once, whoever adds it at the same moment', async () => {
    const outcomes = await Promise.all([add('dune'), add('dune', world.olga)].map(outcomeOf));
    expect(outcomes.filter((each) => each === 'form')).toHaveLength(1);
    expect(await world.store.collaborations.countDocuments({ organizationId: world.hostId })).toBe(2);
  });
});

describe('the list of partners', () => {
  it('has both sides, and says who may leave', async () => {
    const [host] = await partnersOf(await world.by(adam));
    expect(host).toMatchObject({ organizationName: 'Aster', hosts: [], mayLeave: false });
    expect(host?.partners.map(({ name, domain, status }) => `${name} ${domain} ${status}`)).toEqual([
      'Cedar cedar active',
      'Dune dune active',
    ]);
    const [partner] = await partnersOf(await world.by(world.pia));
    expect(partner).toMatchObject({ partners: [], hosts: [{ name: 'Aster' }], mayLeave: true });
    expect(await partnersOf(await world.by(cora))).toEqual([]);
  });
});

describe('the end of a partnership', () => {
  const partnershipId = async () => {
    const found = await world.store.collaborations.findOne({ partnerId: world.partnerId }).lean();
    return found?._id ?? '';
  };

  it('is refused to everybody whom it is no business of', async () => {
    const id = await partnershipId();
    for (const who of [cora, far, { name: 'dora', company: 'dune' }]) {
      expect(await outcomeOf(lossOfPartner(await world.by(who), id))).toBe('deny');
      expect(await outcomeOf(removePartner(await world.by(who), id))).toBe('deny');
      expect(await outcomeOf(leavePartnership(await world.by(who), id))).toBe('deny');
    }
    // The partner's admins see it; only its owners leave. The host leaves nothing, and the partner removes nobody.
    expect(await outcomeOf(leavePartnership(await world.by(pat), id))).toBe('deny');
    expect(await outcomeOf(leavePartnership(await world.by(world.olga), id))).toBe('deny');
    expect(await outcomeOf(removePartner(await world.by(world.pia), id))).toBe('deny');
  });

  it('says first how much is lost, and ends it all: codes are dead, people and owners are told once (A15)', async () => {
    const id = await partnershipId();
    const second = await world.workgroup('Second');
    const nora: Somebody = { name: 'nora', company: 'cedar' };
    for (const workgroup of [pilots, second]) await world.invite(workgroup, world.emailOf(cora), through);
    await world.invite(pilots, world.emailOf(nora), through);
    const revoked: Somebody = { name: 'revoked', company: 'cedar' };
    await world.invite(pilots, world.emailOf(revoked), through);
    const undoable = await world.invitationTo(revoked, pilots);
    await revokeInvitation(await world.by(adam), undoable._id);
    const offered = async () => (await homeOverview(await world.by(adam))).undoable;
    expect(await offered()).toMatchObject([{ id: undoable._id, access: { workgroupName: 'Pilots' } }]);

    const loss = { people: 1, grants: 2, invitations: 1 };
    expect(await lossOfPartner(await world.by(world.olga), id)).toEqual(loss);
    expect(await lossOfPartner(await world.by(world.pia), id)).toEqual(loss);
    const [overview] = await partnersOf(await world.by(adam));
    expect(overview?.partners[0]).toMatchObject({ name: 'Cedar', people: 1 });

    const invitation = await world.invitationTo(nora, pilots);
    expect(await removePartner(await world.by(adam), id)).toEqual({
      organizationName: 'Aster',
      partnerName: 'Cedar',
      ...loss,
    });
    expect(await world.grantIn(pilots, cora)).toBeNull();
    expect(await world.grantIn(second, cora)).toBeNull();
    const told = { template: 'access-ended', 'to.address': world.emailOf(cora) } as const;
    expect(await world.store.outbox.countDocuments(told)).toBe(1);
    expect(await lastEnd(cora)).toMatchObject({ formerPartner: { name: 'Cedar', left: false } });
    expect(await offered()).toEqual([]);
    expect(await outcomeOf(world.redeem(nora, invitation))).toBe('code');
    expect(await world.messages(invitation._id)).toContain('invitation-withdrawn mail nora@cedar.example');
    expect((await world.messages(id)).filter((each) => each.startsWith('partner-ended'))).toEqual([
      'partner-ended slack U0OLGA',
      'partner-ended slack U0PIA',
    ]);
    // Nothing brings an invitation through it back.
    expect(await outcomeOf(undo(await world.by(adam), undoable._id))).toBe('stale');
    expect(await outcomeOf(resendInvitation(await world.by(adam), invitation._id))).toBe('stale');
    expect((await world.invite(pilots, world.emailOf(cora), through)).lines).toMatchObject([
      { outcome: 'not-a-partner', problem: 'Cedar is not a partner of Aster.' },
    ]);
    expect(await outcomeOf(removePartner(await world.by(adam), id))).toBe('stale');
  });

  it('leaves people of other partners and of the organization alone', async () => {
    const dune = await world.store.organizations.findOne({ domain: 'dune' }).lean();
    const dan: Somebody = { name: 'dan', company: 'dune' };
    const mila: Somebody = { name: 'mila', company: 'aster' };
    await world.bringIn(mila);
    await world.bringIn(dan, 'member', {
      organizationId: dune?._id ?? '',
      by: { name: 'dora', company: 'dune' },
    });
    await world.invite(pilots, world.emailOf(mila));
    await world.invite(pilots, world.emailOf(dan), { partnerId: dune?._id ?? '' });
    const { collaborationId } = await add('cedar');
    await world.invite(pilots, world.emailOf(cora), through);
    await removePartner(await world.by(adam), collaborationId);
    expect(await world.grantIn(pilots, cora)).toBeNull();
    expect(await world.grantIn(pilots, mila)).not.toBeNull();
    expect(await world.grantIn(pilots, dan)).not.toBeNull();
  });

  it('holds for whoever was deactivated then, also when it begins anew before they are back (A15)', async () => {
    const { collaborationId: id } = await add('cedar');
    const third = await world.workgroup('Third');
    for (const workgroup of [pilots, third]) await world.invite(workgroup, world.emailOf(cora), through);
    await world.turnAway(cora);
    await removePartner(await world.by(adam), id);
    world.clock.at += 1000;
    await add('cedar');
    await world.turnAway(cora, false);
    for (const workgroup of [pilots, third]) expect(await world.grantIn(workgroup, cora)).toBeNull();
    const { _id: accountId } = await world.accountOf(cora);
    const suspended = { accountId, status: 'suspended' } as const;
    expect(await world.store.grants.countDocuments(suspended)).toBe(0);
    expect(await lastEnd(cora)).toMatchObject({ template: 'access-ended' });
    // What is given by the new one rests and resumes like any other.
    await world.invite(pilots, world.emailOf(cora), through);
    await world.turnAway(cora);
    await world.turnAway(cora, false);
    expect(await world.grantIn(pilots, cora)).not.toBeNull();
    await removePartner(await world.by(adam), id);
  });

  it('holds for whoever comes back in the same moment', async () => {
    const { collaborationId: id } = await add('cedar');
    for (let round = 0; round < 5; round += 1) {
      await world.invite(pilots, world.emailOf(cora), through);
      await world.turnAway(cora);
      const both = [removePartner(await world.by(adam), id), world.turnAway(cora, false)];
      for (const { status, reason } of (await Promise.allSettled(both)) as PromiseRejectedResult[])
        expect([status, reason]).toEqual(['fulfilled', undefined]);
      expect(await world.grantIn(pilots, cora)).toBeNull();
      await add('cedar');
    }
    await removePartner(await world.by(adam), id);
  });

  it('by its owners holds until they allow it again', async () => {
    const { collaborationId: id } = await add('cedar');
    await world.invite(pilots, world.emailOf(cora), through);
    expect(await leavePartnership(await world.by(world.pia), id)).toMatchObject({ people: 1, grants: 1 });
    expect(await lastEnd(cora)).toMatchObject({ formerPartner: { name: 'Cedar', left: true } });
    expect(await world.grantIn(pilots, cora)).toBeNull();
    await expect(add('cedar')).rejects.toMatchObject({
      fields: { domain: 'Cedar has left this partnership. Only its owners can allow it again.' },
    });
    const [overview] = await partnersOf(await world.by(world.pia));
    expect(overview?.hosts).toMatchObject([{ name: 'Aster', status: 'left' }]);
    for (const who of [pat, world.olga]) {
      expect(await outcomeOf(allowPartnershipAgain(await world.by(who), id))).toBe('deny');
    }
    await allowPartnershipAgain(await world.by(world.pia), id);
    expect(await world.messages(id)).toContain('partner-allowed slack U0OLGA');
    expect(await outcomeOf(allowPartnershipAgain(await world.by(world.pia), id))).toBe('stale');
    expect(await world.grantIn(pilots, cora)).toBeNull();
    expect((await add('cedar')).collaborationId).toBe(id);
    expect((await world.invite(pilots, world.emailOf(cora), through)).lines).toMatchObject([
      { outcome: 'granted' },
    ]);
  });
});
