import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { overdueIn } from '../seats.ts';
import { endExpired } from './end-expired.ts';

/** As many as one transaction ends on the way; the sweep does the rest. */
const atOnce = 20;

/**
 * Stores the expiry of a subscription's invitations that the sweep has not reached yet: their seats are free.
 * @returns whether there were any
 */
export async function endOverdue(
  context: Context,
  effects: Effects,
  subscriptionId: string,
): Promise<boolean> {
  const overdue = await context.store.invitations
    .find(overdueIn(context, subscriptionId))
    .limit(atOnce)
    .lean();
  for (const invitation of overdue) await endExpired(context, effects, invitation);
  return overdue.length > 0;
}
