/** One of everything that somebody could act on, in a known state: for asking who may do what to it. */
import { Readable } from 'node:stream';
import { olga, workspace } from '../../src/sandbox/people.ts';
import { grantKey } from '../../src/services/authority.ts';
import { contextFor, newId } from '../../src/services/context.ts';
import { enterDirectory } from '../../src/services/directory.ts';
import { readImport } from '../../src/services/imports/read.ts';
import type { World } from './gatehouse.ts';
import { accountIdOf, nora, openInvitation, openRequest } from './residents.ts';
import { acting } from './verbs.ts';
import { makeShared } from './workgroup-subjects.ts';

export interface Subjects {
  aster: string;
  /** A file with one person that was read, and not started. */
  checkedImport: string;
  /** The account that the rest is about: it has a seat of an app, and no role in the organization. */
  account: string;
  request: string;
  invitation: string;
  /** An invitation of the account to an app. */
  offer: string;
  /** Another one, which the account let expire yesterday. */
  expiredOffer: string;
  /** A privileged role that somebody else has proposed. */
  proposal: string;
  /** An invitation that the owner has just revoked. */
  revoked: string;
  /** A request that the owner has just denied. */
  denied: string;
  app: string;
  /** Without a subscription: it can be archived. */
  emptyApp: string;
  role: string;
  otherRole: string;
  subscription: string;
  /** Of the same app, with nobody on it: it can be archived. */
  emptySubscription: string;
  grant: string;
  /** The form that invites a new person, and one with the account's own address: see `lendDrafts`. */
  draft: string;
  draftOfKnown: string;
  workgroup: string;
  /** Of a member of the workgroup. */
  workgroupGrant: string;
  /** To the workgroup. */
  workgroupInvitation: string;
  /** A message of Aster Labs that was given up. */
  lostMessage: string;
  /** Birch is a partner of Aster Labs. */
  partnership: string;
  /** Aster Labs was one of Birch, and has left. */
  leftPartnership: string;
}

const tenantId = workspace.id;
const daysBefore = (time: Date, days: number) => new Date(time.getTime() - days * 86_400_000);

/** Removes what was there before, and makes it anew. */
export async function freshSubjects(world: World, aster: string): Promise<Subjects> {
  const { runtime } = world.gatehouse;
  const account = await accountIdOf(world, nora);
  const owner = await accountIdOf(world, olga);
  await clear(world, aster, account);
  const catalog = await makeCatalog(world, aster);
  const { app: appId, subscription: subscriptionId, role: roleId, privilegedRole } = catalog;
  const now = runtime.now();
  const on = { organizationId: aster, invitedBy: owner };
  const given = { kind: 'app', appId, subscriptionId, roleId } as const;
  const privileged = { ...given, roleId: privilegedRole };
  const person = await world.store.accounts.findById(account).lean();
  if (!person) throw new Error('the account is gone');
  await enterDirectory(
    contextFor(runtime, { kind: 'system', tenantId, name: 'catalog' }, 'directory'),
    aster,
    person,
  );
  const grant = newId(runtime, 'grt');
  await world.store.grants.insertMany([
    {
      _id: grant,
      tenantId,
      organizationId: aster,
      accountId: account,
      access: given,
      status: 'active',
      invitationId: null,
      grantedBy: owner,
      since: now,
      endsAt: null,
      endedAt: null,
      endedBy: null,
      liveKey: grantKey(aster, given, account),
    },
  ]);
  const draft = async (email: string): Promise<string> => {
    const _id = newId(runtime, 'drf');
    const form = { who: 'new', firstName: 'Kim', lastName: 'Keller', email, note: null, expiryDays: 7 };
    const values = { ...form, organizationId: aster, appId, subscriptionId, roleId, accessEndsOn: null };
    await world.store.drafts.insertMany([{ _id, tenantId, accountId: 'acc_NOBODY', values, at: now }]);
    return _id;
  };
  const other = { accountId: 'acc_OTHER', name: 'Otis Other', at: now };
  const shared = await makeShared(world, aster, owner);
  const checkedImport = await makeImport(world, aster);
  const decided = { decidedBy: owner, decidedByName: 'Olga Owens', decidedAt: now };
  return {
    ...catalog,
    ...shared,
    checkedImport,
    lostMessage: await makeLostMessage(world, aster),
    aster,
    account,
    grant,
    request: await openRequest(world, { organizationId: aster, accountId: account }),
    denied: await openRequest(world, {
      organizationId: aster,
      accountId: await accountIdOf(world, { ...nora, id: 'U0MIA' }),
      status: 'denied',
      ...decided,
    }),
    invitation: await openInvitation(world, on),
    offer: await openInvitation(world, {
      ...on,
      kind: 'access',
      access: { ...given, subscriptionId: catalog.offeredSubscription },
      email: nora.email,
      accountId: account,
    }),
    expiredOffer: await openInvitation(world, {
      ...on,
      kind: 'access',
      status: 'expired',
      access: { ...given, subscriptionId: catalog.emptySubscription },
      email: nora.email,
      accountId: account,
      createdAt: daysBefore(now, 8),
      expiresAt: daysBefore(now, 1),
      endedAt: daysBefore(now, 1),
      endedFrom: 'pending',
      liveKey: 'expired',
    }),
    proposal: await openInvitation(world, {
      ...on,
      kind: 'access',
      status: 'proposed',
      access: privileged,
      approvals: [other],
    }),
    revoked: await openInvitation(world, {
      ...on,
      status: 'revoked',
      endedAt: now,
      endedBy: 'Olga Owens',
      endedById: owner,
      endedFrom: 'pending',
    }),
    draft: await draft('kim@guest.example'),
    draftOfKnown: await draft(nora.email),
  };
}

/** Makes the drafts those of whoever is about to act: a draft is its writer's alone. @returns what it sets in each */
export async function lendDrafts({ store }: World, account: string | null): Promise<{ accountId: string }> {
  const lent = { accountId: account ?? 'acc_NOBODY' };
  await store.drafts.updateMany({ tenantId }, { $set: lent });
  return lent;
}

async function clear({ store }: World, aster: string, account: string): Promise<void> {
  await store.grants.deleteMany({ tenantId, accountId: account });
  await store.grants.deleteMany({ tenantId, 'access.kind': 'workgroup' });
  await store.workgroups.deleteMany({ tenantId });
  await store.workgroupGates.deleteMany({ tenantId });
  await store.collaborations.deleteMany({ tenantId });
  await store.accessRequests.deleteMany({ tenantId });
  await store.invitations.deleteMany({ tenantId });
  await store.apps.deleteMany({ tenantId });
  await store.subscriptions.deleteMany({ tenantId });
  await store.drafts.deleteMany({ tenantId });
  await store.organizations.deleteMany({ tenantId, domain: 'cedar' });
  await store.organizations.updateOne(
    { _id: aster, tenantId },
    { $set: { name: 'Aster Labs' }, $unset: { settings: 1 } },
  );
}

/** Two apps, of which one has subscriptions: with a seat that is taken and one that is held, with a held one, and unused. */
async function makeCatalog({ store, gatehouse: { runtime } }: World, organizationId: string) {
  const [app, emptyApp] = [newId(runtime, 'app'), newId(runtime, 'app')];
  const [role, otherRole, privilegedRole] = [0, 1, 2].map(() => newId(runtime, 'rol')) as [
    string,
    string,
    string,
  ];
  const [subscription, offeredSubscription, emptySubscription] = [0, 1, 2].map(() =>
    newId(runtime, 'sub'),
  ) as [string, string, string];
  const createdAt = runtime.now();
  const roles = [
    { id: role, name: 'Viewer', privileged: false, archived: false },
    { id: otherRole, name: 'Editor', privileged: false, archived: false },
    { id: privilegedRole, name: 'Operator', privileged: true, archived: false },
  ];
  const shared = { tenantId, organizationId, createdAt, archivedAt: null };
  await store.apps.insertMany([
    { ...shared, _id: app, name: 'Atlas', roles, liveKey: `${organizationId}:atlas` },
    { ...shared, _id: emptyApp, name: 'Beacon', roles, liveKey: `${organizationId}:beacon` },
  ]);
  const terms = { ...shared, appId: app, plan: 'Team', seatLimit: 5, endsAt: null };
  await store.subscriptions.insertMany([
    { ...terms, _id: subscription, name: 'Team', active: 1, held: 1, liveKey: `${app}:team` },
    { ...terms, _id: offeredSubscription, name: 'Guest', active: 0, held: 1, liveKey: `${app}:guest` },
    { ...terms, _id: emptySubscription, name: 'Spare', active: 0, held: 0, liveKey: `${app}:spare` },
  ]);
  const ids = { app, emptyApp, role, otherRole, privilegedRole };
  return { ...ids, subscription, offeredSubscription, emptySubscription };
}

async function makeLostMessage({ store, gatehouse: { runtime } }: World, aster: string): Promise<string> {
  const id = newId(runtime, 'msg');
  const [createdAt, failingSince] = [runtime.now(), runtime.now()];
  await store.outbox.insertMany([
    {
      _id: id,
      tenantId,
      key: `lost:${id}`,
      template: 'access-ended',
      about: { type: 'grant', id: 'grt_GONE' },
      to: { via: 'mail', address: 'gone@guest.example' },
      status: 'dead',
      dueAt: createdAt,
      createdAt,
      problem: 'The mail server does not know the address (550).',
      organizationId: aster,
      failingSince,
    },
  ]);
  return id;
}

async function makeImport(world: World, organizationId: string): Promise<string> {
  const content = new TextEncoder().encode('email\nkim@guest.example\n');
  const file = { organizationId, fileName: 'people.csv', size: content.length };
  const read = await readImport(await acting(world.gatehouse.runtime, olga.id), {
    ...file,
    content: Readable.from([content]),
  });
  return read.id;
}
