import type { ListedInvitation } from '../../domain/overviews.ts';
import { fullName } from '../../domain/people.ts';
import { statusAt } from '../../domain/states.ts';
import type { AppRecord } from '../../store/models/app.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { describeAccesses } from '../access.ts';
import { authorityOf } from '../authority.ts';
import { type Context, requirePerson } from '../context.ts';
import { undoableUntil } from '../undo-window.ts';
import { wayOf } from '../workgroups/belonging.ts';
import { approvalsFor } from './approvals.ts';
import { rolesToChangeTo } from './change-role.ts';
import { isOwn } from './managed.ts';
import { isRemindable } from './remind.ts';

/** Invitations as those see them who manage them, in the order given; three look-ups however many there are. */
export async function listInvitationRecords(
  context: Context,
  records: InvitationRecord[],
): Promise<ListedInvitation[]> {
  if (records.length === 0) return [];
  const { tenantId, account } = requirePerson(context);
  const { store } = context;
  const now = context.now();
  const describe = await describeAccesses(
    context,
    tenantId,
    records.map(({ access }) => access),
  );
  const apps = await byId<AppRecord>(records.flatMap(appIdsOf), (ids) =>
    store.apps.find({ tenantId, _id: { $in: ids } }).lean(),
  );
  const places = await byId<OrganizationRecord>(
    records.map(({ organizationId }) => organizationId),
    (ids) => store.organizations.find({ tenantId, _id: { $in: ids } }).lean(),
  );
  const people = await byId(
    records.flatMap(({ accountId }) => (accountId ? [accountId] : [])),
    (ids) => store.accounts.find({ tenantId, _id: { $in: ids } }).lean(),
  );
  const there = await addressesWithAccount(context, records.filter(isUnbound));
  const authority = await authorityOf(context, tenantId, account?.id);

  return records.map((record): ListedInvitation => {
    const { _id: id, kind, email, access, accessEndsAt, inviterName, createdAt, expiresAt, note } = record;
    const person = people.get(record.accountId ?? '');
    const role = authority.get(record.organizationId);
    const app = apps.get(appIdsOf(record)[0] ?? '');
    const status = statusAt(record, now);
    const needed = approvalsFor(access, app);
    return {
      id,
      kind,
      email,
      personName: person ? fullName(person) : nameGiven(record),
      organizationName: places.get(record.organizationId)?.name ?? '',
      access: access && describe(access),
      accessEndsAt,
      isOwn: isOwn(context, record),
      waitsForAccount: isUnbound(record),
      waitsForAccess: isUnbound(record) && there.has(record.emailKey),
      isResent: record.codeVersion > 1,
      status,
      inviterName,
      createdAt,
      expiresAt,
      note,
      approvals: needed > 1 ? record.approvals.map(({ name: approver }) => approver) : [],
      approvalsNeeded: needed,
      otherRoles: role && !isOwn(context, record) ? rolesToChangeTo({ access, status }, role, app) : [],
      isRemindable: !isOwn(context, record) && isRemindable(record, now),
      undoUntil:
        record.status === 'revoked' ? undoableUntil(context, record.endedById, record.endedAt) : null,
    };
  });
}

function isUnbound({ kind, accountId }: InvitationRecord): boolean {
  return kind === 'access' && accountId === null;
}

/** Only an invitation to a workgroup goes on waiting when its address has an account: see `letIn`. */
async function addressesWithAccount(
  { store }: Context,
  records: readonly InvitationRecord[],
): Promise<ReadonlySet<string>> {
  const waiting = records.filter((record) => wayOf(record));
  const [first] = waiting;
  if (!first) return new Set();
  const emailKeys = [...new Set(waiting.map(({ emailKey }) => emailKey))];
  const found = await store.accounts
    .find({ tenantId: first.tenantId, emailKey: { $in: emailKeys } }, { emailKey: 1 })
    .lean();
  return new Set(found.map(({ emailKey }) => emailKey));
}

/** The name that the inviter gave to a person who has no account. */
function nameGiven({ firstName, lastName }: InvitationRecord): string | null {
  return firstName && lastName ? fullName({ firstName, lastName }) : null;
}

function appIdsOf({ access }: InvitationRecord): string[] {
  return access?.kind === 'app' ? [access.appId] : [];
}

async function byId<Row extends { _id: string }>(
  ids: string[],
  find: (ids: string[]) => Promise<Row[]>,
): Promise<Map<string, Row>> {
  const distinct = [...new Set(ids)];
  const found = distinct.length === 0 ? [] : await find(distinct);
  return new Map(found.map((row) => [row._id, row]));
}
