/** *Resend all*: more undeliverable invitations than one press sends, most of which fail. */
import { beforeAll, expect, it } from 'vitest';
import type { Access } from '../../src/domain/access.ts';
import { adam, olga, workspace } from '../../src/sandbox/people.ts';
import { makeApp, sendTo, stranger } from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { accountIdOf, asterId, openInvitation } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';

let world: World;
let admin: Driver;

beforeAll(async () => {
  // That many bounces take too long to wait for: they are planted.
  world = await startWorld({ isBroken: true });
  admin = world.person(adam.id);
});

/** One that bounced, of a person who has no account. */
async function plant(email: string, access: Access): Promise<string> {
  const [organizationId, invitedBy] = [await asterId(world), await accountIdOf(world, olga)];
  const approvals = [{ accountId: invitedBy, name: olga.realName, at: world.clock.now() }];
  const bounced = { kind: 'access', status: 'undeliverable' } as const;
  const id = await openInvitation(world, { organizationId, invitedBy, email, access, approvals, ...bounced });
  await world.store.invitations.updateOne({ _id: id, tenantId: workspace.id }, { $unset: { liveKey: 1 } });
  return id;
}

it('goes on after those that fail, so that they do not stand before the others for ever', async () => {
  const [full, free] = [await makeApp(world, 'Full', { seats: 1 }), await makeApp(world, 'Free')];
  await sendTo(world, full, 'Viewer', stranger('first@guest.example'));
  for (let n = 0; n < 26; n += 1) await plant(`no-seat-${n}@guest.example`, full.access('Viewer'));
  const last = await plant('last@guest.example', free.access('Viewer'));

  await admin.command('/invitations', 'undeliverable');
  await admin.press('invitations-retry-all', { in: 'modal' });
  expect(admin.text()).toContain('0 invitations are on the way again.');
  expect(admin.text().match(/No seat is free any more/g)).toHaveLength(25);
  expect(admin.text()).toContain('27 undeliverable invitations are left.');
  await admin.press('invitations-retry-all', { in: 'modal', text: 'Go on' });
  expect(admin.text()).toContain('1 invitation is on the way again.');
  expect(admin.text()).toContain('no-seat-25@guest.example: No seat is free any more.');
  expect(admin.text()).toContain('26 undeliverable invitations are left.');
  expect(admin.text()).not.toContain('Go on');
  expect((await world.store.invitations.findById(last).lean())?.status).toBe('pending');
  await world.settled();
  expect(world.mailsTo('last@guest.example')).toHaveLength(1);
});
