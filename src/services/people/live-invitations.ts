import { liveInvitations } from '../../domain/states.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Context } from '../context.ts';

/** The live invitations of a person to an organization: to the account, and to its address from before there was one. */
export async function liveInvitationsOf(
  context: Context,
  organizationId: string,
  { _id: accountId, emailKey }: Pick<AccountRecord, '_id' | 'emailKey'>,
): Promise<InvitationRecord[]> {
  const { tenantId } = context.actor;
  const status = { $in: [...liveInvitations] };
  // Two queries, because one index knows accounts and another one addresses.
  const toAccount = await context.store.invitations
    .find({ tenantId, accountId, status, organizationId })
    .lean();
  const toAddress = await context.store.invitations
    .find({ tenantId, organizationId, emailKey, status })
    .lean();
  const byId = new Map([...toAccount, ...toAddress].map((invitation) => [invitation._id, invitation]));
  return [...byId.values()].sort((a, b) => (a._id < b._id ? -1 : 1));
}
