import { DomainError, deny } from '../../domain/errors.ts';
import type { OrganizationRole } from '../../domain/permissions.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { mayManage } from '../access.ts';
import { authorize } from '../authority.ts';
import type { Context } from '../context.ts';
import { liveKeyOf } from './keys.ts';
import { whatIsThere } from './place-free.ts';

export interface Managed {
  invitation: InvitationRecord;
  organization: OrganizationRecord;
  role: OrganizationRole;
}

/** An invitation that the acting person may manage, also by what it offers. @throws deny */
export async function invitationToManage(context: Context, invitationId: string): Promise<Managed> {
  const invitation = await context.store.invitations
    .findOne({ _id: invitationId, tenantId: context.actor.tenantId })
    .lean();
  if (!invitation) throw deny();
  const { organization, role } = await authorize(context, 'invitation:manage', invitation.organizationId);
  if (invitation.access && !(await mayManage(context, role, invitation.access))) throw deny();
  return { invitation, organization, role };
}

/** @throws DomainError `stale` when the person has the access meanwhile, or another live invitation to the same place */
export async function requireUnreplaced(context: Context, invitation: InvitationRecord): Promise<void> {
  const { _id, tenantId, organizationId, access, accountId, emailKey, email } = invitation;
  if (access) {
    const { grant } = await whatIsThere(context, organizationId, access, { accountId, emailKey });
    if (grant) throw new DomainError('stale', `${email} has access already. There is nothing to send again.`);
  }
  const liveKey = liveKeyOf(invitation);
  const other = await context.store.invitations.exists({ tenantId, liveKey, _id: { $ne: _id } });
  if (other) throw new DomainError('stale', `${email} has a newer invitation. Send that one again.`);
}
