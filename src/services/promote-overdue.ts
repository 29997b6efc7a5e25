import { freeSeats } from '../domain/seats.ts';
import { command } from './command.ts';
import { type Context, contextFor } from './context.ts';
import { isOutage, type SweepResult } from './sweep.ts';
import { firstInLine, promoteWaiting } from './waitlist.ts';

/**
 * Gives seats that are free to those who still wait: for more than one transaction moves up, as when a limit was lifted.
 * @returns how many moved up, and how many subscriptions failed and are left to the next sweep
 */
export async function promoteOverdue(context: Context): Promise<SweepResult> {
  let done = 0;
  let failed = 0;
  let wasOutage = false;
  for (const subscriptionId of await subscriptionsWithRoom(context)) {
    try {
      done += await promoteAll(context, subscriptionId);
      wasOutage = false;
    } catch (error) {
      failed += 1;
      context.onLeft?.('invitation.promote', subscriptionId, error);
      if (wasOutage && isOutage(error)) break;
      wasOutage = isOutage(error);
    }
  }
  return { done, failed };
}

/** Those that have a free seat and somebody to take it. Only looked at, so that a minute in which there is none writes nothing. */
async function subscriptionsWithRoom(context: Context): Promise<string[]> {
  const { tenantId } = context.actor;
  const now = context.now();
  const waiting = { tenantId, status: 'waitlisted' } as const;
  const ids: unknown[] = await context.store.invitations.distinct('access.subscriptionId', waiting);
  if (ids.length === 0) return [];
  const open = await context.store.subscriptions
    .find({ _id: { $in: ids.map(String) }, tenantId, archivedAt: null })
    .lean();
  const withRoom: string[] = [];
  for (const subscription of open) {
    const { _id, endsAt } = subscription;
    if (freeSeats(subscription) === 0 || (endsAt && endsAt <= now)) continue;
    if (await firstInLine(context, _id)) withRoom.push(_id);
  }
  return withRoom;
}

async function promoteAll(context: Context, subscriptionId: string): Promise<number> {
  let promoted = 0;
  for (;;) {
    const commandId = `promote:${subscriptionId}:${context.now().getTime()}:${promoted}`;
    const turn = contextFor(context, context.actor, commandId);
    const some = await command(turn, 'invitation.promote', (effects) =>
      promoteWaiting(turn, effects, subscriptionId),
    );
    if (some === 0) return promoted;
    promoted += some;
  }
}
