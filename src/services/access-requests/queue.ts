import type { Access } from '../../domain/access.ts';
import { deny } from '../../domain/errors.ts';
import type { RequestFacts } from '../../domain/messages.ts';
import type { OrganizationRole } from '../../domain/permissions.ts';
import { assignableRoles } from '../../domain/permissions.ts';
import type { Context } from '../context.ts';
import { organizationsFor } from '../organizations.ts';
import { type Cursor, inDirection, type Page, page } from '../paging.ts';
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
      ...inDirection(cursor),
    })
    .sort({ _id: cursor && 'after' in cursor ? 1 : -1 })
    .limit(pageSize + 1)
    .lean();
  const { items, older, newer } = page(found, cursor, pageSize);
  const organizationNames = places.map(({ organization }) => organization.name);
  return { items: await factsOf(context, tenantId, items), older, newer, organizationNames };
}

interface RequestToDecide {
  facts: RequestFacts;
  organizationId: string;
  roles: OrganizationRole[];
  /** What another approver has proposed, or the code offers. */
  suggested: Access | null;
}

/** What the form of a decision shows: the request, and the roles that the approver may give. */
export async function getRequestToDecide(context: Context, requestId: string): Promise<RequestToDecide> {
  const { request, role } = await requestToDecide(context, requestId);
  const [facts] = await factsOf(context, context.actor.tenantId, [request]);
  if (!facts) throw deny();
  const { organizationId, access, wanted } = request;
  return { facts, organizationId, roles: assignableRoles(role), suggested: access ?? wanted };
}
