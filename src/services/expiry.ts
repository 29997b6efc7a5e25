import { invitationTransitions, requestTransitions, sourcesOf } from '../domain/states.ts';
import { endExpiredRequest } from './access-requests/end-expired.ts';
import { command } from './command.ts';
import { type Context, contextFor } from './context.ts';
import { endExpired } from './invitations/end-expired.ts';
import { endDueGrants } from './people/end-due.ts';
import { promoteOverdue } from './promote-overdue.ts';

const batchSize = 200;

export interface ExpiryResult {
  invitations: number;
  requests: number;
  grants: number;
  /** Waitlisted invitations that have got a seat. */
  promoted: number;
  /** Records whose turn failed; the next sweep comes back to them. */
  failed: number;
}

/** A record whose time may be over, and until when it was valid. */
interface Due {
  _id: string;
  expiresAt: Date;
}

/**
 * Stores what the clock has decided in the actor's tenant: invitations, requests and accesses whose time is over expire, and
 * a request lapses with the offer that it led to. Each has a transaction of its own, with its audit rows and the refresh of
 * its cards. Any number of sweeps may run at once: each transition happens once.
 */
export async function expireDue(context: Context): Promise<ExpiryResult> {
  const invitations = await sweep(context, dueInvitations, expireInvitation);
  const requests = await sweep(context, dueRequests, expireRequest);
  const grants = await endDueGrants(context);
  const waiting = await promoteOverdue(context);
  return {
    invitations: invitations.done,
    requests: requests.done,
    grants: grants.done,
    promoted: waiting.done,
    failed: invitations.failed + requests.failed + grants.failed + waiting.failed,
  };
}

/** Batch by batch, until none is left or a batch brings nothing further. */
async function sweep(
  context: Context,
  find: (context: Context) => Promise<Due[]>,
  expire: (context: Context, id: string) => Promise<boolean>,
): Promise<{ done: number; failed: number }> {
  let done = 0;
  for (;;) {
    const batch = await find(context);
    let expired = 0;
    let failed = 0;
    for (const { _id, expiresAt } of batch) {
      const commandId = `expire:${_id}:${expiresAt.getTime()}`;
      try {
        if (await expire(contextFor(context, context.actor, commandId), _id)) expired += 1;
      } catch {
        failed += 1;
      }
    }
    done += expired;
    if (batch.length < batchSize || expired === 0) return { done, failed };
  }
}

function dueInvitations(context: Context): Promise<Due[]> {
  return context.store.invitations
    .find(
      {
        tenantId: context.actor.tenantId,
        status: { $in: sourcesOf(invitationTransitions, 'expired') },
        expiresAt: { $lte: context.now() },
      },
      { expiresAt: 1 },
    )
    .sort({ expiresAt: 1 })
    .limit(batchSize)
    .lean();
}

function dueRequests(context: Context): Promise<Due[]> {
  return context.store.accessRequests
    .find(
      {
        tenantId: context.actor.tenantId,
        status: { $in: sourcesOf(requestTransitions, 'expired') },
        expiresAt: { $lte: context.now() },
      },
      { expiresAt: 1 },
    )
    .sort({ expiresAt: 1 })
    .limit(batchSize)
    .lean();
}

/** Read anew inside the transaction: a resend in the meantime gives it a new time. */
function expireInvitation(context: Context, id: string): Promise<boolean> {
  return command(context, 'invitation.expire', async (effects) => {
    const invitation = await context.store.invitations
      .findOne({
        _id: id,
        tenantId: context.actor.tenantId,
        status: { $in: sourcesOf(invitationTransitions, 'expired') },
        expiresAt: { $lte: context.now() },
      })
      .lean();
    return invitation !== null && endExpired(context, effects, invitation);
  });
}

function expireRequest(context: Context, id: string): Promise<boolean> {
  return command(context, 'request.expire', async (effects) => {
    const request = await context.store.accessRequests
      .findOne({
        _id: id,
        tenantId: context.actor.tenantId,
        status: { $in: sourcesOf(requestTransitions, 'expired') },
        expiresAt: { $lte: context.now() },
      })
      .lean();
    return request !== null && endExpiredRequest(context, effects, request);
  });
}
