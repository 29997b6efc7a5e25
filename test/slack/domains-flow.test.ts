/** `/gatehouse domains` (design §4): whose people an organization lets into its collaborative workgroups. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adam, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { bringIn, makeBusiness, newestInvitation, ownGrantOf } from '../support/catalog.ts';
import { eventually } from '../support/eventually.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { changeAccess, refusedIn } from '../support/gestures.ts';
import {
  DENIED,
  everything,
  makeAccount,
  makeBirch,
  mia,
  nora,
  otto,
  residents,
} from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { unhappen } from '../support/unhappen.ts';
import { bringInto, grantIn, letIn, makePartner, makeWorkgroup, personOf } from '../support/workgroups.ts';

const bea = personOf('birch', 'Bea Brandt');
const bob = personOf('birch', 'Bob Busch');

let world: World;
let birch: string;
let admin: Driver;
let owner: Driver;
let partner: Driver;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, bea, bob] });
  await makeAccount(world, otto);
  birch = await makeBirch(world, otto);
  for (const person of [bea, bob]) await bringInto(world, { organizationId: birch, by: otto, person });
  await bringIn(world, mia, 'member');
  await makeAccount(world, nora);
  [admin, owner, partner] = [adam, olga, otto].map((person) => world.person(person.id)) as [
    Driver,
    Driver,
    Driver,
  ];
  await world.settled();
});
beforeEach(async () => {
  for (const driver of [admin, owner, partner]) if (driver.hasModal()) await driver.close({ all: true });
});

const lastDm = (person: Person) => {
  const driver = world.person(person.id);
  return driver.text(driver.lastMessage());
};

/** Opens the form from the list, and sends a login domain. */
async function add(driver: Driver, domain: string, organization = 'Aster Labs'): Promise<void> {
  if (!driver.hasModal()) await driver.command('/gatehouse domains');
  const { value } = buttonOf(driver, `Add a partner of ${organization}`);
  await driver.press('partner-add', { in: 'modal', value });
  await driver.fill({ domain });
  await driver.submit();
}

/** The button that a screen reader calls this. */
function buttonOf(driver: Driver, label: string): { value: string } {
  const blocks = driver.modal().view.blocks as {
    accessory?: { accessibility_label?: string; value: string };
  }[];
  const found = blocks.find(({ accessory }) => accessory?.accessibility_label === label)?.accessory;
  if (!found) throw new Error(`${driver.userId} sees no button ${label}`);
  return found;
}

const statusOf = async () =>
  (await world.store.collaborations.findOne({ tenantId: 'T0ASTER', partnerId: birch }).lean())?.status;

describe('a partner', () => {
  it('is added by its login domain: the answer names it, its owners are told, and nobody has access yet', async () => {
    await admin.command('/gatehouse domains');
    expect(admin.text()).toContain('Aster Labs has no partner yet. Press Add a partner');
    await add(admin, ' Birch ');
    expect(admin.text()).toContain('Birch (birch) is a partner of Aster Labs now. Its owners are told.');
    await admin.close();
    expect(admin.text()).toContain('Birch (birch)\nPartner · 0 people have access to workgroups');
    await world.settled();
    expect(lastDm(otto)).toContain('Aster Labs');
    await partner.command('/gatehouse domains');
    expect(partner.text()).toContain('Birch is its partner · 0 people of Birch in its workgroups');
  });

  it.each([
    ['that nobody has', 'cedar', 'No organization has the domain “cedar”. Check the spelling.'],
    ['that is the own one', 'aster', 'This is the domain of Aster Labs itself.'],
    ['that is a partner already', 'birch', 'Birch is a partner of Aster Labs already.'],
    ['that is no domain', 'birch works', 'Use 2 to 31 letters (a–z), digits and single hyphens'],
    ['that is empty', null, /./],
  ])(
    'is not added by a domain %s: the field says so, and keeps what was typed',
    async (_name, domain, error) => {
      await world.settled();
      const before = await everything(world);
      await admin.command('/gatehouse domains');
      const { value } = buttonOf(admin, 'Add a partner of Aster Labs');
      await admin.press('partner-add', { in: 'modal', value });
      await admin.fill({ domain });
      await admin.submit();
      expect(Object.keys(admin.errors())).toEqual(['domain']);
      if (typeof error === 'string') expect(admin.errors().domain).toContain(error);
      else expect(admin.errors().domain).toMatch(error);
      if (domain) expect(JSON.stringify(admin.modal().state)).toContain(domain);
      expect(await everything(world)).toEqual(before);
    },
  );

  it('is guessed from a misspelt domain only by who may know of it', async () => {
    await makeBusiness(world, 'Dahlia');
    await add(owner, 'dahlja');
    expect(owner.errors().domain).toContain('dahlia');
    await add(admin, 'dahlja');
    expect(admin.errors().domain).toBe('No organization has the domain “dahlja”. Check the spelling.');
  });

  it('is removed with a question that counts; who loses access is told, who waits too', async () => {
    const workgroupId = await makeWorkgroup(world, 'Pilots');
    for (const person of [bea, bob]) await letIn(world, workgroupId, person, { partnerId: birch });
    await world.settled();
    await admin.command('/gatehouse domains');
    expect(admin.text()).toContain('Partner · 2 people have access to workgroups');
    await admin.press('partner-remove', { in: 'modal' });
    expect(admin.modal().view.submit?.text).toBe('Remove');
    expect(admin.text()).toContain('2 people lose access to workgroups of Aster Labs.');
    await admin.submit();
    expect(admin.text()).toContain('Birch is no longer a partner of Aster Labs. 2 people have lost access');
    await admin.close();
    expect(admin.text()).toContain('Aster Labs has no partner yet.');
    await world.settled();
    for (const person of [bea, bob]) {
      expect(await grantIn(world, workgroupId, person)).toBeNull();
      expect(lastDm(person)).toContain(
        'Your access to the workgroup Pilots of Aster Labs has ended: Birch is no longer a partner of Aster Labs.',
      );
      expect(lastDm(person)).toContain('ask an owner of Aster Labs.');
    }
    expect(lastDm(otto)).toContain('Aster Labs');
    // It may be added again, and brings nobody back.
    await add(admin, 'birch');
    expect(admin.text()).toContain('Birch (birch) is a partner of Aster Labs now.');
    expect(await grantIn(world, workgroupId, bea)).toBeNull();
  });

  it('that is big is removed after the answer: the result comes in place of a promise', async () => {
    const workgroupId = await makeWorkgroup(world, 'Crowd');
    const _id = await letIn(world, workgroupId, bea, { partnerId: birch });
    const pattern = await world.store.grants.findById(_id).lean();
    if (!pattern) throw new Error('there is no access');
    const copies = Array.from({ length: 501 }, (_, n) => ({
      ...pattern,
      _id: `grt_crowd${n}`,
      accountId: `acc_crowd${n}`,
      liveKey: `crowd${n}`,
    }));
    await world.store.grants.insertMany(copies, { lean: true });
    await admin.command('/gatehouse domains');
    await admin.press('partner-remove', { in: 'modal' });
    const from = world.slack.log.length;
    await admin.submit();
    await eventually(() =>
      expect(admin.text()).toContain('502 people have lost access to workgroups of Aster Labs.'),
    );
    const shown = world.slack.log.slice(from).filter(({ method }) => method === 'views.update');
    expect(JSON.stringify(shown.map(({ args }) => args))).toContain('end-frm_');
    expect(await grantIn(world, workgroupId, bea)).toBeNull();
    await world.settled();
    // They were nobody's.
    await world.store.grants.deleteMany({ _id: /^grt_crowd/ });
    await unhappen(world.store, { subjects: /^grt_crowd/ });
    await makePartner(world, 'birch');
  });

  it('leaves by its owners; only they can allow to be added again', async () => {
    const workgroupId = await makeWorkgroup(world, 'Riggers');
    await letIn(world, workgroupId, bea, { partnerId: birch });
    await partner.command('/gatehouse domains');
    expect(partner.text()).toContain('1 person of Birch in its workgroups');
    await partner.press('partner-leave', { in: 'modal' });
    expect(partner.text()).toContain('1 person loses access to workgroups of Aster Labs.');
    await partner.submit();
    expect(partner.text()).toContain(
      'Birch has left the partnership with Aster Labs. 1 person has lost access',
    );
    await partner.close();
    expect(partner.text()).toContain('Birch has left this partnership.');
    expect(await grantIn(world, workgroupId, bea)).toBeNull();
    await add(admin, 'birch');
    expect(admin.errors().domain).toBe(
      'Birch has left this partnership. Only its owners can allow it again.',
    );
    await admin.close();
    expect(admin.text()).toContain('Only the owners of Birch can allow it again.');
    await partner.press('partner-allow', { in: 'modal' });
    expect(partner.text()).toContain(
      'Aster Labs can add Birch again. Its owners are told. Nobody has access by this alone.',
    );
    await partner.close();
    expect(partner.text()).not.toContain('Aster Labs (aster)');
    await admin.close();
    await world.settled();
    expect(lastDm(olga)).toContain('allows Aster Labs to add Birch as a partner again.');
    await add(admin, 'birch');
    expect(admin.text()).toContain('Birch (birch) is a partner of Aster Labs now.');
    expect(await statusOf()).toBe('active');
  });

  it('A44: that two admins remove at once is removed once', async () => {
    for (const driver of [admin, owner]) {
      await driver.command('/gatehouse domains');
      const { value } = buttonOf(driver, 'Remove the partner Birch of Aster Labs');
      await driver.press('partner-remove', { in: 'modal', value });
    }
    await admin.submit();
    expect(admin.text()).toContain('Birch is no longer a partner of Aster Labs.');
    await world.settled();
    const before = await everything(world);
    await owner.submit();
    expect(owner.text()).not.toContain('is no longer a partner');
    expect(await everything(world)).toEqual(before);
    await makePartner(world, 'birch');
  });

  it('A15: that is removed takes the waiting invitations along', async () => {
    const workgroupId = await makeWorkgroup(world, 'Sailors');
    await admin.command('/gatehouse workgroups');
    await admin.press('workgroup-open', { in: 'modal', value: workgroupId });
    await admin.press('workgroup-invite', { in: 'modal' });
    await admin.fill({ role: 'member', emails: 'carl@birch.example', through: true });
    await admin.submit();
    expect(admin.text()).toContain('carl@birch.example: Waiting for account');
    await admin.close({ all: true });
    await admin.command('/gatehouse domains');
    await admin.press('partner-remove', { in: 'modal' });
    expect(admin.text()).toContain('and 1 invitation is revoked.');
    await admin.submit();
    expect((await newestInvitation(world, 'carl@birch.example')).status).toBe('revoked');
    await makePartner(world, 'birch');
  });
});

describe('partners are not for everybody', () => {
  it.each([
    ['a member', mia],
    ['who has an account and no role', nora],
    ['a member of the partner', bea],
  ])('A1: %s is told no more than that', async (_name, person) => {
    const driver = world.person(person.id);
    await driver.command('/gatehouse domains');
    expect(driver.hasModal()).toBe(false);
    expect(driver.text(driver.lastMessage())).toBe(DENIED);
  });

  it('A8: an admin of the host cannot leave for the partner, nor its owner remove it for the host', async () => {
    const { _id } = (await world.store.collaborations
      .findOne({ tenantId: 'T0ASTER', partnerId: birch })
      .lean()) ?? { _id: '' };
    await admin.command('/gatehouse domains');
    expect(JSON.stringify(admin.modal().view.blocks)).not.toContain('partner-leave');
    await partner.command('/gatehouse domains');
    expect(JSON.stringify(partner.modal().view.blocks)).not.toContain(`"partner-remove","value":"${_id}"`);
  });

  it('A2: an admin of the host who is demoted while the question is open changes nothing', async () => {
    await bringIn(world, nora, 'admin');
    const demoted = world.person(nora.id);
    await demoted.command('/gatehouse domains');
    await demoted.press('partner-remove', { in: 'modal' });
    await owner.command('/gatehouse people', 'nora');
    await changeAccess(owner, (await ownGrantOf(world, nora))._id, { roleId: 'member' });
    await world.settled();
    const before = await everything(world);
    await demoted.submit();
    expect(demoted.text()).toContain(DENIED);
    expect(await everything(world)).toEqual(before);
    await demoted.close();
    await refusedIn(world, demoted, () => demoted.press('partner-remove', { in: 'modal' }), DENIED);
    await demoted.close({ all: true });
  });
});
