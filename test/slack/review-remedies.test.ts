/** Where every member may invite: what is in the way has a button only for those who may press it. */
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { adam } from '../../src/sandbox/people.ts';
import {
  account,
  bringIn,
  type Choices,
  decideSettings,
  fillDirect,
  giveAccess,
  makeApp,
  sendTo,
} from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { mia, nora, otto, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';

let world: World;
let member: Driver;
let admin: Driver;
beforeAll(async () => {
  world = await startWorld({ people: residents });
  await bringIn(world, mia, 'member');
  await bringIn(world, nora, 'member');
  const ottoId = await bringIn(world, otto, 'member');
  await decideSettings(world, { whoMayInvite: 'member' });
  const app = await makeApp(world, 'Atlas');
  await giveAccess(world, app, 'Viewer', nora);
  await sendTo(world, app, 'Viewer', account(ottoId));
  await world.settled();
  member = world.person(mia.id);
  admin = world.person(adam.id);
});
beforeEach(async () => {
  for (const driver of [member, admin]) if (driver.hasModal()) await driver.close({ all: true });
});

const to = (name: string): Choices => ({
  account: name,
  app: 'Atlas',
  subscription: 'Team',
  role: 'Viewer',
});

async function reviewBy(driver: Driver, name: string): Promise<{ text: string; blocks: string }> {
  await fillDirect(driver, to(name));
  await driver.submit();
  return { text: driver.text(), blocks: JSON.stringify(driver.modal().view.blocks) };
}

it.each([
  ['Nora Noll (nora)', 'person-open', 'To change it, ask an admin.', 'To change it, open the person.'],
  [
    'Otto Orth (otto)',
    'invitation-resend',
    'Choose something else to invite to, or ask an admin about it.',
    'Resend it, or choose something else to invite to.',
  ],
])('for %s: %s is the admin’s', async (name, action, toMember, toAdmin) => {
  const theirs = await reviewBy(member, name);
  expect(theirs.text).toContain(toMember);
  expect(theirs.blocks).not.toContain('"type":"button"');
  const his = await reviewBy(admin, name);
  expect(his.text).toContain(toAdmin);
  expect(his.blocks).toContain(action);
});
