import type { Context } from '../context.ts';
import { type Sweep, sweepAll } from '../sweep.ts';
import { remindOfInvitations } from './of-invitations.ts';
import { remindOfRequests } from './of-requests.ts';

export interface ReminderResult {
  /** How many had their turn, whether or not anybody had to be reminded. */
  invitations: number;
  requests: number;
  /** Records whose turn failed; the next sweep comes back to them. */
  failed: number;
}

const sweeps = {
  invitations: {
    name: 'invitations.remind',
    due: async (context, except, limit) => {
      const due = context.store.invitations.find(dueFilter(context, except), { _id: 1 });
      const rows = await due.sort({ nextReminderAt: 1 }).limit(limit).lean();
      return rows.map(({ _id }) => _id);
    },
    turn: remindOfInvitations,
  },
  requests: {
    name: 'requests.remind',
    due: async (context, except, limit) => {
      const due = context.store.accessRequests.find(dueFilter(context, except), { _id: 1 });
      const rows = await due.sort({ nextReminderAt: 1 }).limit(limit).lean();
      return rows.map(({ _id }) => _id);
    },
    turn: remindOfRequests,
  },
} as const satisfies Record<string, Sweep>;

/**
 * Reminds the people in the actor's tenant of what waits for them, wherever it is time to. What is no longer waiting is not looked
 * at again; of several reminders that were missed there is one.
 */
export async function remindDue(context: Context): Promise<ReminderResult> {
  const invitations = await sweepAll(context, sweeps.invitations);
  const requests = await sweepAll(context, sweeps.requests);
  return {
    invitations: invitations.done,
    requests: requests.done,
    failed: invitations.failed + requests.failed,
  };
}

function dueFilter({ actor: { tenantId }, now }: Context, except: string[]) {
  const others = except.length > 0 ? { _id: { $nin: except } } : {};
  return { tenantId, nextReminderAt: { $lte: now() }, ...others };
}
