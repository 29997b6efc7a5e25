/** Two organizations of one tenant and one of another, with people in every role, and a clock that stands. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { PersonActor } from '../../../src/domain/context.ts';
import type { OrganizationRole } from '../../../src/domain/permissions.ts';
import { grantKey } from '../../../src/services/authority.ts';
import { type Context, contextFor, newId, type Runtime } from '../../../src/services/context.ts';
import { createUlids } from '../../../src/services/ids.ts';
import { ensureIndexes, openStore } from '../../../src/store/index.ts';
import { openTestDatabase } from '../../support/database.ts';

export const TENANT = 'T0HOME';
const OTHER = 'T0OTHER';

export type World = Awaited<ReturnType<typeof openWorld>>;
type Name = 'olga' | 'adam' | 'mia' | 'birk' | 'alien';

const people: Record<Name, { tenantId: string; place: string; role: OrganizationRole }> = {
  olga: { tenantId: TENANT, place: 'org_aster', role: 'owner' },
  adam: { tenantId: TENANT, place: 'org_aster', role: 'admin' },
  mia: { tenantId: TENANT, place: 'org_aster', role: 'member' },
  birk: { tenantId: TENANT, place: 'org_birch', role: 'owner' },
  alien: { tenantId: OTHER, place: 'org_other', role: 'owner' },
};

export async function openWorld() {
  const database = await openTestDatabase();
  const store = openStore(database.connection);
  await ensureIndexes(store);
  const clock = { at: Date.UTC(2026, 0, 5, 10) };
  const runtime: Runtime = {
    store,
    now: () => new Date(clock.at),
    randomBytes: (size) => randomBytes(size),
    ulid: createUlids(randomBytes),
    codeKey: randomBytes(32),
    mailDomain: async () => 'ok',
    wakeDelivery() {},
  };

  async function makePlace(tenantId: string, _id: string, domain: string): Promise<void> {
    const name = `${domain[0]?.toUpperCase()}${domain.slice(1)}`;
    const createdAt = runtime.now();
    const contact = { notificationEmail: `${domain}@home.example`, approvalsChannelId: null };
    await store.organizations.insertMany([
      { _id, tenantId, name, domain, ...contact, configuredBy: 'acc_olga', createdAt },
    ]);
  }

  async function giveRole(
    accountId: string,
    tenantId: string,
    organizationId: string,
    role: OrganizationRole,
  ) {
    const access = { kind: 'organization', role } as const;
    await store.grants.insertMany([
      {
        _id: newId(runtime, 'grt'),
        tenantId,
        organizationId,
        accountId,
        access,
        status: 'active',
        invitationId: null,
        grantedBy: accountId,
        since: runtime.now(),
        liveKey: grantKey(organizationId, access, accountId),
      },
    ]);
  }

  await store.tenants.insertMany([
    { _id: TENANT, tenantId: TENANT, name: 'Home', installedAt: runtime.now() },
  ]);
  await makePlace(TENANT, 'org_aster', 'aster');
  await makePlace(TENANT, 'org_birch', 'birch');
  await makePlace(OTHER, 'org_other', 'other');
  for (const [name, { tenantId, place, role }] of Object.entries(people)) {
    await giveRole(`acc_${name}`, tenantId, place, role);
  }

  return {
    uri: database.uri,
    store,
    runtime,
    clock,
    giveRole,
    /** Somebody who acts, with a command of their own each time. */
    as(name: Name): Context & { actor: PersonActor } {
      const { tenantId } = people[name];
      const email = `${name}@home.example`;
      const account = { id: `acc_${name}`, username: name, email, emailKey: email, name };
      const identity = { teamId: tenantId, userId: `U0${name.toUpperCase()}` };
      const actor: PersonActor = { kind: 'person', tenantId, identity, account };
      return { ...contextFor(runtime, actor, randomUUID()), actor };
    },
    /** The operator who applies a file. */
    operator(): Context {
      return contextFor(runtime, { kind: 'system', tenantId: TENANT, name: 'catalog' }, randomUUID());
    },
    /** What the audit says of a record, oldest first. */
    async audit(subject: string) {
      const rows = await store.audit.find({ tenantId: TENANT, subjects: subject }).sort({ _id: 1 }).lean();
      return rows.map(({ actor, action, detail }) => ({ actor, action, detail }));
    },
    async clear(): Promise<void> {
      const all = { tenantId: { $exists: true } };
      for (const model of [store.apps, store.subscriptions, store.invitations, store.audit, store.commands]) {
        await (model as typeof store.audit).deleteMany(all);
      }
    },
  };
}
