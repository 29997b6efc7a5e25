import { holdsSeat, invitationTransitions, sourcesOf } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { endRequest } from '../access-requests/end-request.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { releaseHeldSeat } from '../seats.ts';
import { promoteWaiting } from '../waitlist.ts';

type Ending = 'declined' | 'revoked' | 'expired' | 'undeliverable';

interface More {
  /** When it ended; now, unless the clock decided earlier. */
  at?: Date;
  /** What else must hold for this ending. */
  filter?: { codeVersion?: number; expiresAt?: { $gt: Date } | { $lte: Date } };
  /** It follows from something else, so nobody can take it back by itself. */
  isConsequence?: boolean;
  /** For the audit. */
  detail?: Record<string, string | number | boolean | null>;
}

/**
 * Ends an invitation other than by its acceptance: its place is free, the seat that it held goes to whoever waits first,
 * the request that it came from has lapsed, and every copy of its card says so.
 * @returns false when it had ended already, or `filter` does not hold: then nothing is written
 */
export async function endInvitation(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
  status: Ending,
  { at = context.now(), filter = {}, isConsequence = false, detail = {} }: More = {},
): Promise<boolean> {
  const { _id, tenantId, organizationId, requestId, status: from } = invitation;
  if (!sourcesOf(invitationTransitions, status).includes(from)) return false;
  const by = context.actor.kind === 'person' ? context.actor.account : null;
  const { modifiedCount } = await context.store.invitations.updateOne(
    { _id, tenantId, status: from, ...filter },
    {
      $set: {
        status,
        endedAt: at,
        endedBy: by?.name ?? null,
        endedById: isConsequence ? null : (by?.id ?? null),
        endedFrom: from,
      },
      $unset: { liveKey: 1, nextReminderAt: 1 },
    },
  );
  if (modifiedCount === 0) return false;
  effects.record({
    action: `invitation.${status}`,
    organizationId,
    subjects: [_id, ...whom(invitation)],
    detail,
  });
  await giveBackSeat(context, effects, invitation);
  if (requestId) await endRequest(context, effects, requestId, organizationId, 'lapsed');
  await refreshCopies(context, effects, { type: 'invitation', id: _id });
  return true;
}

/** The account that an invitation is for, as a subject of the audit. */
export function whom({ accountId }: Pick<InvitationRecord, 'accountId'>): string[] {
  return accountId ? [accountId] : [];
}

async function giveBackSeat(
  context: Context,
  effects: Effects,
  { status, access }: InvitationRecord,
): Promise<void> {
  if (!holdsSeat(status) || access?.kind !== 'app') return;
  await releaseHeldSeat(context, access);
  await promoteWaiting(context, effects, access.subscriptionId);
}
