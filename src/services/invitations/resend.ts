import type { Access } from '../../domain/access.ts';
import { DomainError, stale } from '../../domain/errors.ts';
import { day } from '../../domain/invitations.ts';
import { resendableStatuses, seatHolding } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { requireGrantable } from '../access.ts';
import { command } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { holdSeat } from '../seats.ts';
import { approvalsNeeded } from './approvals.ts';
import { liveKeyOf } from './keys.ts';
import { invitationToManage, requireUnreplaced } from './managed.ts';
import { tellInvitee } from './tell-invitee.ts';

export interface ResentInvitation {
  email: string;
  expiresAt: Date;
  hasCode: boolean;
}

/**
 * Sends an invitation again: a new code, the old one dead, the time to answer never shorter than before. Works after
 * expiry and bounce, if a seat is free again. Whoever resends answers for the invitation from now on.
 * @throws DomainError `stale` when it has ended for good, or its seat is taken
 */
export async function resendInvitation(context: Context, invitationId: string): Promise<ResentInvitation> {
  const account = requireAccount(context);
  return command(context, 'invitation.resend', async (effects) => {
    const { invitation, organization, role } = await invitationToManage(context, invitationId);
    const { tenantId, codeVersion, access } = invitation;
    if (!resendableStatuses.includes(invitation.status)) throw over(invitation);
    await requireUnreplaced(context, invitation);
    if (access) await requireStillOffered(context, organization._id, role, invitation, access);
    await takeSeatAgain(context, invitation);
    const now = context.now();
    const expiresAt = new Date(
      Math.max(invitation.expiresAt.getTime(), now.getTime() + invitation.validDays * day),
    );
    const resent = await context.store.invitations
      .findOneAndUpdate(
        { _id: invitationId, tenantId, codeVersion, status: invitation.status },
        {
          $set: {
            status: 'pending',
            expiresAt,
            invitedBy: account.id,
            inviterName: account.name,
            failedAttempts: 0,
            lockedAt: null,
            codeSpentAt: null,
            endedAt: null,
            endedBy: null,
            endedById: null,
            endedFrom: null,
            liveKey: liveKeyOf(invitation),
          },
          $inc: { codeVersion: 1 },
        },
        { returnDocument: 'after' },
      )
      .lean();
    if (!resent) throw over(invitation);
    effects.record({
      action: 'invitation.resent',
      organizationId: resent.organizationId,
      subjects: [invitationId],
      detail: { version: resent.codeVersion },
    });
    await refreshCopies(context, effects, { type: 'invitation', id: invitationId });
    await tellInvitee(context, effects, resent);
    return { email: resent.email, expiresAt, hasCode: resent.selector !== undefined && !resent.accountId };
  });
}

/** A privileged role keeps the two who have agreed to it; whoever resends another access must be able to give it. */
async function requireStillOffered(
  context: Context,
  organizationId: string,
  role: Parameters<typeof requireGrantable>[2],
  invitation: InvitationRecord,
  access: Access,
): Promise<void> {
  await requireGrantable(context, organizationId, role, access);
  if (invitation.approvals.length >= (await approvalsNeeded(context, invitation))) return;
  throw new DomainError(
    'stale',
    'This role takes two approvers now, and only one has agreed. Revoke the invitation and send a new one.',
  );
}

async function takeSeatAgain(context: Context, { access, status }: InvitationRecord): Promise<void> {
  const hasSeat = (seatHolding as readonly string[]).includes(status);
  if (hasSeat || access?.kind !== 'app') return;
  if (await holdSeat(context, access.subscriptionId)) return;
  throw new DomainError(
    'stale',
    'No seat is free any more. Send a new invitation and put the person on the waitlist.',
  );
}

function over({ endedBy, endedAt }: InvitationRecord): DomainError {
  return stale(endedBy ?? undefined, endedAt ?? undefined);
}
