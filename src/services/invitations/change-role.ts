import { type Access, roleOf } from '../../domain/access.ts';
import type { NamedChoice } from '../../domain/direct-invitations.ts';
import { alreadyEnded, type DomainError, formError } from '../../domain/errors.ts';
import { type OrganizationRole, organizationRoles } from '../../domain/permissions.ts';
import { workgroupRoles } from '../../domain/workgroups.ts';
import type { AppRecord } from '../../store/models/app.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { otherRoles, requireGrantable } from '../access.ts';
import { command, type Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { directMessages, toEach } from '../recipients.ts';
import { detailOf } from './fulfil.ts';
import { invitationToManage } from './managed.ts';

/**
 * Changes the role that a pending or waitlisted invitation offers; who has heard of it is told.
 * @throws DomainError `form` on `roleId`, `stale` when it was answered meanwhile
 */
export async function changeOfferedRole(
  context: Context,
  { invitationId, roleId }: { invitationId: string; roleId: string },
): Promise<{ email: string }> {
  return command(context, 'invitation.change-role', async (effects) => {
    const { invitation, organization, role } = await invitationToManage(context, invitationId);
    if (!invitation.access || !isChangeable(invitation)) throw alreadyEnded(invitation);
    const access = withRole(invitation.access, roleId);
    const { needsSecondApprover } = await requireGrantable(context, organization._id, role, access);
    if (needsSecondApprover) throw takesTwo();
    const { _id, tenantId, organizationId, status, codeVersion } = invitation;
    const { matchedCount } = await context.store.invitations.updateOne(
      { _id, tenantId, status, codeVersion, expiresAt: { $gt: earliestEnd(invitation, context) } },
      { $set: { access, invitedBy: requireAccount(context).id, inviterName: requireAccount(context).name } },
    );
    if (matchedCount === 0) throw alreadyEnded(invitation);
    if (roleOf(invitation.access) === roleId) return { email: invitation.email };
    const detail = { before: roleOf(invitation.access), ...detailOf(access) };
    effects.record({ action: 'invitation.role-changed', organizationId, subjects: [_id], detail });
    await refreshCopies(context, effects, { type: 'invitation', id: _id });
    if (status === 'pending') await tell(context, effects, invitation);
    return { email: invitation.email };
  });
}

/** The roles that an invitation's can be changed to by a holder of `ceiling`. */
export function rolesToChangeTo(
  { access, status }: Pick<InvitationRecord, 'access' | 'status'>,
  ceiling: OrganizationRole,
  app: AppRecord | undefined,
): NamedChoice[] {
  return access && isChangeable({ status }) ? otherRoles(access, ceiling, app) : [];
}

function isChangeable({ status }: Pick<InvitationRecord, 'status'>): boolean {
  return status === 'pending' || status === 'waitlisted';
}

/** A waitlisted invitation has no end yet. */
function earliestEnd({ status }: InvitationRecord, context: Context): Date {
  return status === 'waitlisted' ? new Date(0) : context.now();
}

function withRole(access: Access, roleId: string): Access {
  if (access.kind === 'app') return { ...access, roleId };
  if (access.kind === 'workgroup') {
    const role = workgroupRoles.find((each) => each === roleId);
    if (role) return { ...access, role };
  } else {
    const role = organizationRoles.find((each) => each === roleId);
    if (role) return { kind: 'organization', role };
  }
  throw formError({ roleId: 'Choose a role from the list.' });
}

async function tell(context: Context, effects: Effects, invitation: InvitationRecord): Promise<void> {
  const { _id, email, accountId } = invitation;
  const about = { type: 'invitation', id: _id } as const;
  const changed = {
    key: `invitation-changed:${_id}:${context.commandId}`,
    template: 'invitation-changed',
    about,
  } as const;
  effects.send({ ...changed, key: `${changed.key}:mail`, to: { via: 'mail', address: email } });
  const invitee = await directMessages(context, accountId ? [accountId] : []);
  for (const message of toEach(invitee, changed)) effects.send(message);
}

function takesTwo(): DomainError {
  return formError({
    roleId: 'This role takes two approvers. Revoke the invitation and send a new one for this role.',
  });
}
