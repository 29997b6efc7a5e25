import { deny } from '../../domain/errors.ts';
import type { RequestFacts } from '../../domain/messages.ts';
import type { OrganizationRole } from '../../domain/permissions.ts';
import { assignableRoles } from '../../domain/permissions.ts';
import type { Context } from '../context.ts';
import { type Cursor, type Page, page } from '../invitations/list.ts';
import { organizationsFor } from '../organizations.ts';
import { requestToDecide } from './decide.ts';
import { factsOf } from './facts.ts';

const pageSize = 8;

/** The requests that wait for the acting approver: newest first, one page. */
export async function listRequests(
  context: Context,
  cursor: Cursor,
): Promise<Page<RequestFacts> & { organizationNames: string[] }> {
  const places = await organizationsFor(context, 'request:decide');
  if (places.length === 0) throw deny();
  const { tenantId } = context.actor;
  const found = await context.store.accessRequests
    .find({
      tenantId,
      organizationId: { $in: places.map(({ organization }) => organization._id) },
      status: 'pending',
      expiresAt: { $gt: context.now() },
      ...(cursor ? { _id: 'before' in cursor ? { $lt: cursor.before } : { $gt: cursor.after } } : {}),
    })
    .sort({ _id: cursor && 'after' in cursor ? 1 : -1 })
    .limit(pageSize + 1)
    .lean();
  const { items, older, newer } = page(found, cursor, (request) => request, pageSize);
  const organizationNames = places.map(({ organization }) => organization.name);
  return { items: await factsOf(context, tenantId, items), older, newer, organizationNames };
}

/** What the form of a decision shows: the request, and the roles that the approver may give. */
export async function getRequestToDecide(
  context: Context,
  requestId: string,
): Promise<{ facts: RequestFacts; organizationId: string; roles: OrganizationRole[] }> {
  const { request, role } = await requestToDecide(context, requestId);
  const [facts] = await factsOf(context, context.actor.tenantId, [request]);
  if (!facts) throw deny();
  return { facts, organizationId: request.organizationId, roles: assignableRoles(role) };
}
