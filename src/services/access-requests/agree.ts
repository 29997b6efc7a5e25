import { type Access, sameAccess } from '../../domain/access.ts';
import { formError } from '../../domain/errors.ts';
import { fullName } from '../../domain/people.ts';
import { requestTransitions, sourcesOf } from '../../domain/states.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { approvalsNeeded, ownApproval } from '../invitations/approvals.ts';
import { standing } from '../invitations/backing.ts';
import { detailOf } from '../invitations/fulfil.ts';
import { type OfferResult, offerTo } from '../invitations/offer-to.ts';
import { markApproved, whyUndecidable } from './decide.ts';

interface Agreement {
  request: AccessRequestRecord;
  organization: OrganizationRecord;
  account: AccountRecord;
  access: Access;
}

/**
 * An approver's yes to a request. It approves, and the person is invited; a privileged role needs a second approver who
 * gives exactly the same. Whoever gives something else begins anew.
 * @throws DomainError `stale` when it is decided already; `form` when the same approver agrees twice
 */
export async function agree(context: Context, effects: Effects, of: Agreement): Promise<OfferResult> {
  const { request, organization, account, access } = of;
  if (request.status !== 'pending') throw whyUndecidable(request);
  const mine = ownApproval(context);
  const isSame = request.access !== null && sameAccess(request.access, access);
  const others = isSame ? await standing(context, organization, request.approvals) : [];
  if (others.some(({ accountId }) => accountId === mine.accountId)) {
    throw formError({ roleId: 'You have agreed to this already. Another approver has to agree as well.' });
  }
  const approvals = [...others, mine];
  const { tenantId } = context.actor;
  if (approvals.length < (await approvalsNeeded(context, { tenantId, access }))) {
    await endorse(context, effects, request, access);
    return { outcome: 'endorsed', organizationName: organization.name, personName: fullName(account) };
  }
  await markApproved(context, effects, request, { access, approvals });
  return offerTo(context, effects, { organization, account, access, requestId: request._id, approvals });
}

/** Two first approvers at once conflict on this write: the second one's transaction begins anew, and is the second approval. */
async function endorse(
  context: Context,
  effects: Effects,
  request: AccessRequestRecord,
  access: Access,
): Promise<void> {
  const { _id, tenantId, organizationId, accountId } = request;
  const { id } = requireAccount(context);
  const { modifiedCount } = await context.store.accessRequests.updateOne(
    {
      _id,
      tenantId,
      status: { $in: sourcesOf(requestTransitions, 'approved') },
      expiresAt: { $gt: context.now() },
    },
    { $set: { access, approvals: [ownApproval(context)] } },
  );
  if (modifiedCount === 0) throw whyUndecidable(request);
  effects.record({
    action: 'request.endorsed',
    organizationId,
    subjects: [_id, accountId, id],
    detail: detailOf(access),
  });
  await refreshCopies(context, effects, { type: 'request', id: _id });
}
