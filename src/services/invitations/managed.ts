import { DomainError, deny } from '../../domain/errors.ts';
import type { OrganizationRole } from '../../domain/permissions.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { mayManage } from '../access.ts';
import { authorize } from '../authority.ts';
import { type Context, requireAccount } from '../context.ts';
import { authorizeInWorkgroup } from '../workgroups/authority.ts';
import { liveKeyOf } from './keys.ts';
import { whatIsThere } from './place-free.ts';

export interface Managed {
  invitation: InvitationRecord;
  organization: OrganizationRecord;
  role: OrganizationRole;
}

/** An invitation that the acting person may manage, also by what it offers, and that is for somebody else (A12). @throws deny */
export async function invitationToManage(context: Context, invitationId: string): Promise<Managed> {
  const invitation = await context.store.invitations
    .findOne({ _id: invitationId, tenantId: context.actor.tenantId })
    .lean();
  if (!invitation || isOwn(context, invitation)) throw deny();
  const { organization, role } = await authorizeFor(context, invitation);
  const { access } = invitation;
  const isInWorkgroup = access?.kind === 'workgroup';
  if (access && !isInWorkgroup && !(await mayManage(context, role, access))) throw deny();
  return { invitation, organization, role };
}

/**
 * Makes sure that the acting person manages such invitations: by a role in the organization, or as admin of the workgroup that
 * they are for. A workgroup's admin counts as a member of the organization, whether they are one or not.
 * @throws deny
 */
export async function authorizeFor(
  context: Context,
  { organizationId, access }: InvitationRecord,
): Promise<Pick<Managed, 'organization' | 'role'>> {
  if (access?.kind !== 'workgroup') return authorize(context, 'invitation:manage', organizationId);
  const { organization, role } = await authorizeInWorkgroup(context, 'workgroup:people', access.workgroupId);
  return { organization, role: role ?? 'member' };
}

/** Whether an invitation is for the acting person. */
export function isOwn(
  context: Context,
  { accountId, emailKey }: Pick<InvitationRecord, 'accountId' | 'emailKey'>,
): boolean {
  const actor = requireAccount(context);
  return accountId === actor.id || emailKey === actor.emailKey;
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
