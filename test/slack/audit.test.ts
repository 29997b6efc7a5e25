/** What has happened in an organization, as an admin looks it up in Slack and takes it along as a file. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adam, olga } from '../../src/sandbox/people.ts';
import { editApp } from '../../src/services/catalog/apps.ts';
import { extendInvitation } from '../../src/services/invitations/extend.ts';
import { editOrganization } from '../../src/services/organizations.ts';
import { changeGrant } from '../../src/services/people/change-grant.ts';
import { bringIn, makeApp, makeBusiness, ownGrantOf, type TestApp } from '../support/catalog.ts';
import { eventually } from '../support/eventually.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { asterId, DENIED, mia, nora, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting, invited } from '../support/verbs.ts';

const day = 24 * 60 * 60 * 1000;

let world: World;
let admin: Driver;
let atlas: TestApp;
beforeAll(async () => {
  world = await startWorld({ people: residents });
  admin = world.person(adam.id);
  await bringIn(world, mia, 'member');
  await bringIn(world, nora, 'member');
  atlas = await makeApp(world, 'Atlas');
  await editApp(await verb(olga.id), atlas.appId, { name: '=Atlas 2', roles: 'Viewer\nEditor\nOperator' });
  await changeGrant(await verb(olga.id), (await ownGrantOf(world, mia))._id, { roleId: 'admin' });
  await world.settled();
});
beforeEach(async () => {
  if (admin.hasModal()) await admin.close({ all: true });
});

const verb = (userId: string) => acting(world.gatehouse.runtime, userId);
const readable = (text: string) => text.replaceAll('\u2060', '');
const shown = () => readable(admin.text('modal'));
const dayIn = (days: number) => new Date(world.clock.now().getTime() + days * day).toISOString().slice(0, 10);

describe('/gatehouse audit', () => {
  it('says who did what to whom, and what it was before', async () => {
    await admin.command('/gatehouse audit');
    expect(shown()).toContain('What has happened in Aster Labs, newest first.');
    expect(shown()).toMatch(/Role changed: Mia Meyer \(mia\)\nAccess: member → admin[\s\S]*? by Olga Owens/);
    expect(shown()).toMatch(/App changed: =Atlas 2\nName: Atlas → =Atlas 2/);
  });

  it('says of a longer invitation until when it was valid before', async () => {
    const invitation = await invited(await verb(olga.id), 'longer@audit.example');
    await extendInvitation(await verb(olga.id), { invitationId: invitation._id, days: '7' });
    const [before, after] = [0, 7].map((days) => {
      const end = new Date(invitation.expiresAt.getTime() + days * day).toISOString();
      return `${end.slice(0, 16).replace('T', ' ')} UTC`;
    });
    await admin.command('/gatehouse audit');
    expect(shown()).toContain(
      `Invitation extended: longer@audit.example\nDays: 7\nUntil: ${before} → ${after}`,
    );
  });

  it('shows one person, one kind, and some days; and all of it again', async () => {
    await admin.command('/gatehouse audit');
    await admin.offers('audit-person', 'nora');
    await admin.choose('audit-person', 'Nora Noll (nora)', { in: 'modal' });
    expect(shown()).toContain('Nora Noll (nora)');
    expect(shown()).not.toContain('Mia Meyer');
    await admin.choose('audit-group', 'Apps and subscriptions', { in: 'modal' });
    expect(shown()).toContain('Nothing like that has happened.');
    await admin.press('audit-all', { in: 'modal' });
    await admin.choose('audit-group', 'Access', { in: 'modal' });
    expect(shown()).toContain('Role changed');
    expect(shown()).not.toContain('App changed');
    await admin.choose('audit-from', dayIn(0), { in: 'modal' });
    expect(shown()).toContain('Role changed');
    await admin.choose('audit-until', dayIn(-1), { in: 'modal' });
    expect(shown()).toContain('The first day comes after the last one.');
    await admin.press('audit-all', { in: 'modal' });
    await admin.choose('audit-until', dayIn(-1), { in: 'modal' });
    expect(shown()).not.toContain('Role changed');
  });

  it('turns pages, and each row is on one of them', async () => {
    const aster = await asterId(world);
    const all = await world.store.audit.countDocuments({ organizationId: aster });
    await admin.command('/gatehouse audit');
    const pages = [rowsShown()];
    while (JSON.stringify(admin.modal().view).includes('page-older')) {
      await admin.press('page-older', { in: 'modal' });
      pages.push(rowsShown());
    }
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat()).toHaveLength(all);
  });

  it('keeps one organization from the other, and finds those alone whom it knows', async () => {
    const birch = await makeBusiness(world, 'Birch');
    const form = { name: 'Birch Two', domain: 'birch', notificationEmail: 'b@birch.example' };
    await editOrganization(await verb(olga.id), birch, { ...form, approvalsChannelId: null });
    const owner = world.person(olga.id);
    await owner.command('/gatehouse audit', 'birch');
    expect(owner.text('modal')).toContain('Name: Birch → Birch Two');
    expect(owner.text('modal')).not.toContain('Mia Meyer');
    expect(await owner.offers('audit-person', 'mia')).toEqual([]);
    await owner.close({ all: true });
    await admin.command('/gatehouse audit');
    expect(shown()).not.toContain('Birch Two');
  });
});

/** The texts under which each row says when it was and who did it. */
function rowsShown(): string[] {
  return JSON.stringify(admin.modal().view.blocks).match(/<!date[^>]*> by /g) ?? [];
}

describe('the export', () => {
  const files = () => admin.messages().flatMap((message) => message.files);

  it('comes as a file with what was shown; no cell acts as a formula (A41); and it is in the audit', async () => {
    await admin.command('/gatehouse audit');
    await admin.choose('audit-group', 'Apps and subscriptions', { in: 'modal' });
    await admin.press('audit-export', { in: 'modal' });
    expect(admin.text()).toContain('The audit is on its way.');
    await world.settled();
    const file = await eventually(() => {
      const found = files().find(({ name }) => name === 'audit-of-aster.csv');
      expect(found).toBeDefined();
      return found;
    });
    const text = Buffer.from(world.slack.file(adam.id, file?.id ?? '')?.bytes ?? []).toString();
    const rows = text.split('\r\n');
    expect(rows[0]).toContain('time (UTC),who,what,about,before and after,action,id');
    expect(rows[1]).toMatch(
      /,Olga Owens,App changed,'=Atlas 2,"name: Atlas → =Atlas 2; roles: .*",app\.edited,aud_/,
    );
    expect(text).not.toContain('Role changed');
    const noted = await world.store.audit.findOne({ action: 'audit.exported' }).lean();
    expect(noted).toMatchObject({ actorName: 'Adam Adler', detail: { group: 'catalog', from: null } });
  });

  it('does not come to who has lost the right meanwhile', async () => {
    const driver = world.person(mia.id);
    await driver.command('/gatehouse audit');
    const grant = await ownGrantOf(world, mia);
    await changeGrant(await verb(olga.id), grant._id, { roleId: 'member' });
    await driver.press('audit-export', { in: 'modal' });
    expect(readable(driver.text('modal'))).toContain(DENIED);
    expect(await world.store.outbox.countDocuments({ 'to.channel': mia.id, template: 'audit-list' })).toBe(0);
  });
});
