import { DomainError } from '../../domain/errors.ts';
import { allows } from '../../domain/permissions.ts';
import { settingsOf } from '../../domain/settings.ts';
import type { Approval } from '../../store/models/access.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { mayManage } from '../access.ts';
import { rolesIn, stillAllowed } from '../authority.ts';
import type { Context } from '../context.ts';
import { stillAllowedInWorkgroup } from '../workgroups/authority.ts';
import { approvalsNeeded } from './approvals.ts';

/**
 * Whether those who stand behind an invitation may still give what it offers: whoever sent it last (A14), and for a privileged
 * role two approvers, also when the role became privileged later (I4).
 */
export async function isBacked(
  context: Context,
  organization: OrganizationRecord,
  invitation: InvitationRecord,
): Promise<boolean> {
  const { access, invitedBy, approvals } = invitation;
  if (!access) return false;
  if (access.kind === 'workgroup') {
    return stillAllowedInWorkgroup(context, organization._id, access, invitedBy);
  }
  const permission = access.kind === 'organization' ? 'access:grant' : 'invitation:send';
  const ceiling = await stillAllowed(context, permission, organization, invitedBy);
  if (!ceiling || !(await mayManage(context, ceiling, access))) return false;
  const needed = await approvalsNeeded(context, invitation);
  if (needed === 1) return true;
  return (await standing(context, organization, approvals)).length >= needed;
}

/** Whether the sender may still send such an invitation at all: what its code is worth (A14). */
export async function isSenderAllowed(
  context: Context,
  organization: OrganizationRecord,
  { access, invitedBy }: Pick<InvitationRecord, 'access' | 'invitedBy'>,
): Promise<boolean> {
  if (access?.kind === 'workgroup') {
    return stillAllowedInWorkgroup(context, organization._id, access, invitedBy);
  }
  return (await stillAllowed(context, 'invitation:send', organization, invitedBy)) !== null;
}

/** The approvals of those who may still approve. */
export async function standing(
  context: Context,
  organization: OrganizationRecord,
  approvals: readonly Approval[],
): Promise<Approval[]> {
  const accountIds = approvals.map(({ accountId }) => accountId);
  const roles = await rolesIn(context, organization._id, accountIds);
  const settings = settingsOf(organization);
  return approvals.filter(({ accountId }) => allows(roles.get(accountId), 'access:grant', settings));
}

/** @throws DomainError `stale` when nobody stands behind it any more */
export async function requireBacked(
  context: Context,
  organization: OrganizationRecord,
  invitation: InvitationRecord,
): Promise<void> {
  if (await isBacked(context, organization, invitation)) return;
  throw new DomainError(
    'stale',
    'This invitation is on hold, because those who sent it may no longer give this access. Ask the organization to invite you again.',
  );
}
