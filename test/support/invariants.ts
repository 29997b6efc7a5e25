/** What is true of every database that Gatehouse has written to, whatever happened to it. */
import { organizationRoles } from '../../src/domain/permissions.ts';
import { grantTransitions, invitationTransitions, requestTransitions } from '../../src/domain/states.ts';
import { models, type Store } from '../../src/store/index.ts';
import type { AccessRequestRecord } from '../../src/store/models/access-request.ts';
import type { AuditRecord } from '../../src/store/models/audit.ts';
import type { GrantRecord } from '../../src/store/models/grant.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import type { OutboxRecord } from '../../src/store/models/outbox.ts';

interface Snapshot {
  invitations: InvitationRecord[];
  requests: AccessRequestRecord[];
  grants: GrantRecord[];
  /** In the order of writing: ids of one millisecond do not sort. */
  audit: AuditRecord[];
  outbox: OutboxRecord[];
  /** The tenant of each record that has an id of its own. */
  tenantOf: Map<string, string>;
  installed: Set<string>;
}

/**
 * Every violation of the invariants I2 to I8, I10 and I15, such as `I3 …`; none when all is well. Call it when everything
 * that was to be sent has been sent.
 */
export async function checkInvariants(store: Store): Promise<string[]> {
  const snapshot = await read(store);
  const checks = [
    oneLiveInvitation,
    oneActiveGrant,
    grantsComeFromDecisions,
    nobodyApprovesThemselves,
    codesWorkOnce,
    auditTellsTheStory,
    messagesMatchTransitions,
    tenantsAreApart,
    commandsActOnce,
  ];
  return checks.flatMap((check) => check(snapshot));
}

/** Where any of these secrets is found in the database: collection and secret's name. */
export async function findSecrets(
  store: Store,
  secrets: Readonly<Record<string, string>>,
): Promise<string[]> {
  const found: string[] = [];
  const collections = (await store.connection.db?.collections()) ?? [];
  for (const collection of collections) {
    const text = JSON.stringify(await collection.find().toArray());
    for (const [name, secret] of Object.entries(secrets))
      if (text.includes(secret)) found.push(`${name} in ${collection.collectionName}`);
  }
  return found;
}

async function read(store: Store): Promise<Snapshot> {
  const tenantOf = new Map<string, string>();
  for (const model of models(store)) {
    const rows = (await model.find({}, { tenantId: 1 }).lean()) as unknown as {
      _id: string;
      tenantId: string;
    }[];
    for (const { _id, tenantId } of rows) tenantOf.set(_id, tenantId);
  }
  const tenants = await store.tenants.find().lean();
  return {
    invitations: await store.invitations.find().lean(),
    requests: await store.accessRequests.find().lean(),
    grants: await store.grants.find().lean(),
    audit: await store.audit.find().sort({ $natural: 1 }).lean(),
    outbox: await store.outbox.find().lean(),
    tenantOf,
    installed: new Set(tenants.map(({ _id }) => _id)),
  };
}

/** I2: at most one live invitation per kind, organization and person; and only the live ones hold that place. */
function oneLiveInvitation({ invitations, requests }: Snapshot): string[] {
  const live = invitations.filter(({ status }) => status === 'pending' || status === 'waitlisted');
  const open = requests.filter(({ status }) => status === 'pending' || status === 'approved');
  return [
    ...repeated(live, (one) =>
      [one.tenantId, one.kind, one.organizationId, one.accountId ?? one.emailKey].join(' '),
    ).map((key) => `I2 two live invitations: ${key}`),
    ...repeated(open, (one) => [one.tenantId, one.organizationId, one.accountId].join(' ')).map(
      (key) => `I2 two open requests: ${key}`,
    ),
    ...[
      ...invitations.filter((one) => (one.liveKey !== undefined) !== live.includes(one)),
      ...requests.filter((one) => (one.liveKey !== undefined) !== open.includes(one)),
    ].map(({ _id, status }) => `I2 ${_id} is ${status}, and its place says otherwise`),
  ];
}

/** I3: at most one active grant per organization and account. */
function oneActiveGrant({ grants }: Snapshot): string[] {
  const active = grants.filter(({ status }) => status === 'active');
  return [
    ...repeated(active, (one) => [one.tenantId, one.organizationId, one.accountId].join(' ')).map(
      (key) => `I3 two active grants: ${key}`,
    ),
    ...grants
      .filter((one) => (one.liveKey !== undefined) !== active.includes(one))
      .map(({ _id, status }) => `I3 ${_id} is ${status}, and its place says otherwise`),
  ];
}

/** I4: each grant comes from one accepted invitation to the same account, within what its giver may give. */
function grantsComeFromDecisions({ grants, invitations, requests, audit }: Snapshot): string[] {
  const fromInvitation = grants.filter((grant) => grant.invitationId !== null);
  const problems = repeated(fromInvitation, (grant) => grant.invitationId ?? '').map(
    (id) => `I4 ${id} was granted twice`,
  );
  for (const grant of grants) {
    const { _id, tenantId, organizationId, accountId, role, grantedBy, invitationId } = grant;
    const same = (one: { tenantId: string; organizationId: string; accountId: string | null }) =>
      one.tenantId === tenantId && one.organizationId === organizationId && one.accountId === accountId;
    if (invitationId === null) {
      const founded = audit.some(
        (row) =>
          row.action === 'organization.created' &&
          row.organizationId === organizationId &&
          row.actor === accountId,
      );
      if (!founded || role !== 'owner') problems.push(`I4 ${_id} comes from nowhere`);
      continue;
    }
    const invitation = invitations.find((one) => one._id === invitationId);
    if (invitation?.status !== 'accepted' || invitation.role !== role || !same(invitation)) {
      problems.push(`I4 ${_id} does not match its invitation`);
      continue;
    }
    const request = requests.find((one) => one._id === invitation.requestId);
    if (invitation.requestId && (request?.status !== 'fulfilled' || !same(request)))
      problems.push(`I4 ${_id} does not match its request`);
    const giver = grants.filter(
      (one) => one.organizationId === organizationId && one.accountId === grantedBy,
    );
    const rank = organizationRoles.indexOf(role);
    if (!giver.some((one) => organizationRoles.indexOf(one.role) <= rank && one.role !== 'member'))
      problems.push(`I4 ${_id} is above its giver`);
  }
  return problems;
}

/** I5: nobody approves or grants what is their own. */
function nobodyApprovesThemselves({ grants, requests }: Snapshot): string[] {
  return [
    ...requests
      .filter(({ decidedBy, accountId }) => decidedBy === accountId)
      .map(({ _id }) => `I5 ${_id} was decided by its own person`),
    ...grants
      .filter(({ invitationId, grantedBy, accountId }) => invitationId !== null && grantedBy === accountId)
      .map(({ _id }) => `I5 ${_id} was granted by its own person`),
  ];
}

/** I6: a code is redeemed at most once, and at most one request comes of it. */
function codesWorkOnce({ audit, requests }: Snapshot): string[] {
  const redeemed = audit.filter(({ action }) => action === 'invitation.redeemed');
  const opened = requests.filter(({ invitationId }) => invitationId !== null);
  return [
    ...repeated(redeemed, (row) => idOf(row, 'inv_') ?? '').map((id) => `I6 ${id} was redeemed twice`),
    ...repeated(opened, (request) => request.invitationId ?? '').map((id) => `I6 ${id} opened two requests`),
  ];
}

const machines = [
  { prefix: 'inv_', table: invitationTransitions },
  { prefix: 'req_', table: requestTransitions },
  { prefix: 'grt_', table: grantTransitions },
] as const;

/** What an action does to its own subject; other actions change no status. */
const statusAfter: Partial<Record<AuditRecord['action'], string>> = {
  'invitation.created': 'pending',
  'invitation.resent': 'pending',
  'invitation.redeemed': 'redeemed',
  'invitation.accepted': 'accepted',
  'invitation.declined': 'declined',
  'invitation.revoked': 'revoked',
  'invitation.expired': 'expired',
  'invitation.undeliverable': 'undeliverable',
  'request.created': 'pending',
  'request.approved': 'approved',
  'request.denied': 'denied',
  'request.withdrawn': 'withdrawn',
  'request.expired': 'expired',
  'request.fulfilled': 'fulfilled',
  'request.lapsed': 'lapsed',
  'grant.created': 'active',
};
const prefixOf: Readonly<Record<string, string>> = { invitation: 'inv_', request: 'req_', grant: 'grt_' };

/** I6, I7: the audit, played back by the state tables, leads to exactly the status that is stored. */
function auditTellsTheStory({ audit, invitations, requests, grants }: Snapshot): string[] {
  const problems: string[] = [];
  const told = new Map<string, string>();
  for (const row of audit) {
    const next = statusAfter[row.action];
    const prefix = prefixOf[row.action.split('.')[0] ?? ''];
    const id = prefix && idOf(row, prefix);
    if (!next || !id) continue;
    const before = told.get(id);
    const table = machines.find((one) => one.prefix === prefix)?.table as Record<string, readonly string[]>;
    const isFirst = row.action.endsWith('.created');
    const isResend = row.action === 'invitation.resent' && before === 'pending';
    const isAllowed = isFirst ? before === undefined : table[before ?? '']?.includes(next) || isResend;
    if (!isAllowed) problems.push(`I7 ${id} went from ${before ?? 'nothing'} to ${next}`);
    told.set(id, next);
  }
  for (const { _id, status } of [...invitations, ...requests, ...grants]) {
    if (told.get(_id) !== status)
      problems.push(`I7 ${_id} is ${status}, and the audit says ${told.get(_id) ?? 'nothing'}`);
    told.delete(_id);
  }
  return [...problems, ...[...told.keys()].map((id) => `I7 the audit knows ${id}, and nobody else does`)];
}

type Announcement = { of: string; template: OutboxRecord['template']; via: 'mail' | 'slack' };

/** Who has to hear of a transition: one mail, or a message to each of at least one place in Slack. */
const announcements: Partial<Record<AuditRecord['action'], Announcement[]>> = {
  'request.created': [
    { of: 'req_', template: 'request-opened', via: 'mail' },
    { of: 'req_', template: 'request-opened', via: 'slack' },
  ],
  'request.denied': [
    { of: 'req_', template: 'request-denied', via: 'mail' },
    { of: 'req_', template: 'request-denied', via: 'slack' },
  ],
  'invitation.accepted': [
    { of: 'inv_', template: 'access-granted', via: 'mail' },
    { of: 'inv_', template: 'offer-answered', via: 'slack' },
  ],
  'invitation.declined': [{ of: 'inv_', template: 'offer-answered', via: 'slack' }],
  'invitation.revoked': [{ of: 'inv_', template: 'invitation-withdrawn', via: 'mail' }],
  'invitation.code-locked': [
    { of: 'inv_', template: 'code-locked', via: 'mail' },
    { of: 'inv_', template: 'code-locked', via: 'slack' },
  ],
};

/** I8: each transition that somebody must hear of has one row per recipient, and each row has come to an end. */
function messagesMatchTransitions({ audit, outbox, invitations, installed }: Snapshot): string[] {
  const problems = outbox
    .filter(({ status, tenantId }) => status === 'pending' && installed.has(tenantId))
    .map(({ key }) => `I8 ${key} has not ended`);
  const kindOf = new Map(invitations.map(({ _id, kind }) => [_id, kind]));
  const expected = new Map<string, number>();
  for (const row of audit) {
    for (const { of, template, via } of announced(row, kindOf.get(idOf(row, 'inv_') ?? ''))) {
      const key = `${template} ${idOf(row, of) ?? 'nobody'} ${via}`;
      expected.set(key, (expected.get(key) ?? 0) + 1);
    }
  }
  const sent = outbox.filter(({ to }) => to.via !== 'refresh');
  for (const [key, count] of expected) {
    const rows = sent.filter(({ template, about, to }) => `${template} ${about.id} ${to.via}` === key);
    if (rows.length === 0) problems.push(`I8 nobody was told: ${key}`);
    // A channel that failed has its card sent to each approver instead.
    const direct = rows.filter((row) => !row.key.startsWith('channel-fallback:'));
    for (const to of new Set(direct.map((row) => JSON.stringify(row.to)))) {
      const copies = direct.filter((row) => JSON.stringify(row.to) === to).length;
      if (copies !== count) problems.push(`I8 ${key}: ${copies} rows instead of ${count} to ${to}`);
    }
  }
  return problems;
}

function announced({ action }: AuditRecord, kind: InvitationRecord['kind'] | undefined): Announcement[] {
  const isOffered = action === 'invitation.created' || action === 'invitation.resent';
  if (!isOffered) return announcements[action] ?? [];
  if (kind === 'join') return [{ of: 'inv_', template: 'join-invitation', via: 'mail' }];
  return [
    { of: 'inv_', template: 'offer', via: 'mail' },
    { of: 'inv_', template: 'offer', via: 'slack' },
  ];
}

/** I10: whatever a record names belongs to the same tenant, and exists. */
function tenantsAreApart({ tenantOf, ...snapshot }: Snapshot): string[] {
  const references: [from: string, tenantId: string, to: string | null][] = [
    ...snapshot.invitations.flatMap((one) =>
      [one.organizationId, one.accountId, one.requestId, one.invitedBy].map(
        (to) => [one._id, one.tenantId, to] as [string, string, string | null],
      ),
    ),
    ...snapshot.requests.flatMap((one) =>
      [one.organizationId, one.accountId, one.invitationId, one.decidedBy].map(
        (to) => [one._id, one.tenantId, to] as [string, string, string | null],
      ),
    ),
    ...snapshot.grants.flatMap((one) =>
      [one.organizationId, one.accountId, one.invitationId, one.grantedBy].map(
        (to) => [one._id, one.tenantId, to] as [string, string, string | null],
      ),
    ),
    ...snapshot.audit.flatMap((one) =>
      [one.organizationId, ...one.subjects].map(
        (to) => [one._id, one.tenantId, to] as [string, string, string | null],
      ),
    ),
    ...snapshot.outbox.map((one) => [one._id, one.tenantId, one.about.id] as [string, string, string | null]),
  ];
  return references
    .filter(([, tenantId, to]) => to !== null && to !== tenantId && tenantOf.get(to) !== tenantId)
    .map(
      ([from, tenantId, to]) =>
        `I10 ${from} of ${tenantId} names ${to} of ${tenantOf.get(to ?? '') ?? 'nobody'}`,
    );
}

/** I15: one command makes each transition of one subject at most once. */
function commandsActOnce({ audit }: Snapshot): string[] {
  return repeated(audit, ({ tenantId, commandId, action, subjects }) =>
    [tenantId, commandId, action, ...subjects].join(' '),
  ).map((key) => `I15 done twice: ${key}`);
}

function idOf({ subjects }: AuditRecord, prefix: string): string | undefined {
  return subjects.find((subject) => subject.startsWith(prefix));
}

/** The keys that more than one item has. */
function repeated<Item>(items: readonly Item[], keyOf: (item: Item) => string): string[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1).map(([key]) => key);
}
