import { deny } from '../../domain/errors.ts';
import { type InvitationFilter, invitationFilters } from '../../domain/invitations.ts';
import type { ListedInvitation } from '../../domain/overviews.ts';
import { statusAt } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { authorize } from '../authority.ts';
import { type Context, requirePerson } from '../context.ts';
import { organizationsFor } from '../organizations.ts';

export interface Page<Item> {
  items: Item[];
  /** The `before` of the next older page, and the `after` of the next newer one. */
  older: string | null;
  newer: string | null;
}

/** A place in a list that is sorted by id, newest first. */
export type Cursor = { before: string } | { after: string } | null;

const pageSize = 10;

/** The invitations of the organizations in which the acting person manages them: newest first, one page. */
export async function listInvitations(
  context: Context,
  { filter, cursor }: { filter: InvitationFilter; cursor: Cursor },
): Promise<Page<ListedInvitation>> {
  const places = await organizationsFor(context, 'invitation:manage');
  if (places.length === 0) throw deny();
  const names = new Map(places.map(({ organization }) => [organization._id, organization.name]));
  const now = context.now();
  const found = await context.store.invitations
    .find({
      tenantId: context.actor.tenantId,
      organizationId: { $in: [...names.keys()] },
      ...statusFilter(filter, now),
      ...(cursor ? { _id: 'before' in cursor ? { $lt: cursor.before } : { $gt: cursor.after } } : {}),
    })
    .sort({ _id: cursor && 'after' in cursor ? 1 : -1 })
    .limit(pageSize + 1)
    .lean();
  return page(found, cursor, (invitation) =>
    listed(invitation, names.get(invitation.organizationId) ?? '', now),
  );
}

/** Cuts one page out of up to `pageSize + 1` records that were found in the direction of the cursor. */
export function page<Row extends { _id: string }, Item>(
  found: Row[],
  cursor: Cursor,
  toItem: (row: Row) => Item,
  size: number = pageSize,
): Page<Item> {
  const more = found.length > size;
  const upwards = cursor !== null && 'after' in cursor;
  const rows = found.slice(0, size);
  if (upwards) rows.reverse();
  const hasOlder = upwards || more;
  const hasNewer = upwards ? more : cursor !== null;
  return {
    items: rows.map(toItem),
    older: hasOlder ? (rows.at(-1)?._id ?? null) : null,
    newer: hasNewer ? (rows[0]?._id ?? null) : null,
  };
}

/** One invitation with everything that happened to it. */
export async function getInvitation(
  context: Context,
  invitationId: string,
): Promise<{ invitation: ListedInvitation; record: InvitationRecord }> {
  const { tenantId } = requirePerson(context);
  const record = await context.store.invitations.findOne({ _id: invitationId, tenantId }).lean();
  if (!record) throw deny();
  const { organization } = await authorize(context, 'invitation:manage', record.organizationId);
  return { invitation: listed(record, organization.name, context.now()), record };
}

/** A word that somebody typed after `/invitations`, if it is a filter. */
export function parseFilter(text: string): InvitationFilter | null {
  const word = text.trim().toLowerCase();
  if (word === '') return 'all';
  return invitationFilters.find((filter) => filter === word) ?? null;
}

function statusFilter(filter: InvitationFilter, now: Date) {
  if (filter === 'all') return {};
  if (filter === 'pending') return { status: filter, expiresAt: { $gt: now } };
  if (filter === 'expired') {
    return { $or: [{ status: filter }, { status: 'pending' as const, expiresAt: { $lte: now } }] };
  }
  return { status: filter };
}

function listed(record: InvitationRecord, organizationName: string, now: Date): ListedInvitation {
  const { _id, kind, email, role, inviterName, createdAt, expiresAt, note } = record;
  const status = statusAt(record, now);
  return { id: _id, kind, email, organizationName, role, status, inviterName, createdAt, expiresAt, note };
}
