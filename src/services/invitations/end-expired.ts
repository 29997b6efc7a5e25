import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { endInvitation } from './end-invitation.ts';
import { tellProposer } from './tell-proposer.ts';

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
  if (invitation.status === 'waitlisted' || invitation.expiresAt > now) return false;
  const filter = { expiresAt: { $lte: now } };
  const ended = await endInvitation(context, effects, invitation, 'expired', {
    at: invitation.expiresAt,
    filter,
  });
  if (ended && invitation.status === 'proposed') {
    await tellProposer(context, effects, invitation, 'proposal-expired');
  }
  return true;
}
