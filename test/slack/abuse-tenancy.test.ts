import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '../../src/domain/errors.ts';
import { adam, iris, olga, oscar } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { useAccountInDraft } from '../../src/services/direct/drafts.ts';
import { reviewDirect } from '../../src/services/direct/review.ts';
import { draftDirect, sendDirect } from '../../src/services/direct/send.ts';
import { changeOfferedRole } from '../../src/services/invitations/change-role.ts';
import { type Install, identityOf } from '../../src/slack/install.ts';
import { actionIds } from '../../views/common/ids.ts';
import { makeApp, ownGrantOf, sendTo, stranger } from '../support/catalog.ts';
import { type Elsewhere, makeBelongings, makeOtherTenant } from '../support/elsewhere.ts';
import { eventually } from '../support/eventually.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import {
  accountIdOf,
  asterId,
  BAD_CODE,
  DENIED,
  everything,
  giveRole,
  makeAccount,
  makeBirch,
  nora,
  openInvitation,
  openRequest,
  otto,
  residents,
  takeRoles,
} from '../support/residents.ts';
import { acting } from '../support/verbs.ts';
import { tapWire, type Wire } from '../support/wire.ts';

/** Olga's second Slack identity, in the same workspace. */
const ollie: Person = { ...nora, id: 'U0OLLIE', name: 'ollie', realName: 'Ollie Owens' };

let world: World;
let wire: Wire;
let aster: string;
/** What another organization of the tenant has, and what another tenant has. */
let birchs: Elsewhere;
let elsewhere: Awaited<ReturnType<typeof makeOtherTenant>>;

beforeAll(async () => {
  // Roles, links and requests are planted which the verbs would refuse to make, and taken away again.
  world = await startWorld({ transport: 'http', people: [...residents, ollie], isBroken: true });
  wire = await tapWire(world);
  aster = await asterId(world);
  await makeAccount(world, nora);
  await makeAccount(world, otto);
  await makeBirch(world, otto);
  birchs = await makeBelongings(() => acting(world.gatehouse.runtime, otto.id));
  elsewhere = await makeOtherTenant(world);
});

beforeEach(async () => {
  wire.change(null);
  wire.comesFrom(null);
  await world.store.accessRequests.deleteMany({ tenantId: 'T0ASTER' });
  await world.store.invitations.deleteMany({ tenantId: 'T0ASTER' });
});

/** Ids of the same kinds that nobody has. */
const unknownOf = (value: string) => value.replace(/_[^:]+/g, '_UNKNOWN');

/** All that somebody learns from being refused. */
async function refusalOf(work: Promise<unknown>) {
  const error = await work.then(
    () => expect.fail('it was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DomainError)) throw error;
  const { code, message, fields } = error;
  return { code, message, fields };
}

/** Opens the queue, and presses a button of it that is another one on the wire. */
async function pressOn(person: Person, actionId: string, value: string): Promise<string> {
  const screen = world.person(person.id);
  await screen.openHome();
  const index = world.slack.log.length;
  wire.change((payload) => {
    if (payload.actions) payload.actions = [{ ...payload.actions[0], action_id: actionId, value }];
  });
  await screen.press(actionIds.enterCode, { in: 'home' });
  wire.change(null);
  const text = wire.shownSince(index);
  if (screen.hasModal()) await screen.close({ all: true });
  return text;
}

const requestOf = async (person: Person, organizationId = aster) =>
  openRequest(world, { organizationId, accountId: await accountIdOf(world, person) });

describe('tenancy', () => {
  it("A3: an organization's admin decides, lists and manages nothing of another organization", async () => {
    const request = await requestOf(nora);
    const invitation = await openInvitation(world, {
      organizationId: aster,
      invitedBy: await accountIdOf(world, olga),
      email: 'ada@guest.example',
    });
    const app = await makeApp(world, 'Atlas');
    const { invitationId: offer } = await sendTo(world, app, 'Viewer', stranger('kim@guest.example'));
    const { roleId } = app.access('Editor');
    const { _id: grant } = await ownGrantOf(world, adam);
    // Where somebody is, is noted when they open Home.
    await world.person(otto.id).openHome();
    await world.settled();
    await world.gatehouse.catchUp();
    const before = await everything(world);
    for (const [action, value] of [
      [actionIds.requestApprove, request],
      [actionIds.requestDeny, request],
      [actionIds.invitationOpen, invitation],
      [actionIds.invitationResend, invitation],
      [actionIds.invitationRemind, invitation],
      [actionIds.invitationRevoke, invitation],
      [actionIds.invitationChangeRole, `${offer}:${roleId}`],
      [actionIds.editOrganization, aster],
      [actionIds.openSettings, aster],
      [actionIds.appEdit, app.appId],
      [actionIds.subscriptionEdit, app.subscriptionId],
      [actionIds.personOpen, await accountIdOf(world, adam)],
      [actionIds.grantChange, grant],
      [actionIds.grantEnd, grant],
      [actionIds.undo, offer],
    ] as const) {
      expect(await pressOn(otto, action, value), action).toContain(DENIED);
    }
    const screen = world.person(otto.id);
    await screen.command('/access-requests');
    expect(screen.text()).toContain('No request for Birch waits');
    await screen.command('/invitations');
    expect(screen.text()).not.toContain('ada@guest.example');
    await screen.openHome();
    await screen.close({ all: true });
    expect(screen.text('home')).not.toContain('Aster Labs');
    expect(await everything(world)).toEqual(before);
  });

  it('A4: an id of another tenant reads like an unknown one, and costs the same look-ups', async () => {
    const { organizationId, appId, subscriptionId, roleId, accountId, grant } = elsewhere;
    const { request, invitation, offer } = elsewhere;
    await world.gatehouse.catchUp();
    const before = await everything(world);
    const lookUps = async (action: string, value: string) => {
      const made: string[] = [];
      world.store.connection.set('debug', (collection: string, operation: string) => {
        if (!/^(outbox|agenda)/.test(collection)) made.push(`${collection}.${operation}`);
      });
      const text = await pressOn(olga, action, value);
      world.store.connection.set('debug', false);
      return { text, made };
    };
    for (const [action, value] of [
      [actionIds.requestApprove, request],
      [actionIds.requestDeny, request],
      [actionIds.requestWithdraw, request],
      [actionIds.invitationOpen, invitation],
      [actionIds.invitationResend, invitation],
      [actionIds.invitationRemind, invitation],
      [actionIds.invitationRevoke, invitation],
      [actionIds.invitationChangeRole, `${offer}:${roleId}`],
      [actionIds.proposalApprove, offer],
      [actionIds.proposalDeny, offer],
      [actionIds.offerAccept, offer],
      [actionIds.offerDecline, offer],
      [actionIds.undo, offer],
      [actionIds.editOrganization, organizationId],
      [actionIds.openSettings, organizationId],
      [actionIds.appEdit, appId],
      [actionIds.subscriptionEdit, subscriptionId],
      [actionIds.personOpen, accountId],
      [actionIds.grantChange, grant],
      [actionIds.grantEnd, grant],
    ] as const) {
      // Again if a sweep comes in between: it looks things up too.
      await eventually(async () => {
        const known = await lookUps(action, value);
        const unknown = await lookUps(action, unknownOf(value));
        expect(known.text, action).toContain(DENIED);
        expect(known, action).toEqual(unknown);
        expect(known.made.length).toBeGreaterThan(0);
      }, 10_000);
    }
    expect(await everything(world)).toEqual(before);
  });

  it.each<[name: string, whose: () => Elsewhere]>([
    ['tenant', () => elsewhere],
    ['organization', () => birchs],
  ])('A4: an id of another %s in a form or a draft reads like an unknown one', async (name, whose) => {
    const other = whose();
    const { runtime } = world.gatehouse;
    const owner = () => acting(runtime, olga.id);
    const own = await makeApp(world, `Beacon beside the ${name}`);
    const { invitationId: offer } = await sendTo(world, own, 'Viewer', stranger('kai@guest.example'));
    const right = {
      ...stranger('lee@guest.example'),
      organizationId: aster,
      ...own.access('Editor'),
      expiryDays: '7',
    };
    const confirmed = { confirmed: '', mayWait: true };
    const uses: [id: string, use: (id: string) => Promise<unknown>][] = [
      ...(['organizationId', 'appId', 'subscriptionId', 'roleId', 'accountId'] as const).map(
        (field): [string, (id: string) => Promise<unknown>] => {
          const who = field === 'accountId' ? 'existing' : 'new';
          return [other[field], async (id) => draftDirect(await owner(), { ...right, who, [field]: id })];
        },
      ),
      [other.roleId, async (roleId) => changeOfferedRole(await owner(), { invitationId: offer, roleId })],
      [other.draft, async (id) => reviewDirect(await owner(), id)],
      [other.draft, async (id) => sendDirect(await owner(), id, confirmed)],
      [other.draft, async (id) => useAccountInDraft(await owner(), id)],
    ];
    await world.gatehouse.catchUp();
    const before = await everything(world);
    for (const [id, use] of uses) {
      const refused = await refusalOf(use(id));
      expect(refused, id).toEqual(await refusalOf(use(unknownOf(id))));
    }
    expect(await everything(world)).toEqual(before);
    const { roleId } = own.access('Editor');
    await changeOfferedRole(await owner(), { invitationId: offer, roleId });
    expect(await draftDirect(await owner(), right)).toMatch(/^drf_/);
  });

  it('A5: a partner in a shared channel who presses Approve or Deny is refused, alone, and the card stays', async () => {
    await world.store.organizations.updateOne({ _id: aster }, { $set: { approvalsChannelId: 'C0SHARED' } });
    const owner = world.person(olga.id);
    await owner.command('/invite-user', iris.email);
    await owner.submit();
    await owner.close({ all: true });
    await world.settled();
    await world.person(nora.id).command('/request-access', world.codeFor(iris.email));
    await world.settled();
    await world.store.organizations.updateOne(
      { _id: aster },
      { $set: { approvalsChannelId: 'C0APPROVALS' } },
    );

    const partner = world.person(oscar.id);
    const card = partner.messages('shared-with-outland').find(({ author }) => author.kind === 'app');
    if (!card) throw new Error('no card in the shared channel');
    for (const action of [actionIds.requestApprove, actionIds.requestDeny]) {
      await partner.press(action, { message: card });
      expect(partner.lastMessage('shared-with-outland')).toMatchObject({ ephemeral: true });
      expect(partner.text(partner.lastMessage('shared-with-outland'))).toBe(DENIED);
      expect(partner.hasModal()).toBe(false);
    }
    const seen = owner.messages('shared-with-outland');
    expect(seen.some((message) => owner.text(message).includes(DENIED))).toBe(false);
    expect(seen.find(({ ts }) => ts === card.ts)).toEqual({ ...card, state: expect.anything() });
    const open = { tenantId: 'T0ASTER', status: 'pending' } as const;
    expect(await world.store.accessRequests.countDocuments(open)).toBe(1);
  });

  describe('A6: the same user id in another workspace', () => {
    const impostor: Person = { ...adam, isHome: false, teamId: 'T0OUTLAND' };

    it("has nothing of the admin's with that id: no command, button or form", async () => {
      const request = await requestOf(nora);
      await world.gatehouse.catchUp();
      const before = await everything(world);
      const screen = world.person(adam.id);
      await screen.command('/gatehouse', 'organization');
      wire.comesFrom(impostor);
      await screen.submit();
      expect(Object.values(wire.verdict().errors).join()).toContain('This form is out of date.');
      await screen.close({ all: true });
      for (const command of ['/invite-user', '/invitations', '/access-requests']) {
        const index = world.slack.log.length;
        await screen.command(command);
        expect(wire.shownSince(index), command).toBe(DENIED);
      }
      expect(await pressOn(adam, actionIds.requestApprove, request)).toContain(DENIED);
      expect(await everything(world)).toEqual(before);
    });

    it('is one person across the workspaces of a Grid, at the command and at the click', () => {
      const grid: Install = { tenantId: 'E1', teamId: 'T1', enterpriseId: 'E1', name: '', botUserId: 'B' };
      const home = { teamId: 'E1', userId: 'U1' };
      const sister = { id: 'T2', enterprise_id: 'E1' };
      expect(identityOf(grid, { user: { id: 'U1', team_id: 'T1' } })).toEqual(home);
      expect(identityOf(grid, { user: { id: 'U1', team_id: 'T2' }, team: sister })).toEqual(home);
      expect(identityOf(grid, { user: { id: 'U1', team_id: 'E1' }, team: null })).toEqual(home);
      const partner = { user: { id: 'U1', team_id: 'T9' }, team: sister };
      expect(identityOf(grid, partner)).toEqual({ teamId: 'T9', userId: 'U1' });
    });
  });
});

describe('A12: nobody lets themselves in', () => {
  it.each([
    ['the same account', olga],
    ['a second Slack identity that is linked to it', ollie],
  ])('not with %s', async (_name, person) => {
    const account = await accountIdOf(world, olga);
    await world.store.accounts.updateOne(
      { _id: account },
      { $set: { identityKeys: ['T0ASTER:U0OLGA', 'T0ASTER:U0OLLIE'] } },
    );
    const request = await requestOf(olga);
    await world.gatehouse.catchUp();
    const before = await everything(world);
    for (const action of [actionIds.requestApprove, actionIds.requestDeny]) {
      expect(await pressOn(person, action, request)).toContain(DENIED);
    }
    expect(await everything(world)).toEqual(before);
    expect(await pressOn(adam, actionIds.requestApprove, request)).toContain('Invite to Aster Labs');
  });

  it('not as the only admin', async () => {
    const birch = await world.store.organizations.findOne({ domain: 'birch' }).lean();
    const request = await requestOf(otto, birch?._id);
    expect(await pressOn(otto, actionIds.requestApprove, request)).toContain(DENIED);
    const found = await world.store.accessRequests.findOne({ _id: request }).lean();
    expect(found?.status).toBe('pending');
  });

  it('not with another account of the same e-mail address: there can be none', async () => {
    const olgasAddress = { ...iris, email: 'OLGA@aster.example' };
    await expect(makeAccount(world, olgasAddress)).rejects.toThrow('already belongs to an account');
  });
});

describe('A14: who invited has lost the right to', () => {
  it('so a code is refused like any other, and the owners hear of it once', async () => {
    const admin = await accountIdOf(world, adam);
    const screen = world.person(adam.id);
    await screen.command('/invite-user', iris.email);
    await screen.submit();
    await screen.close({ all: true });
    await world.settled();
    const code = world.codeFor(iris.email);
    await takeRoles(world, admin);

    const newcomer = world.person(iris.id);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await newcomer.command('/request-access', code);
      expect(newcomer.text(newcomer.lastMessage('general'))).toBe(BAD_CODE);
    }
    await world.settled();
    const owner = world.person(olga.id);
    const told = owner.messages().filter((message) => owner.text(message).includes('Adam Adler'));
    expect(told.filter((message) => owner.text(message).includes(iris.email))).toHaveLength(1);
    expect(await world.store.accessRequests.countDocuments({ organizationId: aster })).toBe(0);
    await giveRole(world, aster, admin, 'admin');
  });

  it('so an offer is on hold, and its Accept says why', async () => {
    const [admin, account] = [await accountIdOf(world, adam), await accountIdOf(world, nora)];
    const offer = await openInvitation(world, {
      organizationId: aster,
      kind: 'access',
      access: { kind: 'organization', role: 'member' },
      email: nora.email,
      accountId: account,
      invitedBy: admin,
    });
    await takeRoles(world, admin);
    expect(await pressOn(nora, actionIds.offerAccept, offer)).toContain('This invitation is on hold');
    expect(await world.store.grants.countDocuments({ accountId: account, status: 'active' })).toBe(0);
    await giveRole(world, aster, admin, 'admin');
    expect(await pressOn(nora, actionIds.offerAccept, offer)).toContain('You have access to Aster Labs');
  });
});
