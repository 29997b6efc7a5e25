/** Partners, workgroups and those who are in them, all made by the verbs: so their history is whole. */
import { adam, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { addPartner } from '../../src/services/collaborations/add.ts';
import { acceptOffer } from '../../src/services/invitations/answer.ts';
import { offerByUsername } from '../../src/services/invitations/offer.ts';
import { createWorkgroup } from '../../src/services/workgroups/create.ts';
import { inviteToWorkgroup } from '../../src/services/workgroups/invite.ts';
import type { GrantRecord } from '../../src/store/models/grant.ts';
import { newestInvitation } from './catalog.ts';
import type { World } from './gatehouse.ts';
import { accountIdOf, asterId, makeAccount } from './residents.ts';
import type { Driver } from './slack.ts';
import { acting } from './verbs.ts';

/** Somebody of the home workspace with an address of another domain. */
export function personOf(domain: string, realName: string): Person {
  const name = realName.split(' ')[0]?.toLowerCase() ?? '';
  const email = `${name}@${domain}.example`;
  return {
    id: `U0${name.toUpperCase()}`,
    name,
    realName,
    title: '',
    email,
    isWorkspaceAdmin: false,
    isHome: true,
  };
}

/** Gives somebody an account where they have none, and a role in an organization, by one of its owners. */
export async function bringInto(
  world: World,
  {
    organizationId,
    by,
    person,
    role = 'member',
  }: {
    organizationId: string;
    by: Person;
    person: Person;
    role?: 'owner' | 'admin' | 'member';
  },
): Promise<string> {
  const { runtime } = world.gatehouse;
  const known = await world.store.accounts.exists({ identityKeys: `T0ASTER:${person.id}` });
  const accountId = known ? await accountIdOf(world, person) : await makeAccount(world, person);
  const { email, name: username } = person;
  await offerByUsername(await acting(runtime, by.id), { organizationId, email, username, role });
  const { _id } = await newestInvitation(world, email);
  await acceptOffer(await acting(runtime, person.id), _id);
  return accountId;
}

/** Makes a workgroup of the first organization. Returns its id. */
export async function makeWorkgroup(
  world: World,
  name: string,
  { collaborative = true, by = olga }: { collaborative?: boolean; by?: Person } = {},
): Promise<string> {
  const form = { organizationId: await asterId(world), name, collaborative: collaborative ? 'yes' : 'no' };
  const { workgroupId } = await createWorkgroup(await acting(world.gatehouse.runtime, by.id), form);
  return workgroupId;
}

/** Makes the organization of a login domain a partner of the first one. Returns the partnership's id. */
export async function makePartner(world: World, domain: string): Promise<string> {
  const form = { organizationId: await asterId(world), domain };
  const { collaborationId } = await addPartner(await acting(world.gatehouse.runtime, olga.id), form);
  return collaborationId;
}

/** Lets somebody into a workgroup, by a verb of Adam's. Returns the grant's id. */
export async function letIn(
  world: World,
  workgroupId: string,
  person: Person,
  { role = 'member', partnerId = null }: { role?: 'member' | 'admin'; partnerId?: string | null } = {},
): Promise<string> {
  const form = { workgroupId, role, emails: person.email, partnerId };
  await inviteToWorkgroup(await acting(world.gatehouse.runtime, adam.id), form);
  const grant = await grantIn(world, workgroupId, person);
  if (!grant) throw new Error(`${person.name} was not let in`);
  return grant._id;
}

/** The running access of somebody to a workgroup, if there is one. */
export async function grantIn(
  world: World,
  workgroupId: string,
  person: Person,
): Promise<GrantRecord | null> {
  const accountId = await accountIdOf(world, person).catch(() => '');
  const of = { tenantId: 'T0ASTER', accountId, 'access.workgroupId': workgroupId };
  return world.store.grants.findOne({ ...of, status: 'active' }).lean();
}

/** Opens one workgroup from the list. */
export async function openWorkgroupOf(driver: Driver, workgroupId: string): Promise<void> {
  if (driver.hasModal()) await driver.close({ all: true });
  await driver.command('/gatehouse workgroups');
  await driver.press('workgroup-open', { in: 'modal', value: workgroupId });
}
