import type { AccessRequestRecord } from '../store/models/access-request.ts';
import type { GrantRecord } from '../store/models/grant.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import { type Violation, violationsOf } from './violation.ts';

/** I5: nobody decides on their own request. */
export function requestDecidedByOthers({
  _id,
  accountId,
  decidedBy,
  approvals,
}: AccessRequestRecord): Violation[] {
  const violation = violationsOf(_id);
  return [
    ...(decidedBy === accountId ? [violation('I5', 'was decided by its own person')] : []),
    ...(isAmong(accountId, approvals) ? [violation('I5', 'has the agreement of its own person')] : []),
  ];
}

/** I5: nobody agrees to an invitation of their own. */
export function invitationApprovedByOthers({ _id, accountId, approvals }: InvitationRecord): Violation[] {
  return isAmong(accountId, approvals)
    ? [violationsOf(_id)('I5', 'has the agreement of the person that it is for')]
    : [];
}

/** I5: nobody gives themselves access; whoever sets an organization up is its first owner. */
export function grantedByOthers({ _id, invitationId, grantedBy, accountId }: GrantRecord): Violation[] {
  return invitationId !== null && grantedBy === accountId
    ? [violationsOf(_id)('I5', 'was granted by its own person')]
    : [];
}

function isAmong(accountId: string | null, approvals: readonly { accountId: string }[] = []): boolean {
  return approvals.some((approval) => approval.accountId === accountId);
}
