import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { approverDestinations, toEach } from '../recipients.ts';
import { isGrantedAtOnce } from './acceptance.ts';
import { giveAccess } from './give-access.ts';
import { tellInvitee } from './tell-invitee.ts';

/**
 * What follows once an invitation is proposed or pending: the approvers are asked for a second yes; or an account has the
 * access at once, where its organization wants no acceptance; or the invitee is told.
 * @returns whether the access was granted at once
 */
export async function proceed(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
  organization: OrganizationRecord,
): Promise<boolean> {
  if (invitation.status === 'proposed') {
    await askSecondApprover(context, effects, invitation, organization);
    return false;
  }
  if (invitation.accountId && (await isGrantedAtOnce(context, organization, invitation))) {
    await giveAccess(context, effects, invitation);
    return true;
  }
  await tellInvitee(context, effects, invitation);
  return false;
}

async function askSecondApprover(
  context: Context,
  { send }: Effects,
  { _id, accountId, codeVersion }: InvitationRecord,
  organization: OrganizationRecord,
): Promise<void> {
  const about = { type: 'invitation', id: _id } as const;
  const approvers = await approverDestinations(context, organization, accountId);
  const message = { key: `proposal:${_id}:${codeVersion}`, template: 'proposal', about } as const;
  for (const each of toEach(approvers, message)) send(each);
}
