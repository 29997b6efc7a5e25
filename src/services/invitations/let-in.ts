import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { grantKey } from '../authority.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { standingOf } from '../workgroups/belonging.ts';
import { isOpen } from '../workgroups/gates.ts';
import { claim } from './claim.ts';
import { fulfil } from './fulfil.ts';

/** Invitations to workgroups that wait until the account belongs to `organizationId` take their course: now it does. */
export async function adoptWorkgroups(
  context: Context,
  effects: Effects,
  account: AccountRecord,
  organizationId: string,
): Promise<void> {
  const { tenantId, emailKey } = account;
  const waiting = await context.store.invitations
    .find({
      tenantId,
      emailKey,
      kind: 'access',
      status: 'pending',
      'access.kind': 'workgroup',
      $or: [{ organizationId, 'access.partnerId': null }, { 'access.partnerId': organizationId }],
      accountId: null,
    })
    .limit(50)
    .lean();
  for (const invitation of waiting) await letIn(context, effects, invitation, account);
}

/**
 * Lets the invited person into a workgroup, by the organization's rules about acceptance. Whoever does not belong where the
 * invitation says goes on waiting, and so does an invitation to what somebody has already.
 * @returns whether it has taken its course
 */
export async function letIn(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
  account: AccountRecord,
): Promise<boolean> {
  const { tenantId, organizationId, access, status, expiresAt } = invitation;
  if (access?.kind !== 'workgroup' || status !== 'pending' || expiresAt <= context.now()) return false;
  const { partnerId } = access;
  if ((await standingOf(context, { organizationId, partnerId }, account)) !== 'belongs') return false;
  if (!(await isOpen(context, organizationId, access))) return false;
  const liveKey = grantKey(organizationId, access, account._id);
  if (await context.store.grants.exists({ tenantId, liveKey })) return false;
  await claim(context, effects, { invitation, account }, fulfil);
  return true;
}
