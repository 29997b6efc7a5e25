import type { GrantRecord } from '../../store/models/grant.ts';
import { command } from '../command.ts';
import { type Context, contextFor } from '../context.ts';
import { endDueGrant } from './end-due-grant.ts';

const batchSize = 200;

/**
 * Stores what the clock has decided in the actor's tenant: accesses whose end has come expire, their seats go to whoever waits,
 * their holders are told. Each has a transaction of its own; any number of sweeps may run at once.
 * @returns how many ended, and how many failed and are left to the next sweep
 */
export async function endDueGrants(context: Context): Promise<{ done: number; failed: number }> {
  let done = 0;
  for (;;) {
    const batch = await dueGrants(context);
    let ended = 0;
    let failed = 0;
    for (const { _id, endsAt } of batch) {
      const commandId = `expire:${_id}:${endsAt?.getTime()}`;
      try {
        if (await endDue(contextFor(context, context.actor, commandId), _id)) ended += 1;
      } catch {
        failed += 1;
      }
    }
    done += ended;
    if (batch.length < batchSize || ended === 0) return { done, failed };
  }
}

/** An owner's access does not end by itself: an organization without an owner could not be managed any more (I11). */
function due(context: Context) {
  return {
    tenantId: context.actor.tenantId,
    status: 'active' as const,
    endsAt: { $ne: null, $lte: context.now() },
    'access.role': { $ne: 'owner' as const },
  };
}

function dueGrants(context: Context): Promise<Pick<GrantRecord, '_id' | 'endsAt'>[]> {
  return context.store.grants.find(due(context), { endsAt: 1 }).sort({ endsAt: 1 }).limit(batchSize).lean();
}

/** Read anew inside the transaction: its end may have been moved meanwhile. */
function endDue(context: Context, grantId: string): Promise<boolean> {
  return command(context, 'grant.expire', async (effects) => {
    const grant = await context.store.grants.findOne({ _id: grantId, ...due(context) }).lean();
    if (!grant) return false;
    await endDueGrant(context, effects, grant);
    return true;
  });
}
