/** Organizations with people, apps and seats, as records: what the verbs about people begin with. */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Access } from '../../../src/domain/access.ts';
import type { PersonActor } from '../../../src/domain/context.ts';
import type { OrganizationRole } from '../../../src/domain/permissions.ts';
import { seatHolding } from '../../../src/domain/states.ts';
import { actingAccount } from '../../../src/services/accounts.ts';
import { grantKey } from '../../../src/services/authority.ts';
import { type Context, contextFor, newId, type Runtime } from '../../../src/services/context.ts';
import { enterDirectory } from '../../../src/services/directory.ts';
import { createUlids } from '../../../src/services/ids.ts';
import { ensureIndexes, openStore } from '../../../src/store/index.ts';
import type { AccessRequestRecord } from '../../../src/store/models/access-request.ts';
import type { AccountRecord } from '../../../src/store/models/account.ts';
import type { GrantRecord } from '../../../src/store/models/grant.ts';
import type { InvitationRecord } from '../../../src/store/models/invitation.ts';
import { openTestDatabase } from '../../support/database.ts';

export const TENANT = 'T0HOME';
export const day = 24 * 60 * 60 * 1000;

export type PeopleWorld = Awaited<ReturnType<typeof openPeopleWorld>>;

/** An empty workspace, with a clock that stands until it is moved: a Monday morning. */
export async function openPeopleWorld() {
  const { connection } = await openTestDatabase();
  const store = openStore(connection);
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
  const now = () => runtime.now();
  const job = (tenantId = TENANT) =>
    contextFor(runtime, { kind: 'system', tenantId, name: 'expiry' }, randomUUID());

  async function organization(name: string, tenantId = TENANT): Promise<string> {
    const _id = newId(runtime, 'org');
    await store.organizations.insertMany([
      {
        _id,
        tenantId,
        name,
        domain: `${name.toLowerCase()}-${_id.slice(-6).toLowerCase()}`,
        notificationEmail: 'gate@home.example',
        approvalsChannelId: 'C0APPROVALS',
        configuredBy: 'acc_nobody',
        createdAt: now(),
      },
    ]);
    return _id;
  }

  async function person(name: string, tenantId = TENANT): Promise<AccountRecord> {
    const _id = newId(runtime, 'acc');
    const username = `${name.toLowerCase()}-${_id.slice(-8).toLowerCase()}`;
    const email = `${username}@home.example`;
    const account: AccountRecord = {
      _id,
      tenantId,
      username,
      usernameKey: username,
      email,
      emailKey: email,
      firstName: name,
      lastName: 'Test',
      provider: 'github',
      providerUsername: username,
      homeOrganizationId: null,
      identityKeys: [`${tenantId}:U0${username.toUpperCase()}`],
      createdAt: now(),
    };
    await store.accounts.insertMany([account], { lean: true });
    return account;
  }

  /** A command of one person, each time a new one. */
  function by(account: AccountRecord): Context & { actor: PersonActor } {
    const [teamId = '', userId = ''] = account.identityKeys[0]?.split(':') ?? [];
    const { tenantId } = account;
    const actor: PersonActor = {
      kind: 'person',
      tenantId,
      identity: { teamId, userId },
      account: actingAccount(account),
    };
    return { ...contextFor(runtime, actor, randomUUID()), actor };
  }

  async function grant(
    organizationId: string,
    account: AccountRecord,
    access: Access,
    more: Partial<GrantRecord> = {},
  ): Promise<string> {
    const _id = newId(runtime, 'grt');
    await store.grants.insertMany(
      [
        {
          _id,
          tenantId: account.tenantId,
          organizationId,
          accountId: account._id,
          access,
          status: 'active',
          invitationId: null,
          grantedBy: account._id,
          since: now(),
          endsAt: null,
          endedAt: null,
          endedBy: null,
          liveKey: grantKey(organizationId, access, account._id),
          ...more,
        },
      ],
      { lean: true },
    );
    if (access.kind === 'app') {
      await store.subscriptions.updateOne({ _id: access.subscriptionId }, { $inc: { active: 1 } });
    }
    await enterDirectory(job(account.tenantId), organizationId, account);
    return _id;
  }

  /** A new person with a role in an organization. */
  async function member(organizationId: string, role: OrganizationRole, name: string = role) {
    const account = await person(name);
    const grantId = await grant(organizationId, account, { kind: 'organization', role });
    return { account, grantId };
  }

  /** An app with the roles Viewer, Editor, Operator (privileged) and Retired (archived), and a subscription of it. */
  async function app(organizationId: string, name: string, seatLimit: number | null) {
    const appId = newId(runtime, 'app');
    const subscriptionId = newId(runtime, 'sub');
    const role = (id: string, more = {}) => ({
      id: `${appId}:${id}`,
      name: id,
      privileged: false,
      archived: false,
      ...more,
    });
    await store.apps.insertMany([
      {
        _id: appId,
        tenantId: TENANT,
        organizationId,
        name,
        roles: [
          role('Viewer'),
          role('Editor'),
          role('Operator', { privileged: true }),
          role('Retired', { archived: true }),
        ],
        createdAt: now(),
        archivedAt: null,
      },
    ]);
    await store.subscriptions.insertMany([
      {
        _id: subscriptionId,
        tenantId: TENANT,
        organizationId,
        appId,
        name: 'Team',
        plan: 'Basic',
        seatLimit,
        active: 0,
        held: 0,
        endsAt: null,
        createdAt: now(),
        archivedAt: null,
      },
    ]);
    const access = (roleName: string): Access => ({
      kind: 'app',
      appId,
      subscriptionId,
      roleId: `${appId}:${roleName}`,
    });
    return { appId, subscriptionId, access };
  }

  /** A live invitation to an access; one that is pending or proposed holds a seat. */
  async function invitation(
    organizationId: string,
    invitedBy: AccountRecord,
    to: AccountRecord,
    access: Access,
    more: Partial<InvitationRecord> = {},
  ): Promise<string> {
    const _id = newId(runtime, 'inv');
    const status = more.status ?? 'pending';
    await store.invitations.insertMany(
      [
        {
          _id,
          tenantId: TENANT,
          organizationId,
          kind: 'access',
          status,
          email: to.email,
          emailKey: to.emailKey,
          nearKey: to.emailKey,
          note: null,
          codeVersion: 1,
          failedAttempts: 0,
          lockedAt: null,
          access,
          accessEndsAt: null,
          firstName: null,
          lastName: null,
          approvals: [{ accountId: invitedBy._id, name: 'Somebody Test', at: now() }],
          validDays: 7,
          codeSpentAt: null,
          remindedAt: null,
          accountId: to._id,
          requestId: null,
          invitedBy: invitedBy._id,
          inviterName: 'Somebody Test',
          createdAt: now(),
          expiresAt: new Date(clock.at + 7 * day),
          endedAt: null,
          endedBy: null,
          endedById: null,
          liveKey: `test:${_id}`,
          ...more,
        },
      ],
      { lean: true },
    );
    const holds = (seatHolding as readonly string[]).includes(status);
    if (holds && access.kind === 'app') {
      await store.subscriptions.updateOne({ _id: access.subscriptionId }, { $inc: { held: 1 } });
    }
    await enterDirectory(job(), organizationId, to);
    return _id;
  }

  async function request(
    organizationId: string,
    account: AccountRecord,
    more: Partial<AccessRequestRecord> = {},
  ): Promise<string> {
    const _id = newId(runtime, 'req');
    await store.accessRequests.insertMany(
      [
        {
          _id,
          tenantId: TENANT,
          organizationId,
          accountId: account._id,
          invitationId: null,
          invitedEmail: null,
          inviterName: null,
          status: 'pending',
          createdAt: now(),
          expiresAt: new Date(clock.at + 14 * day),
          decidedBy: null,
          decidedByName: null,
          decidedAt: null,
          reason: null,
          access: null,
          approvals: [],
          liveKey: `request:${organizationId}:${account._id}`,
          ...more,
        },
      ],
      { lean: true },
    );
    return _id;
  }

  return {
    connection,
    store,
    runtime,
    job,
    organization,
    person,
    by,
    grant,
    member,
    app,
    invitation,
    request,
    /** Moves the clock, in milliseconds. */
    advance(ms: number) {
      clock.at += ms;
    },
    async grantOf(id: string): Promise<GrantRecord> {
      const found = await store.grants.findById(id).lean();
      if (!found) throw new Error(`there is no grant ${id}`);
      return found;
    },
    /** The audit of one record, oldest first, as `action` and what it says. */
    async audit(subject: string) {
      const rows = await store.audit.find({ subjects: subject }).sort({ _id: 1 }).lean();
      return rows.map(({ action, actorName, detail }) => ({ action, actorName, detail }));
    },
    /** What is to be told about one record: template and destination. */
    async messages(about: string): Promise<string[]> {
      const rows = await store.outbox.find({ 'about.id': about }).sort({ _id: 1 }).lean();
      return rows.map(({ template, to }) => {
        const where = to.via === 'mail' ? to.address : to.via === 'slack' ? to.channel : to.copyOf;
        return `${template} ${to.via} ${where}`;
      });
    },
    /** I1 for every subscription: what it counts is what there is. */
    async expectSeatsToAddUp(): Promise<void> {
      for (const { _id, active, held } of await store.subscriptions.find().lean()) {
        const of = { 'access.subscriptionId': _id };
        const counted = {
          active: await store.grants.countDocuments({ ...of, status: 'active' }),
          held: await store.invitations.countDocuments({ ...of, status: { $in: [...seatHolding] } }),
        };
        expect({ active, held }).toEqual(counted);
      }
    },
  };
}

/** The mail and the direct message of one template to one person. */
export function toldOf(template: string, account: AccountRecord): string[] {
  const userId = account.identityKeys[0]?.split(':')[1] ?? '';
  return [`${template} mail ${account.email}`, `${template} slack ${userId}`];
}
