import { deny } from '../../domain/errors.ts';
import { type InvitationFilter, invitationFilters } from '../../domain/invitations.ts';
import type { ListedInvitation } from '../../domain/overviews.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { type Context, requirePerson } from '../context.ts';
import { organizationsFor } from '../organizations.ts';
import { type Cursor, inDirection, type Page, page } from '../paging.ts';
import { listInvitationRecords } from './listed.ts';
import { authorizeFor } from './managed.ts';

const pageSize = 10;

/** What a list is narrowed to besides the status: one address, or one app. */
export type Narrowing = { emailKey: string } | { appId: string } | null;

interface Shown {
  filter: InvitationFilter;
  narrowing?: Narrowing | undefined;
}

/** The invitations of the organizations in which the acting person manages them: newest first, one page. */
export async function listInvitations(
  context: Context,
  { filter, narrowing, cursor }: Shown & { cursor: Cursor },
): Promise<Page<ListedInvitation> & { undeliverable: number }> {
  const { tenantId } = context.actor;
  const organizationIds = await managedPlaces(context);
  const found = await context.store.invitations
    .find({ ...listed(context, organizationIds, { filter, narrowing }), ...inDirection(cursor) })
    .sort({ _id: cursor && 'after' in cursor ? 1 : -1 })
    .limit(pageSize + 1)
    .lean();
  const { items, older, newer } = page(found, cursor, pageSize);
  const undeliverable =
    filter === 'undeliverable'
      ? await context.store.invitations.countDocuments(
          { tenantId, organizationId: { $in: organizationIds }, status: 'undeliverable' },
          { limit: 1000 },
        )
      : 0;
  return { items: await listInvitationRecords(context, items), older, newer, undeliverable };
}

/** The newest invitations of the same list, for a choice among them. @param most how many; `hasMore` says whether there are others */
export async function newestInvitations(
  context: Context,
  shown: Shown,
  most: number,
): Promise<{ items: ListedInvitation[]; hasMore: boolean }> {
  const found = await context.store.invitations
    .find(listed(context, await managedPlaces(context), shown))
    .sort({ _id: -1 })
    .limit(most + 1)
    .lean();
  const items = await listInvitationRecords(context, found.slice(0, most));
  return { items, hasMore: found.length > most };
}

/** The organizations whose invitations the acting person manages. @throws deny when there is none */
export async function managedPlaces(context: Context): Promise<string[]> {
  const places = await organizationsFor(context, 'invitation:manage');
  if (places.length === 0) throw deny();
  return places.map(({ organization }) => organization._id);
}

/** One invitation, for those who manage it. */
export async function getInvitation(
  context: Context,
  invitationId: string,
): Promise<{ invitation: ListedInvitation; record: InvitationRecord }> {
  const { tenantId } = requirePerson(context);
  const record = await context.store.invitations.findOne({ _id: invitationId, tenantId }).lean();
  if (!record) throw deny();
  await authorizeFor(context, record);
  const [invitation] = await listInvitationRecords(context, [record]);
  if (!invitation) throw deny();
  return { invitation, record };
}

/** A word that somebody typed after `/invitations`, if it is a filter. */
export function parseFilter(text: string): InvitationFilter | null {
  const word = text.trim().toLowerCase();
  if (word === '') return 'all';
  return invitationFilters.find((filter) => filter === word) ?? null;
}

function listed(context: Context, organizationIds: string[], { filter, narrowing }: Shown) {
  return {
    tenantId: context.actor.tenantId,
    organizationId: { $in: organizationIds },
    ...narrowed(narrowing ?? null),
    ...statusFilter(filter, context.now()),
  };
}

function narrowed(narrowing: Narrowing) {
  if (narrowing === null) return {};
  return 'appId' in narrowing ? { 'access.appId': narrowing.appId } : { emailKey: narrowing.emailKey };
}

function statusFilter(filter: InvitationFilter, now: Date) {
  if (filter === 'all') return {};
  if (filter === 'pending' || filter === 'proposed') return { status: filter, expiresAt: { $gt: now } };
  if (filter === 'expired') {
    const overdue = { status: { $in: ['pending' as const, 'proposed' as const] }, expiresAt: { $lte: now } };
    return { $or: [{ status: filter }, overdue] };
  }
  return { status: filter };
}
