import { invitationTransitions, sourcesOf } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { endRequest } from '../access-requests/end-request.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { refreshCopies } from '../copies.ts';

/**
 * Stores what the clock has already decided, when the sweep has not come by yet, so that a new invitation can take its place.
 * @returns whether the invitation was over
 */
export async function endExpired(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
): Promise<boolean> {
  const now = context.now();
  if (invitation.expiresAt > now) return false;
  const { modifiedCount } = await context.store.invitations.updateOne(
    {
      _id: invitation._id,
      tenantId: invitation.tenantId,
      status: { $in: sourcesOf(invitationTransitions, 'expired') },
      expiresAt: { $lte: now },
    },
    { $set: { status: 'expired', endedAt: invitation.expiresAt }, $unset: { liveKey: 1 } },
  );
  if (modifiedCount === 0) return true;
  const { _id, organizationId, requestId } = invitation;
  effects.record({ action: 'invitation.expired', organizationId, subjects: [_id] });
  if (requestId) await endRequest(context, effects, requestId, organizationId, 'lapsed');
  await refreshCopies(context, effects, { type: 'invitation', id: _id });
  return true;
}
