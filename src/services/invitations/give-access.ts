import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { holdBelonging } from '../workgroups/belonging.ts';
import { settleIn } from '../workgroups/home.ts';
import { fulfil } from './fulfil.ts';
import { adoptWorkgroups } from './let-in.ts';

/**
 * Turns an invitation into the access that it offers. With the access to an organization somebody who had no home has
 * one there, and is let into the workgroups that were waiting for it.
 * @throws DomainError `stale` when it was answered, withdrawn or has expired
 */
export async function giveAccess(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
): Promise<void> {
  const account = await fulfil(context, effects, invitation);
  if (invitation.access?.kind !== 'organization') return;
  await holdBelonging(context, [account._id]);
  await settleIn(context, account, invitation.organizationId);
  await adoptWorkgroups(context, effects, account, invitation.organizationId);
}
