/** Apps, seats, people with roles and direct invitations, all made by the verbs: so their history is whole. */
import { expect } from 'vitest';
import type { AppAccess } from '../../src/domain/access.ts';
import type { AuditAction } from '../../src/domain/audit.ts';
import type { DirectResult } from '../../src/domain/direct-invitations.ts';
import type { OrganizationRole } from '../../src/domain/permissions.ts';
import { acceptanceKinds, type OrganizationSettings } from '../../src/domain/settings.ts';
import { seatHolding } from '../../src/domain/states.ts';
import { adam, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { createApp } from '../../src/services/catalog/apps.ts';
import { createSubscription } from '../../src/services/catalog/subscriptions.ts';
import { draftDirect, sendDirect } from '../../src/services/direct/send.ts';
import { acceptOffer } from '../../src/services/invitations/answer.ts';
import { offerByUsername } from '../../src/services/invitations/offer.ts';
import { setUpOrganization } from '../../src/services/organizations.ts';
import { editSettings, getSettings } from '../../src/services/settings.ts';
import type { GrantRecord } from '../../src/store/models/grant.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import type { World } from './gatehouse.ts';
import { accountIdOf, asterId, makeAccount } from './residents.ts';
import type { Driver } from './slack.ts';
import type { Entry } from './slack-entries.ts';
import { acting } from './verbs.ts';

/** An app with one subscription. */
export interface TestApp {
  name: string;
  organizationId: string;
  appId: string;
  subscriptionId: string;
  /** The access of a role, by the role's name. */
  access(role: string): AppAccess;
}

interface AppWishes {
  organizationId?: string;
  /** Role names. */
  roles?: string[];
  privileged?: string[];
  subscription?: string;
  /** Null: no limit. */
  seats?: number | null;
  /** A day, such as `2030-01-31`. */
  endsOn?: string;
}

/** Makes an app of the first organization, with the roles Viewer and Editor unless others are given. */
export async function makeApp(world: World, name: string, wishes: AppWishes = {}): Promise<TestApp> {
  const { runtime } = world.gatehouse;
  const { roles = ['Viewer', 'Editor'], privileged = [], subscription = 'Team', seats = null } = wishes;
  const organizationId = wishes.organizationId ?? (await asterId(world));
  const form = { organizationId, name, roles: roles.join('\n'), privileged: privileged.join('\n') };
  const { appId } = await createApp(await acting(runtime, olga.id), form);
  const { subscriptionId } = await createSubscription(await acting(runtime, olga.id), {
    appId,
    name: subscription,
    plan: 'Standard',
    seatLimit: seats === null ? '' : String(seats),
    endsOn: wishes.endsOn ?? null,
  });
  const app = await world.store.apps.findById(appId).lean();
  const access = (role: string): AppAccess => {
    const roleId = app?.roles.find((each) => each.name === role)?.id;
    if (!roleId) throw new Error(`${name} has no role ${role}`);
    return { kind: 'app', appId, subscriptionId, roleId };
  };
  return { name, organizationId, appId, subscriptionId, access };
}

/** A second business of the same workspace, which Olga owns. */
export async function makeBusiness(world: World, name: string): Promise<string> {
  const { organizationId } = await setUpOrganization(
    await acting(world.gatehouse.runtime, olga.id),
    {
      name,
      domain: name.toLowerCase(),
      notificationEmail: `access@${name.toLowerCase()}.example`,
      approvalsChannelId: null,
    },
    { isWorkspaceAdmin: true },
  );
  return organizationId;
}

/** Gives somebody an account where they have none, and a role in the first organization. Returns the account's id. */
export async function bringIn(world: World, person: Person, role: OrganizationRole): Promise<string> {
  const { runtime } = world.gatehouse;
  const known = await world.store.accounts.exists({ identityKeys: `T0ASTER:${person.id}` });
  const accountId = known ? await accountIdOf(world, person) : await makeAccount(world, person);
  const { email, name: username } = person;
  const organizationId = await asterId(world);
  const offer = { organizationId, email, username, role };
  const { outcome } = await offerByUsername(await acting(runtime, olga.id), offer);
  if (outcome !== 'granted') {
    const { _id } = await newestInvitation(world, email);
    await acceptOffer(await acting(runtime, person.id), _id);
  }
  return accountId;
}

/** Changes some of what the first organization has decided. */
export async function decideSettings(world: World, changed: Partial<OrganizationSettings>): Promise<void> {
  const { runtime } = world.gatehouse;
  const organizationId = await asterId(world);
  const { settings } = await getSettings(await acting(runtime, olga.id), organizationId);
  const { acceptance, allowedDomains, expiryDays, whoMayInvite } = { ...settings, ...changed };
  await editSettings(await acting(runtime, olga.id), organizationId, {
    acceptance: acceptanceKinds.filter((kind) => acceptance[kind]),
    allowedDomains: allowedDomains.join('\n'),
    expiryDays,
    whoMayInvite,
  });
}

/** A person who has no account, as the form names them. */
export function stranger(email: string, firstName = 'Kim', lastName = 'Keller') {
  return { who: 'new', firstName, lastName, email };
}

/** Sends a direct invitation to a role on an app, reviewed and confirmed, by the verbs. */
export async function sendTo(
  world: World,
  { organizationId, access }: TestApp,
  role: string,
  whom: Record<string, unknown>,
  more: { by?: Person; mayWait?: boolean; terms?: Record<string, unknown> } = {},
): Promise<DirectResult> {
  const { runtime } = world.gatehouse;
  const { by = olga, mayWait = false, terms = {} } = more;
  const { appId, subscriptionId, roleId } = access(role);
  const form = { ...whom, organizationId, appId, subscriptionId, roleId, expiryDays: '7', ...terms };
  const draftId = await draftDirect(await acting(runtime, by.id), form);
  return sendDirect(await acting(runtime, by.id), draftId, { confirmed: '', mayWait });
}

/** Whom `sendTo` invites when the person has an account. */
export function account(accountId: string) {
  return { who: 'existing', accountId };
}

/** What an admin chooses in the form, each by its name. */
export interface Choices {
  /** An account, such as `Mia Meyer (mia)`. */
  account?: string;
  /** Or a new person. */
  person?: { firstName: string; lastName: string; email: string };
  business?: string;
  app?: string;
  subscription?: string;
  role?: string;
  terms?: Record<string, Entry>;
}

/** Opens the form for a direct invitation. */
export async function openDirect(driver: Driver): Promise<void> {
  await driver.command('/invite-user');
  await driver.choose('invite-way', 'direct', { in: 'modal' });
}

/** Opens the form and fills it in, from the top to the bottom, without sending it. */
export async function fillDirect(driver: Driver, choices: Choices): Promise<void> {
  await openDirect(driver);
  await fillIn(driver, choices);
}

/** Fills in the form that is open, from the top to the bottom. */
export async function fillIn(driver: Driver, choices: Choices): Promise<void> {
  if (choices.account) await driver.fill({ accountId: choices.account });
  if (choices.person) {
    await driver.choose('who', 'new', { in: 'modal' });
    await driver.fill(choices.person);
  }
  if (choices.business) await driver.choose('organizationId', choices.business, { in: 'modal' });
  if (choices.app) await driver.choose('appId', choices.app, { in: 'modal' });
  if (choices.subscription) await driver.choose('subscriptionId', choices.subscription, { in: 'modal' });
  if (choices.role) await driver.fill({ roleId: choices.role });
  if (choices.terms) await driver.fill(choices.terms);
}

/** The newest access invitation of an address. */
export async function newestInvitation(world: World, email: string): Promise<InvitationRecord> {
  const found = await world.store.invitations
    .findOne({ tenantId: 'T0ASTER', emailKey: email.toLowerCase(), kind: 'access' })
    .sort({ _id: -1 })
    .lean();
  if (!found) throw new Error(`${email} has no invitation`);
  return found;
}

/** The running access of somebody by a subscription, if there is one. */
export function runningGrant(
  { store }: World,
  subscriptionId: string,
  accountId: string,
): Promise<GrantRecord | null> {
  const of = { tenantId: 'T0ASTER', accountId, 'access.subscriptionId': subscriptionId };
  return store.grants.findOne({ ...of, status: 'active' }).lean();
}

/** Gives somebody who has an account a role on an app, invited by Adam and accepted. Returns the grant's id. */
export async function giveAccess(world: World, app: TestApp, role: string, person: Person): Promise<string> {
  const accountId = await accountIdOf(world, person);
  const { invitationId } = await sendTo(world, app, role, account(accountId), { by: adam });
  await acceptOffer(await acting(world.gatehouse.runtime, person.id), invitationId);
  await world.settled();
  return (await runningGrant(world, app.subscriptionId, accountId))?._id ?? '';
}

/** The running access of somebody to the first organization itself. */
export async function ownGrantOf(world: World, person: Person): Promise<GrantRecord> {
  const of = { tenantId: 'T0ASTER', accountId: await accountIdOf(world, person), status: 'active' } as const;
  const organizationId = await asterId(world);
  const found = await world.store.grants
    .findOne({ ...of, organizationId, 'access.kind': 'organization' })
    .lean();
  if (!found) throw new Error(`${person.name} has no access`);
  return found;
}

/** The seats of a subscription, once it is sure that its counters are what the records add up to (I1). */
export async function seatsOf(
  { store }: World,
  subscriptionId: string,
): Promise<{ active: number; held: number; waiting: number }> {
  const of = { tenantId: 'T0ASTER', 'access.subscriptionId': subscriptionId };
  const counted = {
    active: await store.grants.countDocuments({ ...of, status: 'active' }),
    held: await store.invitations.countDocuments({ ...of, status: { $in: [...seatHolding] } }),
  };
  const subscription = await store.subscriptions.findById(subscriptionId).lean();
  expect({ active: subscription?.active, held: subscription?.held }).toEqual(counted);
  const waiting = await store.invitations.countDocuments({ ...of, status: 'waitlisted' });
  return { ...counted, waiting };
}

/** What the audit says of a record, oldest first: action and who did it. */
export async function auditOf({ store }: World, subject: string): Promise<string[]> {
  const rows = await store.audit.find({ tenantId: 'T0ASTER', subjects: subject }).sort({ _id: 1 }).lean();
  return rows.map(({ action, actorName }) => `${action} by ${actorName}`);
}

/** How often the audit notes this of a record. */
export function notedOf({ store }: World, subject: string, action: AuditAction): Promise<number> {
  return store.audit.countDocuments({ tenantId: 'T0ASTER', subjects: subject, action });
}

/** What was told about a record, oldest first: template, way and receiver. Refreshed cards are left out. */
export async function toldOf({ store }: World, about: string): Promise<string[]> {
  const rows = await store.outbox.find({ tenantId: 'T0ASTER', 'about.id': about }).sort({ _id: 1 }).lean();
  return rows.flatMap(({ template, to }) => {
    if (to.via === 'refresh') return [];
    return [`${template} ${to.via} ${to.via === 'mail' ? to.address : to.channel}`];
  });
}
