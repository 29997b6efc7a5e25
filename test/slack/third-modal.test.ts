/** Slack takes three modals on top of each other: what is opened or said in the third one shows in its place. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adam, olga } from '../../src/sandbox/people.ts';
import { revokeInvitation } from '../../src/services/invitations/revoke.ts';
import {
  account,
  bringIn,
  fillDirect,
  fillIn,
  giveAccess,
  makeApp,
  makeBusiness,
  ownGrantOf,
  sendTo,
} from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { accountIdOf, mia, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting } from '../support/verbs.ts';

let world: World;
let owner: Driver;
let admin: Driver;
beforeAll(async () => {
  world = await startWorld({ people: residents });
  await bringIn(world, mia, 'member');
  owner = world.person(olga.id);
  admin = world.person(adam.id);
  await world.settled();
});
beforeEach(async () => {
  for (const driver of [owner, admin]) if (driver.hasModal()) await driver.close({ all: true });
});

const modals = (driver: Driver) => driver.screen().modals.length;
const messagesTo = (driver: Driver) => driver.messages().length;

describe('in the third modal', () => {
  it('an invitation opens in the place of the person, and what is said of it takes its place again', async () => {
    const app = await makeApp(world, 'Atlas');
    const other = await makeApp(world, 'Beacon');
    await giveAccess(world, app, 'Viewer', mia);
    const { invitationId } = await sendTo(world, other, 'Viewer', account(await accountIdOf(world, mia)));
    await world.settled();
    await fillDirect(admin, {
      account: 'Mia Meyer (mia)',
      app: 'Atlas',
      subscription: 'Team',
      role: 'Viewer',
    });
    await admin.submit();
    await admin.press('person-open', { in: 'modal' });
    expect(modals(admin)).toBe(3);
    await admin.press('invitation-open', { in: 'modal', value: invitationId });
    expect(modals(admin)).toBe(3);
    expect(admin.text()).toContain('Viewer on Beacon (Team)');
    expect(admin.text()).toContain('Invited by Olga Owens');

    await revokeInvitation(await acting(world.gatehouse.runtime, olga.id), invitationId);
    await world.settled();
    const before = messagesTo(admin);
    await admin.press('invitation-resend', { in: 'modal' });
    expect(modals(admin)).toBe(3);
    expect(admin.text()).toContain('Already handled by Olga Owens');
    expect(messagesTo(admin)).toBe(before);
    await admin.close();
    expect(admin.text()).toContain('This can’t be sent yet');
  });

  it('a change of access opens in the place of the person', async () => {
    const app = await makeApp(world, 'Compass');
    await giveAccess(world, app, 'Viewer', mia);
    await fillDirect(admin, {
      account: 'Mia Meyer (mia)',
      app: 'Compass',
      subscription: 'Team',
      role: 'Viewer',
    });
    await admin.submit();
    await admin.press('person-open', { in: 'modal' });
    await admin.press('grant-change', { in: 'modal', value: (await ownGrantOf(world, mia))._id });
    expect(modals(admin)).toBe(3);
    expect(admin.text()).toContain('Mia Meyer has access to Aster Labs.');
  });

  it('a resent invitation is confirmed in the place of the review, and in no message', async () => {
    await makeApp(world, 'Dial');
    const kim = { firstName: 'Kim', lastName: 'Keller', email: 'kim@partner.example' };
    const toDial = { person: kim, app: 'Dial', subscription: 'Team', role: 'Viewer' };
    await fillDirect(admin, toDial);
    await admin.submit();
    await admin.submit();
    await admin.press('invite-user', { in: 'modal' });
    await fillIn(admin, toDial);
    await admin.submit();
    expect(modals(admin)).toBe(3);
    const before = messagesTo(admin);
    await admin.press('invitation-resend', { in: 'modal' });
    expect(modals(admin)).toBe(3);
    expect(admin.text()).toContain('A new code is on its way to kim@');
    expect(messagesTo(admin)).toBe(before);
    await world.settled();
    expect(world.mailsTo(kim.email)).toHaveLength(2);
  });
});

describe('the remedy for an access that is there already', () => {
  it('opens the person in the business of that access, where its end ends it', async () => {
    // By its name it comes after Aster Labs, which knows Mia too.
    const zeta = await makeBusiness(world, 'Zeta');
    await makeApp(world, 'Zenith', { organizationId: zeta });
    const toZenith = {
      account: 'Mia Meyer (mia)',
      business: 'Zeta',
      app: 'Zenith',
      subscription: 'Team',
      role: 'Viewer',
    };
    await fillDirect(owner, toZenith);
    await owner.submit();
    await owner.submit();
    await world.settled();
    await world.person(mia.id).press('offer-accept', { in: 'message' });
    await world.settled();
    await owner.close({ all: true });
    await fillDirect(owner, toZenith);
    await owner.submit();
    await owner.press('person-open', { in: 'modal' });
    expect(owner.text()).toContain('Remove from Zeta');
    expect(owner.text()).toContain('*Viewer on Zenith (Team)* since');
    expect(owner.text()).not.toContain('Aster Labs');
  });
});
