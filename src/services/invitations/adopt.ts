import { liveInvitations } from '../../domain/states.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { wayOf } from '../workgroups/belonging.ts';
import { claim } from './claim.ts';
import { giveAccess } from './give-access.ts';
import { letIn } from './let-in.ts';

/**
 * Invitations to an address that had no account take their course when the account appears (A38): its address is the one
 * that Slack vouches for, so the mailbox is proven (A29).
 */
export async function adoptInvitations(
  context: Context,
  effects: Effects,
  account: AccountRecord,
): Promise<void> {
  const { tenantId, emailKey } = account;
  const waiting = await context.store.invitations
    .find({
      tenantId,
      emailKey,
      kind: 'access',
      status: { $in: [...liveInvitations] },
      accountId: null,
    })
    .lean();
  for (const invitation of waiting) {
    if (wayOf(invitation)) await letIn(context, effects, invitation, account);
    else await claim(context, effects, { invitation, account }, giveAccess);
  }
}
