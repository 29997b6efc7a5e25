/** Somebody whom Slack deactivates (A54): what they have rests, what they decide waits for others, and an organization is never lost. */
import { beforeAll, describe, expect, it } from 'vitest';
import { adam, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { holdersOf } from '../../src/services/authority.ts';
import { directMessages } from '../../src/services/recipients.ts';
import { bringIn, giveAccess, makeApp, seatsOf, sendTo, stranger, type TestApp } from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { accountIdOf, asterId, DENIED, mia, residents } from '../support/residents.ts';
import { acting, codeOf, HOME, invited, newAccountOf, redeem } from '../support/verbs.ts';

const wanda: Person = {
  ...mia,
  id: 'U0WANDA',
  name: 'wanda',
  realName: 'Wanda Wolf',
  email: 'wanda@aster.example',
  isWorkspaceAdmin: true,
};

const nina: Person = {
  ...mia,
  id: 'U0NINA',
  name: 'nina',
  realName: 'Nina Nash',
  email: 'nina@aster.example',
};

let world: World;
let aster: string;
let atlas: TestApp;
let miaId: string;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, wanda, nina] });
  aster = await asterId(world);
  miaId = await bringIn(world, mia, 'member');
  atlas = await makeApp(world, 'Atlas', { seats: 1 });
  await giveAccess(world, atlas, 'Viewer', mia);
  await sendTo(world, atlas, 'Viewer', stranger('kim@guest.example'), { by: adam, mayWait: true });
  await world.settled();
});

/** Slack's admin does it, and Slack tells the app. */
async function deactivate(person: Person, deleted = true): Promise<void> {
  await world.slack.faults.deactivate(person.id, deleted);
  await tell(person, deleted);
}

async function tell({ id }: Person, deleted: boolean): Promise<void> {
  await world.slack.sendEvent({ type: 'user_change', user: { id, team_id: HOME, deleted } });
  await world.gatehouse.answered();
  await world.settled();
}

const grantsOf = (accountId: string) =>
  world.store.grants.find({ tenantId: HOME, accountId }).sort({ _id: 1 }).lean();
const statuses = async (accountId: string) => (await grantsOf(accountId)).map(({ status }) => status);

describe('somebody who is deactivated', () => {
  it('has no access that runs, and their seat goes to who waits', async () => {
    await deactivate(mia);
    await tell(mia, true);
    expect(await statuses(miaId)).toEqual(['suspended', 'suspended']);
    expect(await seatsOf(world, atlas.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
    const events = await world.store.audit.find({ tenantId: HOME, action: 'account.deactivated' }).lean();
    expect(events).toMatchObject([{ actor: 'slack', organizationId: aster, subjects: [miaId, aster] }]);
  });

  it('asks for nothing any more: a request that waits is withdrawn', async () => {
    const { runtime } = world.gatehouse;
    const invitation = await invited(await acting(runtime, adam.id), nina.email);
    await redeem(await acting(runtime, nina.id), codeOf(runtime, invitation), 'nina');
    const accountId = await accountIdOf(world, nina);
    const request = () => world.store.accessRequests.findOne({ tenantId: HOME, accountId }).lean();
    expect(await request()).toMatchObject({ status: 'pending' });
    await deactivate(nina);
    expect(await request()).toMatchObject({ status: 'withdrawn' });
  });

  it('is refused, and nothing happens', async () => {
    const member = world.person(mia.id);
    await member.command('/invitations');
    expect(JSON.stringify(member.screen())).toContain(DENIED.slice(0, 20));
    expect(await statuses(miaId)).toEqual(['suspended', 'suspended']);
  });

  it('has it again once they are back; what somebody else has by now is over, and they hear of it', async () => {
    // A late event says the opposite of what Slack says now.
    await deactivate(mia, false);
    await tell(mia, true);
    expect(await statuses(miaId)).toEqual(['active', 'revoked']);
    expect(await seatsOf(world, atlas.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
    const member = world.person(mia.id);
    expect(member.lastMessage().text).toContain('Atlas');
    expect((await world.store.accounts.findById(miaId).lean())?.deactivatedAt).toBeUndefined();
  });

  it('is back when they act, though the event was lost', async () => {
    await deactivate(mia);
    await world.slack.faults.deactivate(mia.id, false);
    await world.person(mia.id).openHome();
    expect((await statuses(miaId))[0]).toBe('active');
  });

  it('is noticed when Slack takes no message for them, of whatever team they are', async () => {
    await world.slack.faults.deactivate(mia.id);
    world.slack.faults.next('chat.postMessage', { kind: 'error', error: 'user_disabled' });
    const id = 'msg_NOTICE';
    const at = world.clock.now();
    const [grant] = await grantsOf(miaId);
    const identifyAs = (key: string) =>
      world.store.accounts.updateOne({ _id: miaId }, { $set: { identityKeys: [key] } });
    await identifyAs(`T0GUEST:${mia.id}`);
    const [to] = await directMessages(await acting(world.gatehouse.runtime, olga.id), [miaId]);
    await world.store.outbox.insertMany([
      {
        _id: id,
        tenantId: HOME,
        key: id,
        template: 'channel-unreachable',
        about: { type: 'organization', id: aster },
        to,
        status: 'pending',
        dueAt: at,
        createdAt: at,
      },
    ]);
    await world.settled();
    expect(await world.store.outbox.findById(id).lean()).toMatchObject({ status: 'dead' });
    expect(await world.store.grants.findById(grant?._id ?? '').lean()).toMatchObject({ status: 'suspended' });
    await identifyAs(`${HOME}:${mia.id}`);
    await deactivate(mia, false);
  });

  it('decides no more: what they hold is with the others', async () => {
    await deactivate(adam);
    const holders = await holdersOf(world.gatehouse.runtime, HOME, aster, 'request:decide');
    expect(holders.map(({ name }) => name)).toEqual(['Olga Owens']);
    await deactivate(adam, false);
    expect(await holdersOf(world.gatehouse.runtime, HOME, aster, 'request:decide')).toHaveLength(2);
  });
});

describe('an organization whose last owner is deactivated', () => {
  it('says so to the admins of the workspace alone, of whom one takes it over', async () => {
    await deactivate(olga);
    expect((await world.store.organizations.findById(aster).lean())?.adminVacantSince).toBeInstanceOf(Date);
    const [admin, helper] = [world.person(adam.id), world.person(wanda.id)];
    await admin.openHome();
    expect(admin.text('home')).not.toContain('no owner');
    await helper.openHome();
    expect(helper.text('home')).toContain('Aster Labs has no owner any more.');
    await helper.press('take-over', { in: 'home' });
    // She has no account yet.
    const form = newAccountOf('wanda');
    await helper.fill({
      firstName: form.firstName,
      lastName: form.lastName,
      provider: 'GitHub',
      providerUsername: 'wanda',
      username: 'wanda',
    });
    await helper.submit();
    expect(helper.text()).toContain('You become its owner');
    await helper.submit();
    expect(helper.text()).toContain('You are the owner of Aster Labs now.');
    await helper.close();
    const organization = await world.store.organizations.findById(aster).lean();
    expect(organization?.adminVacantSince).toBeUndefined();
    const wandaId = await accountIdOf(world, wanda);
    expect(await grantsOf(wandaId)).toMatchObject([{ status: 'active', access: { role: 'owner' } }]);
    expect(await world.store.audit.findOne({ action: 'organization.taken-over' }).lean()).toMatchObject({
      actor: wandaId,
      organizationId: aster,
    });
  });

  it('has its old owner again when they are back, beside the new one', async () => {
    await deactivate(olga, false);
    const owners = await world.store.grants
      .find({ organizationId: aster, status: 'active', 'access.role': 'owner' })
      .lean();
    expect(owners).toHaveLength(2);
  });
});
