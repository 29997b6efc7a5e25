import { DomainError, deny, stale } from '../../domain/errors.ts';
import { assignableRoles, type OrganizationRole } from '../../domain/permissions.ts';
import { invitationTransitions, sourcesOf } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { endRequest } from '../access-requests/end-request.ts';
import { grantKey, stillAllowed } from '../authority.ts';
import { command, type Effects } from '../command.ts';
import { type Context, newId, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { directMessages, ownerDestinations, toEach } from '../recipients.ts';

export interface AnswerResult {
  organizationName: string;
  role: OrganizationRole;
}

/**
 * Accepts an access invitation: the account has the access from now on, and both sides are told.
 * @throws DomainError `deny` to everybody but the invitee, `stale` when it was answered, withdrawn or has expired
 */
export async function acceptOffer(context: Context, invitationId: string): Promise<AnswerResult> {
  return command(context, 'invitation.accept', async (effects) => {
    const { invitation, organization, role } = await offerToAnswer(context, invitationId);
    await requireAuthority(context, invitation, role);
    await end(context, invitation, 'accepted');
    const grantId = await grant(context, invitation, role);
    const { organizationId, requestId } = invitation;
    const subjects = [invitationId, ...(invitation.accountId ? [invitation.accountId] : [])];
    effects.record({ action: 'invitation.accepted', organizationId, subjects, detail: { role } });
    effects.record({
      action: 'grant.created',
      organizationId,
      subjects: [grantId, ...subjects],
      detail: { role },
    });
    if (requestId) await endRequest(context, effects, requestId, organizationId, 'fulfilled');
    const about = { type: 'invitation', id: invitationId } as const;
    const to = { via: 'mail', address: invitation.email } as const;
    effects.send({ key: `access-granted:${invitationId}`, template: 'access-granted', about, to });
    await tellInviter(context, effects, invitation);
    return { organizationName: organization.name, role };
  });
}

/** Declines an access invitation; its request, if it came from one, has lapsed. */
export async function declineOffer(context: Context, invitationId: string): Promise<AnswerResult> {
  return command(context, 'invitation.decline', async (effects) => {
    const { invitation, organization, role } = await offerToAnswer(context, invitationId);
    await end(context, invitation, 'declined');
    const { organizationId, requestId, accountId } = invitation;
    const subjects = [invitationId, ...(accountId ? [accountId] : [])];
    effects.record({ action: 'invitation.declined', organizationId, subjects });
    if (requestId) await endRequest(context, effects, requestId, organizationId, 'lapsed');
    await tellInviter(context, effects, invitation);
    return { organizationName: organization.name, role };
  });
}

async function offerToAnswer(
  context: Context,
  invitationId: string,
): Promise<{ invitation: InvitationRecord; organization: OrganizationRecord; role: OrganizationRole }> {
  const { tenantId } = context.actor;
  const { id: accountId } = requireAccount(context);
  const invitation = await context.store.invitations
    .findOne({ _id: invitationId, tenantId, kind: 'access', accountId })
    .lean();
  if (!invitation?.role) throw deny();
  const organization = await context.store.organizations
    .findOne({ _id: invitation.organizationId, tenantId })
    .lean();
  if (!organization) throw deny();
  return { invitation, organization, role: invitation.role };
}

/** Who invited must still be allowed to give this role (A14). */
async function requireAuthority(
  context: Context,
  { organizationId, invitedBy }: InvitationRecord,
  role: OrganizationRole,
): Promise<void> {
  const ceiling = await stillAllowed(context, 'access:grant', organizationId, invitedBy);
  if (ceiling && assignableRoles(ceiling).includes(role)) return;
  throw new DomainError(
    'stale',
    'This invitation is on hold, because the person who sent it may no longer give this access. Ask the organization to invite you again.',
  );
}

async function end(
  context: Context,
  invitation: InvitationRecord,
  status: 'accepted' | 'declined',
): Promise<void> {
  const now = context.now();
  const { modifiedCount } = await context.store.invitations.updateOne(
    {
      _id: invitation._id,
      tenantId: invitation.tenantId,
      status: { $in: sourcesOf(invitationTransitions, status) },
      expiresAt: { $gt: now },
    },
    { $set: { status, endedAt: now, endedBy: requireAccount(context).name }, $unset: { liveKey: 1 } },
  );
  if (modifiedCount > 0) return;
  if (invitation.status === 'pending' || invitation.status === 'expired') {
    throw new DomainError('stale', 'This invitation has expired. Ask for it to be sent again.');
  }
  throw stale(invitation.endedBy ?? undefined, invitation.endedAt ?? undefined);
}

async function grant(
  context: Context,
  invitation: InvitationRecord,
  role: OrganizationRole,
): Promise<string> {
  const account = requireAccount(context);
  const grantId = newId(context, 'grt');
  await context.store.grants.insertMany(
    [
      {
        _id: grantId,
        tenantId: invitation.tenantId,
        organizationId: invitation.organizationId,
        accountId: account.id,
        role,
        status: 'active',
        invitationId: invitation._id,
        grantedBy: invitation.invitedBy,
        since: context.now(),
        liveKey: grantKey(invitation.organizationId, account.id),
      },
    ],
    { lean: true },
  );
  return grantId;
}

async function tellInviter(context: Context, effects: Effects, invitation: InvitationRecord): Promise<void> {
  const about = { type: 'invitation', id: invitation._id } as const;
  await refreshCopies(context, effects, about);
  const inviter = await directMessages(context, [invitation.invitedBy]);
  const known = inviter.length > 0 ? inviter : await ownerDestinations(context, invitation.organizationId);
  const message = { key: `offer-answered:${invitation._id}`, template: 'offer-answered', about } as const;
  for (const each of toEach(known, message)) effects.send(each);
}
