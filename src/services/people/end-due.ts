import type { Context } from '../context.ts';
import { type Sweep, type SweepResult, sweepAll } from '../sweep.ts';
import { endDueGrant } from './end-due-grant.ts';

const ends: Sweep = {
  name: 'grant.expire',
  isOneByOne: true,
  async due(context, except, limit) {
    const filter = { ...due(context), ...(except.length > 0 ? { _id: { $nin: except } } : {}) };
    const found = context.store.grants.find(filter, { _id: 1 }).sort({ endsAt: 1 }).limit(limit);
    return (await found.lean()).map(({ _id }) => _id);
  },
  /** Read anew inside the transaction: their end may have been moved meanwhile. */
  async turn(context, effects, ids) {
    const grants = await context.store.grants.find({ ...due(context), _id: { $in: ids } }).lean();
    for (const grant of grants) await endDueGrant(context, effects, grant);
    return grants.length;
  },
};

/**
 * Stores what the clock has decided in the actor's tenant: accesses whose end has come expire, their seats go to whoever waits,
 * their holders are told. Each has a transaction of its own; any number of sweeps may run at once.
 */
export function endDueGrants(context: Context): Promise<SweepResult> {
  return sweepAll(context, ends);
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
