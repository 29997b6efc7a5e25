import type { Access } from '../domain/access.ts';
import { noSeat } from '../domain/errors.ts';
import { freeSeats } from '../domain/seats.ts';
import { invitationTransitions, sourcesOf } from '../domain/states.ts';
import type { Context } from './context.ts';

/**
 * Seats of subscriptions (design §2). Every change is one conditional write on the subscription itself, so that
 * `active + held <= limit` holds whoever else writes: counting grants instead would let two transactions take the last seat.
 */

/** Takes a seat for an invitation. @returns false when none is free, or the subscription is archived or over */
export async function holdSeat(context: Context, subscriptionId: string): Promise<boolean> {
  const now = context.now();
  const { modifiedCount } = await context.store.subscriptions.updateOne(
    {
      _id: subscriptionId,
      tenantId: context.actor.tenantId,
      archivedAt: null,
      $and: [
        { $or: [{ endsAt: null }, { endsAt: { $gt: now } }] },
        {
          $or: [{ seatLimit: null }, { $expr: { $lt: [{ $add: ['$active', '$held'] }, '$seatLimit'] } }],
        },
      ],
    },
    { $inc: { held: 1 } },
  );
  return modifiedCount > 0;
}

/**
 * Refuses whoever comes when all seats are gone, in one read, so that a crowd is answered in time. Only `holdSeat` gives a seat.
 * @throws DomainError `form` on `subscriptionId` (A46)
 */
export async function requireRoom(context: Context, subscriptionId: string): Promise<void> {
  const { tenantId } = context.actor;
  const subscription = await context.store.subscriptions.findOne({ _id: subscriptionId, tenantId }).lean();
  if (!subscription || freeSeats(subscription) > 0) return;
  if (await context.store.invitations.exists(overdueIn(context, subscriptionId))) return;
  const { active, held, seatLimit } = subscription;
  throw noSeat(active + held, seatLimit ?? active + held);
}

/** The invitations whose time is over though the sweep has not come to them: their seats are as good as free (A25). */
export function overdueIn(context: Context, subscriptionId: string) {
  return {
    tenantId: context.actor.tenantId,
    'access.subscriptionId': subscriptionId,
    status: { $in: sourcesOf(invitationTransitions, 'expired') },
    expiresAt: { $lte: context.now() },
  };
}

/** Makes sure that a subscription is still there to wait for: archiving it at the same moment collides with this write. */
export async function joinLine(context: Context, subscriptionId: string): Promise<boolean> {
  const { modifiedCount } = await context.store.subscriptions.updateOne(
    { _id: subscriptionId, tenantId: context.actor.tenantId, archivedAt: null },
    { $inc: { revision: 1 } },
  );
  return modifiedCount > 0;
}

/** Turns the seat that an invitation held into the seat of a grant. */
export async function activateSeat(context: Context, access: Access): Promise<void> {
  if (access.kind === 'app') await move(context, access.subscriptionId, { held: -1, active: 1 });
}

/** Gives back the seat that an invitation held. */
export async function releaseHeldSeat(context: Context, access: Access): Promise<void> {
  if (access.kind === 'app') await move(context, access.subscriptionId, { held: -1 });
}

/** Gives back as many seats of a subscription as expired invitations held. */
export async function freedByExpiry(context: Context, subscriptionId: string, count: number): Promise<void> {
  await move(context, subscriptionId, { held: -count });
}

/** Gives back the seat of a grant that has ended. */
export async function releaseActiveSeat(context: Context, access: Access): Promise<void> {
  if (access.kind === 'app') await move(context, access.subscriptionId, { active: -1 });
}

/** @throws Error when the seat that is given back was never taken: the transaction then leaves no trace */
async function move(
  context: Context,
  subscriptionId: string,
  change: { held?: number; active?: -1 | 1 },
): Promise<void> {
  const { modifiedCount } = await context.store.subscriptions.updateOne(
    {
      _id: subscriptionId,
      tenantId: context.actor.tenantId,
      ...(change.held ? { held: { $gte: -change.held } } : {}),
      ...(change.active === -1 ? { active: { $gt: 0 } } : {}),
    },
    { $inc: change },
  );
  if (modifiedCount === 0) throw new Error(`the seats of ${subscriptionId} do not add up`);
}
