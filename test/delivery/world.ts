/** An organization with its people, a clock that stands until it is moved, and an outbox to put rows into. */
import { randomBytes } from 'node:crypto';
import type { Access } from '../../src/domain/access.ts';
import { grantKey } from '../../src/services/authority.ts';
import type { Runtime } from '../../src/services/context.ts';
import { createUlids } from '../../src/services/ids.ts';
import { joinKey, offerKey, requestKey } from '../../src/services/invitations/keys.ts';
import { ensureIndexes, openStore } from '../../src/store/index.ts';
import type { AccessRequestRecord } from '../../src/store/models/access-request.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import type { OutboxRecord } from '../../src/store/models/outbox.ts';
import { openTestDatabase } from '../support/database.ts';

export const TENANT = 'T0HOME';
export const CHANNEL = 'C0APPROVALS';
export const OLGA = 'U0OLGA';
export const ADA = 'U0ADA';
export const IVAN = 'U0IVAN';

/** What an offer of the organization itself gives, unless a test says otherwise. */
export const membership: Access = { kind: 'organization', role: 'member' };

export const second = 1000;
export const minute = 60 * second;
export const day = 24 * 60 * minute;

export interface LogLine {
  level: 'info' | 'warn' | 'error';
  text: string;
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Olga owns Acme, Ada is its admin, Ivan has an account and asks for access. */
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
  const lines: LogLine[] = [];
  const write = (level: LogLine['level']) => (fields: unknown, text?: string) => {
    lines.push({ level, text: `${text ?? ''} ${JSON.stringify(fields)}` });
  };
  const log = { info: write('info'), warn: write('warn'), error: write('error') };
  let count = 0;
  const nextId = (kind: string) => {
    count += 1;
    return `${kind}_${String(count).padStart(6, '0')}`;
  };
  const now = () => runtime.now();

  await store.organizations.insertMany([
    {
      _id: 'org_acme',
      tenantId: TENANT,
      name: 'Acme',
      domain: 'acme',
      notificationEmail: 'gate@acme.example',
      approvalsChannelId: CHANNEL,
      configuredBy: 'acc_olga',
      createdAt: now(),
    },
  ]);
  await store.accounts.insertMany(
    [
      ['olga', OLGA],
      ['ada', ADA],
      ['ivan', IVAN],
    ].map(([name = '', userId = '']) => ({
      _id: `acc_${name}`,
      tenantId: TENANT,
      username: name,
      usernameKey: name,
      email: `${name}@home.example`,
      emailKey: `${name}@home.example`,
      firstName: name[0]?.toUpperCase() + name.slice(1),
      lastName: 'Test',
      provider: 'github' as const,
      providerUsername: name,
      identityKeys: [`${TENANT}:${userId}`],
      createdAt: now(),
    })),
  );
  await store.grants.insertMany(
    (['owner', 'admin'] as const).map((role, index) => {
      const accountId = ['acc_olga', 'acc_ada'][index] ?? '';
      return {
        _id: `grt_${role}`,
        tenantId: TENANT,
        organizationId: 'org_acme',
        accountId,
        access: { kind: 'organization' as const, role },
        status: 'active' as const,
        invitationId: null,
        grantedBy: 'acc_olga',
        since: now(),
        endsAt: null,
        endedAt: null,
        endedBy: null,
        liveKey: grantKey('org_acme', membership, accountId),
      };
    }),
  );

  async function put(row: Partial<OutboxRecord> = {}): Promise<OutboxRecord> {
    const id = nextId('msg');
    const whole: OutboxRecord = {
      _id: id,
      tenantId: TENANT,
      key: id,
      template: 'approvals-here',
      about: { type: 'organization', id: 'org_acme' },
      to: { via: 'slack', channel: CHANNEL },
      codeVersion: null,
      status: 'pending',
      attempts: 0,
      dueAt: now(),
      lease: null,
      createdAt: now(),
      endedAt: null,
      problem: null,
      posted: null,
      ...row,
    };
    await store.outbox.insertMany([whole], { lean: true });
    return whole;
  }

  async function invite(invitation: Partial<InvitationRecord> = {}): Promise<InvitationRecord> {
    const whole: InvitationRecord = {
      _id: nextId('inv'),
      tenantId: TENANT,
      organizationId: 'org_acme',
      kind: 'join',
      status: 'pending',
      email: 'new@partner.example',
      emailKey: 'new@partner.example',
      nearKey: 'new@partner.example',
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
      invitedBy: 'acc_olga',
      inviterName: 'Olga Test',
      createdAt: now(),
      expiresAt: new Date(clock.at + 7 * day),
      endedAt: null,
      endedBy: null,
      endedById: null,
      endedFrom: null,
      liveKey: joinKey('org_acme', 'new@partner.example'),
      ...(invitation.kind === 'access'
        ? { access: membership, liveKey: offerKey('org_acme', membership, 'ivan@home.example') }
        : { selector: 'ABCDEFGH' }),
      ...invitation,
    };
    await store.invitations.insertMany([whole], { lean: true });
    return whole;
  }

  async function ask(request: Partial<AccessRequestRecord> = {}): Promise<AccessRequestRecord> {
    const whole: AccessRequestRecord = {
      _id: nextId('req'),
      tenantId: TENANT,
      organizationId: 'org_acme',
      accountId: 'acc_ivan',
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
      wanted: null,
      approvals: [],
      liveKey: requestKey('org_acme', 'acc_ivan'),
      ...request,
    };
    await store.accessRequests.insertMany([whole], { lean: true });
    return whole;
  }

  return {
    ...database,
    store,
    runtime,
    log,
    lines,
    put,
    invite,
    ask,
    tenantIds: async () => [TENANT],
    /** Moves the clock, in milliseconds. */
    advance(ms: number) {
      clock.at += ms;
    },
    async row(id: string): Promise<OutboxRecord> {
      const found = await store.outbox.findById(id).lean();
      if (!found) throw new Error(`There is no row ${id}.`);
      return found;
    },
    async rows(template?: OutboxRecord['template']): Promise<OutboxRecord[]> {
      return store.outbox
        .find({ ...(template ? { template } : {}) })
        .sort({ _id: 1 })
        .lean();
    },
    /** Between two tests. */
    async clear() {
      lines.length = 0;
      for (const name of ['outbox', 'invitations', 'accessRequests', 'audit', 'commands']) {
        await database.connection.collection(name).deleteMany({});
      }
    },
  };
}
