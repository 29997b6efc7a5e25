import { overdueRequests } from './access-requests/end-expired.ts';
import { expireRequests } from './access-requests/expire-together.ts';
import type { Context } from './context.ts';
import { expireInvitations, overdueInvitations } from './invitations/expire-together.ts';
import { endDueGrants } from './people/end-due.ts';
import { promoteOverdue } from './promote-overdue.ts';
import { type Sweep, sweepAll } from './sweep.ts';

export interface ExpiryResult {
  invitations: number;
  requests: number;
  grants: number;
  /** Waitlisted invitations that have got a seat. */
  promoted: number;
  /** Records whose turn failed; the next sweep comes back to them. */
  failed: number;
}

const sweeps = {
  invitations: {
    name: 'invitations.expire',
    due: async (context, except, limit) => {
      const filter = { ...overdueInvitations(context), ...without(except) };
      const due = context.store.invitations.find(filter, { _id: 1 });
      return idsOf(await due.sort({ expiresAt: 1 }).limit(limit).lean());
    },
    turn: expireInvitations,
  },
  requests: {
    name: 'requests.expire',
    due: async (context, except, limit) => {
      const filter = { ...overdueRequests(context), ...without(except) };
      const due = context.store.accessRequests.find(filter, { _id: 1 });
      return idsOf(await due.sort({ expiresAt: 1 }).limit(limit).lean());
    },
    turn: expireRequests,
  },
} as const satisfies Record<string, Sweep>;

/**
 * Stores what the clock has decided in the actor's tenant: invitations, requests and accesses whose time is over expire, and
 * a request lapses with the offer that it led to, with their audit rows and the refresh of their cards. Any number of sweeps may
 * run at once: each transition happens once.
 */
export async function expireDue(context: Context): Promise<ExpiryResult> {
  const invitations = await sweepAll(context, sweeps.invitations);
  const requests = await sweepAll(context, sweeps.requests);
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

function without(except: string[]) {
  return except.length > 0 ? { _id: { $nin: except } } : {};
}

function idsOf(rows: readonly { _id: string }[]): string[] {
  return rows.map(({ _id }) => _id);
}
