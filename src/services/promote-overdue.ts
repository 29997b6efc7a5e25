import { command } from './command.ts';
import { type Context, contextFor } from './context.ts';
import { promoteWaiting } from './waitlist.ts';

/**
 * Gives seats that are free to those who still wait: for more than one transaction moves up, as when a limit was lifted.
 * @returns how many moved up, and how many subscriptions failed and are left to the next sweep
 */
export async function promoteOverdue(context: Context): Promise<{ done: number; failed: number }> {
  const { tenantId } = context.actor;
  const subscriptionIds = await context.store.invitations.distinct('access.subscriptionId', {
    tenantId,
    status: 'waitlisted',
  });
  let done = 0;
  let failed = 0;
  for (const subscriptionId of subscriptionIds) {
    try {
      done += await promoteAll(context, String(subscriptionId));
    } catch {
      failed += 1;
    }
  }
  return { done, failed };
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
