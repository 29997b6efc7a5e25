import type { Access } from '../../domain/access.ts';
import { DomainError, deny, stale } from '../../domain/errors.ts';
import { requestTransitions, sourcesOf } from '../../domain/states.ts';
import type { Approval } from '../../store/models/access.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import { authorize } from '../authority.ts';
import type { Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { detailOf } from '../invitations/fulfil.ts';

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
  given: { access: Access; approvals: Approval[] },
): Promise<void> {
  await decide(context, request, 'approved', given);
  effects.record({
    action: 'request.approved',
    organizationId: request.organizationId,
    subjects: [request._id, request.accountId, ...(request.invitationId ? [request.invitationId] : [])],
    detail: detailOf(given.access),
  });
  await refreshCopies(context, effects, { type: 'request', id: request._id });
}

/** @throws DomainError `stale` naming who was faster, or that the request has expired */
export async function decide(
  context: Context,
  request: AccessRequestRecord,
  status: 'approved' | 'denied',
  more: { access?: Access; approvals?: Approval[]; reason?: string | null },
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
      $unset: { nextReminderAt: 1, ...(status === 'denied' ? { liveKey: 1 } : {}) },
    },
  );
  if (modifiedCount === 0) throw whyUndecidable(request);
}

/** Why a request could not be decided: it has expired, or somebody was faster. */
export function whyUndecidable(request: AccessRequestRecord): DomainError {
  if (request.status === 'pending') {
    return new DomainError('stale', 'This request has expired. Ask the person to send a new one.');
  }
  return stale(request.decidedByName ?? undefined, request.decidedAt ?? undefined);
}

function requireSomebodyElse(context: Context, account: AccountRecord): void {
  const actor = requireAccount(context);
  if (actor.id === account._id || actor.emailKey === account.emailKey) throw deny();
}
