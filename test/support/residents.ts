/** People who live in the pretend workspace beside the sandbox's own, and what they have there. */
import { people as seeded, workspace } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { createAccount } from '../../src/services/accounts.ts';
import { grantKey } from '../../src/services/authority.ts';
import { newId } from '../../src/services/context.ts';
import { liveKeyOf } from '../../src/services/invitations/keys.ts';
import { setUpOrganization } from '../../src/services/organizations.ts';
import type { AccessRequestRecord } from '../../src/store/models/access-request.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import type { World } from './gatehouse.ts';
import { acting } from './verbs.ts';

export const DENIED = "You can't do this, or it no longer exists.";
export const BAD_CODE = "That code isn't valid — check it or ask for a new one.";

export const mia = resident('U0MIA', 'Mia Meyer');
export const nora = resident('U0NORA', 'Nora Noll');
export const otto = resident('U0OTTO', 'Otto Orth');
export const residents = [...seeded, mia, nora, otto];

function resident(id: string, realName: string): Person {
  const name = realName.split(' ')[0]?.toLowerCase() ?? '';
  const email = `${name}@aster.example`;
  return { id, name, realName, title: '', email, isWorkspaceAdmin: false, isHome: true };
}

/** Gives a person an account, named as they are, and returns its id. */
export async function makeAccount(world: World, { id, name, realName, email }: Person): Promise<string> {
  const [firstName = '', lastName = ''] = realName.split(' ');
  const { accountId } = await createAccount(
    await acting(world.gatehouse.runtime, id),
    { firstName, lastName, provider: 'github', providerUsername: name, username: name },
    { email, firstName, lastName, isWorkspaceAdmin: false },
  );
  return accountId;
}

/** The organization that the seed has set up. */
export async function asterId(world: World): Promise<string> {
  const found = await world.store.organizations.findOne({ tenantId: workspace.id, domain: 'aster' }).lean();
  if (!found) throw new Error('the workspace is not seeded');
  return found._id;
}

export async function accountIdOf(world: World, { id }: Person): Promise<string> {
  const account = await world.store.accounts.findOne({ identityKeys: `${workspace.id}:${id}` }).lean();
  if (!account) throw new Error(`${id} has no account`);
  return account._id;
}

/** A second organization of the same tenant, with its own owner. */
export async function makeBirch(world: World, owner: Person): Promise<string> {
  const { organizationId } = await setUpOrganization(
    await acting(world.gatehouse.runtime, owner.id),
    { name: 'Birch', domain: 'birch', notificationEmail: 'birch@aster.example', approvalsChannelId: null },
    { isWorkspaceAdmin: true },
  );
  return organizationId;
}

export async function giveRole(
  { store, gatehouse: { runtime } }: World,
  organizationId: string,
  accountId: string,
  role: 'owner' | 'admin' | 'member',
): Promise<void> {
  await store.grants.insertMany([
    {
      _id: newId(runtime, 'grt'),
      tenantId: workspace.id,
      organizationId,
      accountId,
      access: { kind: 'organization', role },
      status: 'active',
      invitationId: null,
      grantedBy: accountId,
      since: runtime.now(),
      endsAt: null,
      endedAt: null,
      endedBy: null,
      liveKey: grantKey(organizationId, { kind: 'organization', role }, accountId),
    },
  ]);
}

/** Takes every role away from an account, as an admin's revocation would. */
export async function takeRoles({ store }: World, accountId: string): Promise<void> {
  await store.grants.updateMany(
    { tenantId: workspace.id, accountId, status: 'active' },
    { $set: { status: 'revoked' }, $unset: { liveKey: 1 } },
  );
}

export async function openRequest(
  { store, gatehouse: { runtime } }: World,
  of: { organizationId: string; accountId: string } & Partial<AccessRequestRecord>,
): Promise<string> {
  const id = newId(runtime, 'req');
  const now = runtime.now();
  await store.accessRequests.insertMany([
    {
      _id: id,
      tenantId: workspace.id,
      invitationId: null,
      invitedEmail: null,
      inviterName: 'Olga Owens',
      status: 'pending',
      createdAt: now,
      expiresAt: new Date(now.getTime() + 7 * 86_400_000),
      decidedBy: null,
      decidedByName: null,
      decidedAt: null,
      reason: null,
      access: null,
      wanted: null,
      approvals: [],
      liveKey: `request:${of.organizationId}:${of.accountId}`,
      ...of,
    },
  ]);
  return id;
}

export async function openInvitation(
  { store, gatehouse: { runtime } }: World,
  of: { organizationId: string; invitedBy: string } & Partial<InvitationRecord>,
): Promise<string> {
  const id = newId(runtime, 'inv');
  const now = runtime.now();
  const email = of.email ?? `${id.toLowerCase()}@guest.example`;
  await store.invitations.insertMany([
    {
      _id: id,
      tenantId: workspace.id,
      kind: 'join',
      status: 'pending',
      email,
      emailKey: email,
      nearKey: email,
      note: null,
      codeVersion: 1,
      failedAttempts: 0,
      lockedAt: null,
      access: null,
      accessEndsAt: null,
      firstName: null,
      lastName: null,
      approvals: [],
      validDays: 7,
      codeSpentAt: null,
      remindedAt: null,
      accountId: null,
      requestId: null,
      inviterName: 'Olga Owens',
      createdAt: now,
      expiresAt: new Date(now.getTime() + 7 * 86_400_000),
      endedAt: null,
      endedBy: null,
      endedById: null,
      endedFrom: null,
      liveKey: liveKeyOf({ organizationId: of.organizationId, emailKey: email, access: of.access ?? null }),
      ...of,
    },
  ]);
  return id;
}

export type Everything = Record<string, Record<string, unknown>[]>;

const owned = [
  'organizations',
  'accounts',
  'invitations',
  'accessRequests',
  'grants',
  'apps',
  'subscriptions',
  'workgroups',
  'collaborations',
  'drafts',
  'directory',
] as const satisfies (keyof World['store'])[];
/** What is written besides, and changes by itself: only how many there are. */
const counted = ['commands', 'outbox', 'audit'] as const satisfies (keyof World['store'])[];

/** Everything stored that people own, to see that nothing changed. One look: this is asked for thousands of times. */
export async function everything({ store }: World): Promise<Everything> {
  const from = (name: (typeof owned | typeof counted)[number]) => ({
    coll: store[name].collection.collectionName,
    pipeline: counted.some((each) => each === name)
      ? [{ $group: { _id: name, count: { $sum: 1 } } }, { $addFields: { from: name } }]
      : [{ $sort: { _id: 1 } }, { $addFields: { from: name } }],
  });
  const found = await store.organizations.collection
    .aggregate([
      { $match: { _id: { $in: [] } } },
      ...[...owned, ...counted].map((name) => ({ $unionWith: from(name) })),
    ])
    .toArray();
  return Object.fromEntries(
    [...owned, ...counted].map((name) => [name, found.filter((document) => document.from === name)]),
  );
}
