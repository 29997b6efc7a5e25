import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wholeAudit } from '../../../src/domain/audit-rows.ts';
import { listAudit } from '../../../src/services/audit/find.ts';
import type { Context } from '../../../src/services/context.ts';
import { acceptOffer, declineOffer } from '../../../src/services/invitations/answer.ts';
import { askForRenewal } from '../../../src/services/invitations/ask-renewal.ts';
import { setUpOrganization } from '../../../src/services/organizations.ts';
import { deactivateAccount } from '../../../src/services/people/deactivate.ts';
import { historyOf } from '../../../src/services/people/history.ts';
import { reactivateAccount } from '../../../src/services/people/reactivate.ts';
import { takeOverOrganization } from '../../../src/services/people/take-over.ts';
import type { AccountRecord } from '../../../src/store/models/account.ts';
import { lastingOutcomeOf, outcomeOf } from '../../support/verbs.ts';
import { day, openPeopleWorld, type PeopleWorld } from './world.ts';

const workspaceAdmin = { isWorkspaceAdmin: true };

let world: PeopleWorld;
let aster: string;
let owner: AccountRecord;
beforeAll(async () => {
  world = await openPeopleWorld();
});
beforeEach(async () => {
  aster = await world.organization('Aster');
  owner = (await world.member(aster, 'owner', 'Olga')).account;
});

const deactivate = ({ _id }: AccountRecord) => deactivateAccount(world.job(), _id);
/** Somebody does something, and is deactivated in the same moment. */
const atOnce = (account: AccountRecord, verb: (context: Context) => Promise<unknown>) =>
  Promise.all([lastingOutcomeOf(() => verb(world.by(account))), lastingOutcomeOf(() => deactivate(account))]);
const running = ({ _id: accountId }: AccountRecord) =>
  world.store.grants.countDocuments({ accountId, status: 'active' });

/** An organization whose last owner has gone. */
async function vacant(): Promise<string> {
  const id = await world.organization('Vacant');
  await deactivate((await world.member(id, 'owner')).account);
  return id;
}

describe('who was found before they were deactivated, and acts after it (I12)', () => {
  it('gets nothing and changes nothing', async () => {
    const ivan = await world.person('Ivan');
    const { access } = await world.app(aster, 'Atlas', 5);
    const offer = await world.invitation(aster, owner, ivan, access('Viewer'));
    const role = { kind: 'organization', role: 'member' } as const;
    const over = await world.invitation(aster, owner, ivan, role, {
      status: 'expired',
      expiresAt: new Date(world.runtime.now().getTime() - day),
    });
    const place = await vacant();
    await deactivate(ivan);
    const form = {
      name: 'New',
      domain: 'new',
      notificationEmail: 'n@home.example',
      approvalsChannelId: null,
    };
    const verbs: ((context: Context) => Promise<unknown>)[] = [
      (context) => acceptOffer(context, offer),
      (context) => declineOffer(context, offer),
      (context) => askForRenewal(context, over),
      (context) => takeOverOrganization(context, place, workspaceAdmin),
      (context) => setUpOrganization(context, form, workspaceAdmin),
    ];
    for (const verb of verbs) expect(await outcomeOf(verb(world.by(ivan)))).toBe('deny');
    expect(await world.store.audit.countDocuments({ actor: ivan._id })).toBe(0);
    expect(await running(ivan)).toBe(0);
    await world.expectSeatsToAddUp();
  });
});

describe('who is deactivated in the same moment (I12)', () => {
  it('as they accept an invitation has nothing that runs', async () => {
    const { access } = await world.app(aster, 'Atlas', null);
    for (let round = 0; round < 12; round += 1) {
      const ivan = await world.person('Ivan');
      const offer = await world.invitation(aster, owner, ivan, access('Viewer'));
      await atOnce(ivan, (context) => acceptOffer(context, offer));
      expect(await running(ivan)).toBe(0);
    }
    await world.expectSeatsToAddUp();
  });

  it('as they take an organization over leaves it without an owner, and it says so', async () => {
    for (let round = 0; round < 8; round += 1) {
      const place = await vacant();
      const wanda = await world.person('Wanda');
      await atOnce(wanda, (context) => takeOverOrganization(context, place, workspaceAdmin));
      expect(await running(wanda)).toBe(0);
      const found = await world.store.organizations.findById(place).lean();
      expect(found?.adminVacantSince).toBeInstanceOf(Date);
    }
  });
});

describe('the audit', () => {
  it('of each organization that it concerns says so, and so does the history of the person', async () => {
    const birch = await world.organization('Birch');
    const { account: mona } = await world.member(aster, 'member', 'Mona');
    await world.grant(birch, mona, { kind: 'organization', role: 'member' });
    await deactivate(mona);
    await reactivateAccount(world.job(), mona._id);
    const said = ['Account deactivated with its Slack user', 'Account active again'];
    const page = await listAudit(world.by(owner), {
      organizationId: aster,
      filter: wholeAudit,
      cursor: null,
    });
    const rows = page.items.filter(({ what }) => said.includes(what));
    expect(rows.map(({ what, about }) => [what, about.length])).toEqual([
      [said[1], 1],
      [said[0], 1],
    ]);
    for (const organizationId of [aster, birch]) {
      const history = await historyOf(world.by(owner), { accountId: mona._id, organizationId });
      expect(history.map(({ text }) => text)).toEqual([
        said[0],
        'Access suspended with the Slack user: member',
        said[1],
        'Access resumed: member',
      ]);
    }
  });

  it('of the workspace says it of somebody who has nothing anywhere', async () => {
    const nemo = await world.person('Nemo');
    await deactivate(nemo);
    const row = await world.store.audit.findOne({ subjects: nemo._id }).lean();
    expect(row).toMatchObject({ action: 'account.deactivated', organizationId: null, subjects: [nemo._id] });
  });
});
