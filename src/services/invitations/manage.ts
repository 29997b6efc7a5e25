import { DomainError, deny, stale } from '../../domain/errors.ts';
import { day, defaultExpiryDays } from '../../domain/invitations.ts';
import { assignableRoles } from '../../domain/permissions.ts';
import { invitationTransitions, resendableStatuses, sourcesOf } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { endRequest } from '../access-requests/end-request.ts';
import { authorize, grantKey } from '../authority.ts';
import { command, type Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { joinKey, offerKey } from './keys.ts';
import { tellInvitee } from './offer.ts';

/**
 * Sends an invitation again: a new code, the old one dead, the time to answer never shorter than before. Works after
 * expiry and bounce. Whoever resends answers for the invitation from now on.
 * @throws DomainError `stale` when it has ended for good
 */
export async function resendInvitation(
  context: Context,
  invitationId: string,
): Promise<{ email: string; expiresAt: Date; hasCode: boolean }> {
  const account = requireAccount(context);
  return command(context, 'invitation.resend', async (effects) => {
    const invitation = await invitationToManage(context, invitationId);
    await requireUnreplaced(context, invitation);
    const now = context.now();
    const expiresAt = new Date(
      Math.max(invitation.expiresAt.getTime(), now.getTime() + defaultExpiryDays * day),
    );
    const resent = await context.store.invitations
      .findOneAndUpdate(
        {
          _id: invitationId,
          tenantId: invitation.tenantId,
          codeVersion: invitation.codeVersion,
          status: { $in: [...resendableStatuses] },
        },
        {
          $set: {
            status: 'pending',
            expiresAt,
            invitedBy: account.id,
            inviterName: account.name,
            failedAttempts: 0,
            lockedAt: null,
            endedAt: null,
            endedBy: null,
            liveKey: liveKeyOf(invitation),
          },
          $inc: { codeVersion: 1 },
        },
        { returnDocument: 'after' },
      )
      .lean();
    if (!resent) throw stale(invitation.endedBy ?? undefined, invitation.endedAt ?? undefined);
    effects.record({
      action: 'invitation.resent',
      organizationId: resent.organizationId,
      subjects: [invitationId],
      detail: { version: resent.codeVersion },
    });
    await tell(context, effects, resent);
    return { email: resent.email, expiresAt, hasCode: resent.kind === 'join' };
  });
}

/** Takes an invitation back: its code is dead, and the invited address is told. */
export async function revokeInvitation(context: Context, invitationId: string): Promise<{ email: string }> {
  return command(context, 'invitation.revoke', async (effects) => {
    const invitation = await invitationToManage(context, invitationId);
    const { tenantId, organizationId, email } = invitation;
    const { modifiedCount } = await context.store.invitations.updateOne(
      { _id: invitationId, tenantId, status: { $in: sourcesOf(invitationTransitions, 'revoked') } },
      {
        $set: { status: 'revoked', endedAt: context.now(), endedBy: requireAccount(context).name },
        $unset: { liveKey: 1 },
      },
    );
    if (modifiedCount === 0) throw stale(invitation.endedBy ?? undefined, invitation.endedAt ?? undefined);
    effects.record({ action: 'invitation.revoked', organizationId, subjects: [invitationId] });
    if (invitation.requestId) {
      await endRequest(context, effects, invitation.requestId, organizationId, 'lapsed');
    }
    const about = { type: 'invitation', id: invitationId } as const;
    await refreshCopies(context, effects, about);
    effects.send({
      key: `invitation-withdrawn:${invitationId}`,
      template: 'invitation-withdrawn',
      about,
      to: { via: 'mail', address: email },
    });
    return { email };
  });
}

async function invitationToManage(context: Context, invitationId: string): Promise<InvitationRecord> {
  const invitation = await context.store.invitations
    .findOne({ _id: invitationId, tenantId: context.actor.tenantId })
    .lean();
  if (!invitation) throw deny();
  const { role } = await authorize(context, 'invitation:manage', invitation.organizationId);
  if (invitation.role && !assignableRoles(role).includes(invitation.role)) throw deny();
  return invitation;
}

function liveKeyOf({ kind, organizationId, emailKey, accountId }: InvitationRecord): string {
  return kind === 'access' && accountId
    ? offerKey(organizationId, accountId)
    : joinKey(organizationId, emailKey);
}

async function tell(context: Context, effects: Effects, invitation: InvitationRecord): Promise<void> {
  if (invitation.kind === 'access') return tellInvitee(context, effects, invitation);
  effects.send({
    key: `join-invitation:${invitation._id}:${invitation.codeVersion}`,
    template: 'join-invitation',
    about: { type: 'invitation', id: invitation._id },
    to: { via: 'mail', address: invitation.email },
    codeVersion: invitation.codeVersion,
  });
}

/** @throws DomainError `stale` when the person has access meanwhile, or another live invitation */
async function requireUnreplaced(context: Context, invitation: InvitationRecord): Promise<void> {
  const { _id, tenantId, organizationId, accountId, email } = invitation;
  const { grants, invitations } = context.store;
  if (accountId && (await grants.exists({ tenantId, liveKey: grantKey(organizationId, accountId) }))) {
    throw new DomainError('stale', `${email} has access already. There is nothing to send again.`);
  }
  const other = await invitations.exists({ tenantId, liveKey: liveKeyOf(invitation), _id: { $ne: _id } });
  if (other) throw new DomainError('stale', `${email} has a newer invitation. Send that one again.`);
}
