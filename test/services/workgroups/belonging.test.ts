/** I16: with the access to an organization the workgroups end that it had opened, in the same transaction, whoever ends it and how. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { day } from '../../../src/domain/invitations.ts';
import { changeGrant } from '../../../src/services/people/change-grant.ts';
import { endGrant } from '../../../src/services/people/end-grant.ts';
import { getPerson } from '../../../src/services/people/find.ts';
import { removePerson } from '../../../src/services/people/remove.ts';
import { outcomeOf } from '../../support/verbs.ts';
import { openWorkgroupWorld, type Somebody, type WorkgroupWorld } from './world.ts';

let world: WorkgroupWorld;
let pilots: string;
let staff: string;
let through: { partnerId: string };
let count = 0;
let cora: Somebody;
let mila: Somebody;

beforeAll(async () => {
  world = await openWorkgroupWorld();
  await world.partnership();
  pilots = await world.workgroup('Pilots');
  staff = await world.workgroup('Staff', { collaborative: false });
  through = { partnerId: world.partnerId };
});
beforeEach(() => {
  count += 1;
  cora = { name: `cora-${count}`, company: 'cedar' };
  mila = { name: `mila-${count}`, company: 'aster' };
});

const partnersPerson = async () => {
  const role = await world.bringIn(cora, 'member', world.ofPartner);
  await world.invite(pilots, world.emailOf(cora), through);
  return role;
};
const hostsPerson = async () => {
  const role = await world.bringIn(mila);
  await world.invite(staff, world.emailOf(mila));
  await world.invite(pilots, world.emailOf(mila));
  return role;
};

/** Which templates tell somebody of an end, each with how often. */
async function endingsTold(who: Somebody): Promise<number> {
  const address = world.emailOf(who);
  return world.store.outbox.countDocuments({ template: 'access-ended', 'to.address': address });
}

describe('somebody of the organization itself', () => {
  it.each([
    ['an owner ends it', async (grantId: string) => endGrant(await world.by(world.olga), grantId)],
    ['they leave', async (grantId: string) => endGrant(await world.by(mila), grantId)],
    [
      'they are removed',
      async () => {
        const { _id: accountId } = await world.accountOf(mila);
        const removed = await removePerson(await world.by(world.olga), {
          accountId,
          organizationId: world.hostId,
        });
        expect(removed).toMatchObject({ grants: 3 });
      },
    ],
  ])('loses its workgroups when %s, and is told once', async (_, end) => {
    const role = await hostsPerson();
    await end(role._id);
    expect(await world.grantIn(pilots, mila)).toBeNull();
    expect(await world.grantIn(staff, mila)).toBeNull();
    expect(await endingsTold(mila)).toBe(1);
  });

  it('loses them when its time is over', async () => {
    const role = await hostsPerson();
    const soon = new Date(world.clock.at + 2 * day).toISOString().slice(0, 10);
    await changeGrant(await world.by(world.olga), role._id, { roleId: 'member', endsOn: soon });
    world.clock.at += 4 * day;
    await world.sweep();
    expect(await world.grantIn(pilots, mila)).toBeNull();
    const ended = await world.store.grants.find({ accountId: role.accountId }).lean();
    expect(ended.map(({ access, status }) => `${access.kind} ${status}`).sort()).toEqual([
      'organization expired',
      'workgroup revoked',
      'workgroup revoked',
    ]);
    expect(await endingsTold(mila)).toBe(1);
  });

  it('is no workgroup admin any more from the moment that its time is over, before any sweep', async () => {
    const role = await world.bringIn(mila);
    await world.invite(staff, world.emailOf(mila), { role: 'admin' });
    const soon = new Date(world.clock.at + 2 * day).toISOString().slice(0, 10);
    await changeGrant(await world.by(world.olga), role._id, { roleId: 'member', endsOn: soon });
    expect(await outcomeOf(world.invite(staff, 'x@aster.example', { by: mila }))).not.toBe('deny');
    world.clock.at += 4 * day;
    expect(await outcomeOf(world.invite(staff, 'y@aster.example', { by: mila }))).toBe('deny');
    await world.sweep();
  });

  it('keeps them with another role in the organization', async () => {
    const role = await hostsPerson();
    await changeGrant(await world.by(world.olga), role._id, { roleId: 'admin', endsOn: null });
    expect(await world.grantIn(staff, mila)).not.toBeNull();
  });
});

describe('somebody of a partner', () => {
  it.each([
    ['its owner ends it', async (grantId: string) => endGrant(await world.by(world.pia), grantId)],
    ['they leave', async (grantId: string) => endGrant(await world.by(cora), grantId)],
    [
      'they are removed there',
      async () => {
        const { _id: accountId } = await world.accountOf(cora);
        await removePerson(await world.by(world.pia), { accountId, organizationId: world.partnerId });
      },
    ],
  ])('loses the workgroups of others when %s, and is told once', async (_, end) => {
    const role = await partnersPerson();
    await end(role._id);
    expect(await world.grantIn(pilots, cora)).toBeNull();
    expect(await endingsTold(cora)).toBe(1);
  });

  it('keeps the role there when the host lets them go', async () => {
    const role = await partnersPerson();
    const { _id: accountId } = await world.accountOf(cora);
    const { grants } = await removePerson(await world.by(world.olga), {
      accountId,
      organizationId: world.hostId,
    });
    expect(grants).toBe(1);
    expect(await world.grantIn(pilots, cora)).toBeNull();
    expect(await world.store.grants.findById(role._id).lean()).toMatchObject({ status: 'active' });
  });

  it('who came in by it and has no role there can be removed by it all the same', async () => {
    await world.invite(pilots, world.emailOf(cora), through);
    await world.redeem(cora, await world.invitationTo(cora, pilots));
    expect(await world.grantIn(pilots, cora)).not.toBeNull();
    const { _id: accountId } = await world.accountOf(cora);
    const person = { accountId, organizationId: world.partnerId };
    expect((await getPerson(await world.by(world.pia), person)).isRemovable).toBe(true);
    await removePerson(await world.by(world.pia), person);
    expect(await world.accountOf(cora)).toMatchObject({ homeOrganizationId: null });
    expect(await world.grantIn(pilots, cora)).toBeNull();
    expect(await endingsTold(cora)).toBe(1);
    expect(await outcomeOf(removePerson(await world.by(world.pia), person))).toBe('stale');
    expect((await getPerson(await world.by(world.pia), person)).isRemovable).toBe(false);
    // They belong nowhere now, and wait like anybody who does.
    expect((await world.invite(pilots, world.emailOf(cora), through)).lines).toMatchObject([
      { outcome: 'waiting-for-account' },
    ]);
  });
});
