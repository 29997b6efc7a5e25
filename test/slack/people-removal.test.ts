/** `/gatehouse people` (design §5): moving somebody out of an organization, which always keeps an owner. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { day } from '../../src/domain/invitations.ts';
import { adam, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import {
  account,
  auditOf,
  bringIn,
  giveAccess,
  makeApp,
  newestInvitation,
  ownGrantOf,
  seatsOf,
  sendTo,
  stranger,
} from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { changeAccess, questionOf, refusedIn } from '../support/gestures.ts';
import { accountIdOf, DENIED, mia, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting, invited, redeem } from '../support/verbs.ts';

const [cora, emma, fay] = ['Cora', 'Emma', 'Fay'].map((first): Person => {
  const name = first.toLowerCase();
  const email = `${name}@aster.example`;
  return { ...mia, id: `U0${first.toUpperCase()}`, name, realName: `${first} Cole`, email };
}) as [Person, Person, Person];

let world: World;
let owner: Driver;
let admin: Driver;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, cora, emma, fay] });
  for (const person of [mia, cora]) await bringIn(world, person, 'member');
  owner = world.person(olga.id);
  admin = world.person(adam.id);
  await world.settled();
});
beforeEach(async () => {
  for (const driver of [owner, admin]) if (driver.hasModal()) await driver.close({ all: true });
});

const verb = async (person: Person) => acting(world.gatehouse.runtime, person.id);
const inDays = (days: number) =>
  new Date(world.clock.now().getTime() + days * day).toISOString().slice(0, 10);
const find = (driver: Driver, person: Person) => driver.command('/gatehouse people', person.name);

describe('removing somebody from an organization', () => {
  it('ends access and invitations in one command: seats go to who waits, and the person is told once', async () => {
    const [held, active] = [
      await makeApp(world, 'Harbor', { seats: 1 }),
      await makeApp(world, 'Inlet', { seats: 1 }),
    ];
    await giveAccess(world, active, 'Viewer', cora);
    const offered = await sendTo(world, held, 'Viewer', account(await accountIdOf(world, cora)), {
      by: adam,
    });
    for (const [app, email] of [
      [held, 'harbor@partner.example'],
      [active, 'inlet@partner.example'],
    ] as const) {
      await sendTo(world, app, 'Viewer', stranger(email), { by: adam, mayWait: true });
    }
    await world.settled();
    await find(admin, cora);
    expect(admin.text()).toContain('Viewer on Harbor (Team). Pending');
    expect(questionOf(admin, 'person-remove')).toContain(
      'All access and all invitations of Cora Cole to Aster Labs end, and the seats are freed.',
    );
    const commands = await world.store.commands.countDocuments({ tenantId: 'T0ASTER' });
    await admin.press('person-remove', { in: 'modal' });
    expect(await world.store.commands.countDocuments({ tenantId: 'T0ASTER' })).toBe(commands + 1);
    expect(admin.text()).toContain('No access to Aster Labs.');
    expect(admin.text()).not.toContain('Remove from');
    await world.settled();
    expect(await auditOf(world, offered.invitationId)).toContain('invitation.revoked by Adam Adler');
    for (const [app, email] of [
      [held, 'harbor@partner.example'],
      [active, 'inlet@partner.example'],
    ] as const) {
      expect(await newestInvitation(world, email)).toMatchObject({ status: 'pending' });
      expect(await seatsOf(world, app.subscriptionId)).toEqual({ active: 0, held: 1, waiting: 0 });
    }
    const subjects = world.mailsTo(cora.email).map(({ subject }) => subject);
    expect(subjects.filter((subject) => /has ended/.test(subject))).toEqual([
      'Your access to Aster Labs has ended',
    ]);
    expect(subjects.filter((subject) => /withdrawn/.test(subject))).toHaveLength(1);
    const removed = world.person(cora.id);
    await removed.openHome();
    expect(removed.text('home')).toContain('You have no access to an organization yet.');
    expect(removed.text('home')).not.toContain('Invitations for you');
  });

  it('denies the request that waits, and its card says so', async () => {
    const invitation = await invited(await verb(olga), emma.email);
    await world.settled();
    await redeem(await verb(emma), world.codeFor(emma.email), 'emma');
    const app = await makeApp(world, 'Jetty');
    await giveAccess(world, app, 'Viewer', emma);
    await admin.command('/gatehouse people', 'emma');
    await admin.press('person-remove', { in: 'modal' });
    await world.settled();
    const request = await world.store.accessRequests.findOne({ invitationId: invitation._id }).lean();
    expect(request).toMatchObject({ status: 'denied', decidedByName: 'Adam Adler' });
    const subjects = world.mailsTo(emma.email).map(({ subject }) => subject);
    expect(subjects.slice(-2).sort()).toEqual([
      'Your access to Jetty (Team) of Aster Labs has ended',
      'Your request for access to Aster Labs',
    ]);
    const card = owner
      .messages('access-approvals')
      .filter(({ ephemeral }) => !ephemeral)
      .at(-1);
    expect(JSON.stringify(card?.blocks)).not.toContain('request-approve');
    await admin.close({ all: true });
  });
});

describe('the last owner', () => {
  it('A13: cannot end, lower or date their own access, and is not offered to remove themselves', async () => {
    const { _id } = await ownGrantOf(world, olga);
    const oneMust = 'One owner must remain. Make somebody else an owner first.';
    await find(owner, olga);
    expect(JSON.stringify(owner.modal().view.blocks)).not.toContain('person-remove');
    await refusedIn(world, owner, () => owner.press('grant-end', { in: 'modal', value: _id }), oneMust);
    await changeAccess(owner, _id, { roleId: 'admin' });
    expect(owner.errors()).toEqual({ roleId: oneMust });
    await owner.fill({ roleId: 'owner', endsOn: inDays(30) });
    await owner.submit();
    expect(owner.errors()).toEqual({ endsOn: 'The access of an owner has no end date. Clear the date.' });
    expect(await ownGrantOf(world, olga)).toMatchObject({ access: { role: 'owner' }, endsAt: null });
  });

  it('makes another one first, whose end date has to go, and can leave then', async () => {
    await bringIn(world, fay, 'admin');
    const { _id } = await ownGrantOf(world, fay);
    await find(owner, fay);
    await changeAccess(owner, _id, { endsOn: inDays(30) });
    await owner.close();
    await changeAccess(owner, _id, { roleId: 'owner' });
    expect(owner.errors()).toEqual({ endsOn: 'The access of an owner has no end date. Clear the date.' });
    await owner.fill({ endsOn: null });
    await owner.submit();
    await owner.close({ all: true });
    const own = await ownGrantOf(world, olga);
    await find(owner, olga);
    await owner.press('grant-end', { in: 'modal', value: own._id });
    expect(owner.text()).toContain('Your access has ended.');
    await owner.close({ all: true });
    await owner.command('/gatehouse people', 'mia', 'general');
    expect(owner.text(owner.lastMessage('general'))).toBe(DENIED);
    const successor = world.person(fay.id);
    await find(successor, adam);
    expect(questionOf(successor, 'person-remove')).toContain('Adam Adler');
    await successor.close({ all: true });
  });
});
