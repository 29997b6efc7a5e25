import { beforeAll, describe, expect, it } from 'vitest';
import { homeOverview } from '../../src/services/home/index.ts';
import type { AccountRecord } from '../../src/store/models/account.ts';
import { openPeopleWorld, type PeopleWorld } from './people/world.ts';

let world: PeopleWorld;
beforeAll(async () => {
  world = await openPeopleWorld();
});

const times = <Item>(amount: number, make: (index: number) => Promise<Item>) =>
  Promise.all(Array.from({ length: amount }, (_, index) => make(index)));

/** Somebody who is an admin of so many organizations. */
async function adminOf(names: string[]): Promise<AccountRecord> {
  const account = await world.person('Adam');
  for (const name of names) {
    const organizationId = await world.organization(name);
    await world.grant(organizationId, account, { kind: 'organization', role: 'admin' });
  }
  return account;
}

/** How often Home asks the database. */
async function questionsFor(account: AccountRecord): Promise<number> {
  let asked = 0;
  world.connection.set('debug', () => {
    asked += 1;
  });
  try {
    await homeOverview(world.by(account));
    return asked;
  } finally {
    world.connection.set('debug', false);
  }
}

describe('Home of an approver', () => {
  it('asks what waits only for the organizations that it shows, and counts the others', async () => {
    const few = await adminOf(['Elm', 'Ash', 'Birch']);
    const many = await adminOf(['Fir', 'Oak', 'Yew', 'Alder', 'Beech', 'Cedar', 'Maple', 'Rowan']);
    const { approving, moreApproving, organizations } = await homeOverview(world.by(many));
    expect(approving.map(({ organizationName }) => organizationName)).toEqual(['Alder', 'Beech', 'Cedar']);
    expect(moreApproving).toBe(5);
    expect(organizations).toHaveLength(8);
    const asked = await questionsFor(few);
    expect(asked).toBeGreaterThan(20);
    expect(await questionsFor(many)).toBe(asked);
  });

  it('does not lose the organizations of somebody who has a hundred accesses to apps', async () => {
    const account = await world.person('Olga');
    const aster = await world.organization('Aster');
    await times(101, async (index) => {
      const { access } = await world.app(aster, `App ${index}`, null);
      await world.grant(aster, account, access('Viewer'));
    });
    await world.grant(aster, account, { kind: 'organization', role: 'owner' });
    const { approving, organizations } = await homeOverview(world.by(account));
    expect(approving.map(({ organizationName }) => organizationName)).toEqual(['Aster']);
    expect(organizations).toMatchObject([{ name: 'Aster', maySet: true }]);
  });

  it('counts the proposals and the subscriptions that it does not show, and none that is not to decide', async () => {
    const organizationId = await world.organization('Acorn');
    const { account: reader } = await world.member(organizationId, 'admin', 'Rita');
    const { account: proposer } = await world.member(organizationId, 'admin', 'Paul');
    const { access } = await world.app(organizationId, 'Atlas', null);
    const propose = async (by: AccountRecord, to: AccountRecord) =>
      world.invitation(organizationId, by, to, access('Operator'), { status: 'proposed' });
    await times(4, async (index) => propose(proposer, await world.person(`Mia${index}`)));
    await propose(reader, await world.person('Nora'));
    await propose(proposer, reader);
    await times(6, (index) => world.app(organizationId, `More ${index}`, null));
    const [waits] = (await homeOverview(world.by(reader))).approving;
    expect(waits?.proposals).toMatchObject([
      { proposedBy: 'Somebody Test', approvalsNeeded: 2 },
      { proposedBy: 'Somebody Test', approvalsNeeded: 2 },
    ]);
    expect(waits).toMatchObject({ proposalsTotal: 4, seatsTotal: 7 });
    expect(waits?.seats).toHaveLength(5);
  });
});
