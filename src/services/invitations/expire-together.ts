import { invitationTransitions, sourcesOf } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { endRequest } from '../access-requests/end-request.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { refreshCopiesOf } from '../copies.ts';
import { freedByExpiry } from '../seats.ts';
import { promoteWaiting } from '../waitlist.ts';
import { whom } from './end-invitation.ts';
import { tellProposer } from './tell-proposer.ts';

/** The invitations whose time is over though their record does not say so. */
export function overdueInvitations(context: Context) {
  return {
    tenantId: context.actor.tenantId,
    status: { $in: sourcesOf(invitationTransitions, 'expired') },
    expiresAt: { $lte: context.now() },
  };
}

/**
 * What `endExpired` does, for many invitations in a few writes. Those that a resend has given a new time meanwhile are left alone.
 * @returns how many expired
 */
export async function expireInvitations(context: Context, effects: Effects, ids: string[]): Promise<number> {
  const which = { _id: { $in: ids }, ...overdueInvitations(context) };
  const invitations = await context.store.invitations.find(which).lean();
  if (invitations.length === 0) return 0;
  await context.store.invitations.updateMany(
    which,
    [
      {
        $set: {
          status: 'expired',
          endedAt: '$expiresAt',
          endedBy: null,
          endedById: null,
          endedFrom: '$status',
        },
      },
      { $unset: ['liveKey', 'nextReminderAt'] },
    ],
    { updatePipeline: true },
  );
  for (const invitation of invitations) {
    const { _id, organizationId, requestId, status } = invitation;
    effects.record({ action: 'invitation.expired', organizationId, subjects: [_id, ...whom(invitation)] });
    if (requestId) await endRequest(context, effects, requestId, organizationId, 'lapsed');
    if (status === 'proposed') await tellProposer(context, effects, invitation, 'proposal-expired');
  }
  await giveBackSeats(context, effects, invitations);
  await refreshCopiesOf(
    context,
    effects,
    'invitation',
    invitations.map(({ _id }) => _id),
  );
  return invitations.length;
}

/** They go to those who wait first. */
async function giveBackSeats(
  context: Context,
  effects: Effects,
  invitations: readonly InvitationRecord[],
): Promise<void> {
  const seats = new Map<string, number>();
  for (const { access } of invitations) {
    if (access?.kind !== 'app') continue;
    seats.set(access.subscriptionId, (seats.get(access.subscriptionId) ?? 0) + 1);
  }
  for (const [subscriptionId, count] of seats) {
    await freedByExpiry(context, subscriptionId, count);
    await promoteWaiting(context, effects, subscriptionId);
  }
}
