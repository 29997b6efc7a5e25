/** Those who let people into a workgroup at the moment in which it, the partnership or the person's belonging ends. */
import { beforeAll, describe, expect, it } from 'vitest';
import { removePartner } from '../../../src/services/collaborations/end.ts';
import { acceptOffer } from '../../../src/services/invitations/answer.ts';
import { endGrant } from '../../../src/services/people/end-grant.ts';
import { archiveWorkgroup } from '../../../src/services/workgroups/archive.ts';
import { lastingOutcomeOf } from '../../support/verbs.ts';
import { openWorkgroupWorld, type Somebody, type WorkgroupWorld } from './world.ts';

let world: WorkgroupWorld;
let through: { partnerId: string };

beforeAll(async () => {
  world = await openWorkgroupWorld();
  through = { partnerId: world.partnerId };
});

const people = (name: string, howMany: number, company = 'cedar'): Somebody[] =>
  Array.from({ length: howMany }, (_, i) => ({ name: `${name}-${i}`, company }));

/** What is left to an ended workgroup or partnership. */
async function left(workgroupId: string): Promise<{ grants: number; waiting: number }> {
  const of = { 'access.workgroupId': workgroupId };
  return {
    grants: await world.store.grants.countDocuments({ ...of, status: 'active' }),
    waiting: await world.store.invitations.countDocuments({ ...of, status: 'pending' }),
  };
}

/** Everything that lets people in through the partner, in the moment in which the partnership ends. */
async function endPartnershipAmid(round: number): Promise<void> {
  const collaborationId = await world.partnership();
  const workgroup = await world.workgroup(`Round ${round}`);
  const known = people(`known-${round}`, 2);
  const redeeming = people(`redeeming-${round}`, 2);
  const accepting = people(`accepting-${round}`, 2);
  for (const who of [...known, ...accepting]) await world.bringIn(who, 'member', world.ofPartner);
  await world.invite(workgroup, redeeming.map(world.emailOf).join(','), through);
  await world.wantAcceptance(true);
  await world.invite(workgroup, accepting.map(world.emailOf).join(','), through);
  await world.wantAcceptance(false);

  const remover = await world.by(world.olga);
  const [removal] = await Promise.all([
    lastingOutcomeOf(() => removePartner(remover, collaborationId)),
    ...known.map((who) => lastingOutcomeOf(() => world.invite(workgroup, world.emailOf(who), through))),
    ...redeeming.map(async (who) => {
      const invitation = await world.invitationTo(who, workgroup);
      return lastingOutcomeOf(() => world.redeem(who, invitation));
    }),
    ...accepting.map(async (who) => {
      const { _id } = await world.invitationTo(who, workgroup);
      const context = await world.by(who);
      return lastingOutcomeOf(() => acceptOffer(context, _id));
    }),
  ]);
  expect(removal).toMatchObject({ partnerName: 'Cedar' });
  expect(await left(workgroup)).toEqual({ grants: 0, waiting: 0 });
  const partnership = await world.store.collaborations.findById(collaborationId).lean();
  expect(partnership?.status).toBe('removed');
}

/** The same for a workgroup that is archived. */
async function archiveAmid(round: number, own: readonly Somebody[]): Promise<void> {
  const workgroup = await world.workgroup(`Ending ${round}`);
  const archiver = await world.by(world.olga);
  await Promise.all([
    lastingOutcomeOf(() => archiveWorkgroup(archiver, workgroup)),
    ...own.map((who) => lastingOutcomeOf(() => world.invite(workgroup, world.emailOf(who)))),
    lastingOutcomeOf(() => world.invite(workgroup, `waiting-${round}@aster.example`)),
  ]);
  expect(await left(workgroup)).toEqual({ grants: 0, waiting: 0 });
}

/** Somebody loses the role in the organization while they are let into its workgroup. */
async function leaveAmid(workgroup: string, who: Somebody): Promise<void> {
  const role = await world.bringIn(who);
  const ender = await world.by(world.olga);
  await Promise.all([
    lastingOutcomeOf(() => endGrant(ender, role._id)),
    lastingOutcomeOf(() => world.invite(workgroup, world.emailOf(who))),
  ]);
  expect(await world.grantIn(workgroup, who)).toBeNull();
}

describe('the end of a partnership', () => {
  it('leaves nothing, whatever is accepted, redeemed and invited meanwhile (A15)', async () => {
    for (const round of [1, 2, 3]) await endPartnershipAmid(round);
  });
});

describe('the end of a workgroup', () => {
  it('leaves nothing, whoever is invited meanwhile', async () => {
    const own = people('own', 2, 'aster');
    for (const who of own) await world.bringIn(who);
    for (const round of [1, 2, 3, 4]) await archiveAmid(round, own);
  });
});

describe('the end of somebody’s belonging', () => {
  it('leaves no access to a workgroup that is given meanwhile', async () => {
    const workgroup = await world.workgroup('Comings and goings');
    for (const who of people('leaving', 4, 'aster')) await leaveAmid(workgroup, who);
  });
});

describe('many who let people into one workgroup at once', () => {
  it('all succeed, each once', async () => {
    const workgroup = await world.workgroup('Crowd');
    const crowd = people('crowd', 30, 'aster');
    const outcomes = await Promise.all(
      crowd.map((who) => lastingOutcomeOf(() => world.invite(workgroup, world.emailOf(who)))),
    );
    expect(outcomes.filter((each) => typeof each === 'string')).toEqual([]);
    expect(await left(workgroup)).toEqual({ grants: 0, waiting: 30 });
  });

  it('invite one person once', async () => {
    const workgroup = await world.workgroup('One');
    const [rosa] = people('rosa', 1, 'aster');
    if (!rosa) throw new Error('there is nobody to invite');
    await world.bringIn(rosa);
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => lastingOutcomeOf(() => world.invite(workgroup, world.emailOf(rosa)))),
    );
    const lines = outcomes.flatMap((each) =>
      typeof each === 'string' ? [each] : each.lines.map(({ outcome }) => outcome),
    );
    expect(lines.map(String).sort()).toEqual([
      ...Array.from({ length: 4 }, () => 'already-member'),
      'granted',
    ]);
    expect(await left(workgroup)).toEqual({ grants: 1, waiting: 0 });
  });
});
