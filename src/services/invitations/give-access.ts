import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { settleIn } from '../workgroups/home.ts';
import { fulfil } from './fulfil.ts';
import { adoptWorkgroups } from './let-in.ts';

/**
 * Turns an invitation into the access that it offers. With the access to an organization somebody who had no home has
 * one there, and is let into the workgroups that were waiting for it.
 * @throws DomainError as `fulfil` does
 */
export async function giveAccess(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
): Promise<void> {
  const account = await fulfil(context, effects, invitation);
  if (invitation.access?.kind !== 'organization') return;
  await settleIn(context, account, invitation.organizationId);
  await adoptWorkgroups(context, effects, account, invitation.organizationId);
}
