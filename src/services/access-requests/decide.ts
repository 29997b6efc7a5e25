import { DomainError, deny, stale } from '../../domain/errors.ts';
import type { OrganizationRole } from '../../domain/permissions.ts';
import { requestTransitions, sourcesOf } from '../../domain/states.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import { authorize } from '../authority.ts';
import type { Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';

/**
 * The request and its person, once it is sure that the actor may decide on it.
 * @throws DomainError `deny` — also for one's own request, known by account or by e-mail address (A12)
 */
export async function requestToDecide(context: Context, requestId: string) {
  const { tenantId } = context.actor;
  const request = await context.store.accessRequests.findOne({ _id: requestId, tenantId }).lean();
  if (!request) throw deny();
  const { organization, role } = await authorize(context, 'request:decide', request.organizationId);
  const account = await context.store.accounts.findOne({ _id: request.accountId, tenantId }).lean();
  if (!account) throw deny();
  requireSomebodyElse(context, account);
  return { request, account, organization, role };
}

/** The conditional write of an approval, and what everybody who saw the request sees of it. */
export async function markApproved(
  context: Context,
  effects: Effects,
  request: AccessRequestRecord,
  role: OrganizationRole,
): Promise<void> {
  await decide(context, request, 'approved', { role });
  effects.record({
    action: 'request.approved',
    organizationId: request.organizationId,
    subjects: [request._id, request.accountId, ...(request.invitationId ? [request.invitationId] : [])],
    detail: { role },
  });
  await refreshCopies(context, effects, { type: 'request', id: request._id });
}

/** @throws DomainError `stale` naming who was faster, or that the request has expired */
export async function decide(
  context: Context,
  request: AccessRequestRecord,
  status: 'approved' | 'denied',
  more: { role?: OrganizationRole; reason?: string | null },
): Promise<void> {
  const { id, name } = requireAccount(context);
  const now = context.now();
  const { modifiedCount } = await context.store.accessRequests.updateOne(
    {
      _id: request._id,
      tenantId: request.tenantId,
      status: { $in: sourcesOf(requestTransitions, status) },
      expiresAt: { $gt: now },
    },
    {
      $set: { status, decidedBy: id, decidedByName: name, decidedAt: now, ...more },
      ...(status === 'denied' ? { $unset: { liveKey: 1 } } : {}),
    },
  );
  if (modifiedCount > 0) return;
  if (request.status === 'pending') {
    throw new DomainError('stale', 'This request has expired. Ask the person to send a new one.');
  }
  throw stale(request.decidedByName ?? undefined, request.decidedAt ?? undefined);
}

function requireSomebodyElse(context: Context, account: AccountRecord): void {
  const actor = requireAccount(context);
  if (actor.id === account._id || actor.emailKey === account.emailKey) throw deny();
}
