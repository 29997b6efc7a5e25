import { excessSeats } from '../domain/seats.ts';
import { seatHolding } from '../domain/states.ts';
import type { SubscriptionRecord } from '../store/models/subscription.ts';
import { type History, historyOf } from './history.ts';
import { wholenessOf } from './purged.ts';
import type { View } from './view.ts';
import { type Violation, violationsOf } from './violation.ts';

/** I1: the seats of a subscription are the grants and invitations that have them, and no more than its limit ever allowed. */
export async function seatsAddUp(view: View, subscriptions: SubscriptionRecord[]): Promise<Violation[]> {
  const { grants, invitations } = view.store;
  const active = await countBySubscription(view, grants, subscriptions, ['active']);
  const held = await countBySubscription(view, invitations, subscriptions, seatHolding);
  const history = await historyOf(
    view,
    subscriptions.filter((subscription) => excessSeats(subscription) > 0),
  );
  const isWhole = await wholenessOf(view, subscriptions);
  return subscriptions.flatMap((subscription) => {
    const { _id } = subscription;
    const violation = violationsOf(_id);
    const [grantsNow, holdsNow] = [active.get(_id) ?? 0, held.get(_id) ?? 0];
    const excess = excessSeats(subscription);
    return [
      ...(subscription.active === grantsNow
        ? []
        : [violation('I1', `counts ${subscription.active} active seats, and ${grantsNow} grants have one`)]),
      ...(subscription.held === holdsNow
        ? []
        : [violation('I1', `counts ${subscription.held} held seats, and ${holdsNow} invitations hold one`)]),
      ...(excess > 0 && isWhole('audit', subscription) && !wasLowered(history(_id))
        ? [violation('I1', `has ${excess} more seats in use than its limit, which was never lowered`)]
        : []),
    ];
  });
}

async function countBySubscription(
  view: View,
  model: unknown,
  subscriptions: SubscriptionRecord[],
  statuses: readonly string[],
): Promise<Map<string, number>> {
  const tenantId = { $in: [...new Set(subscriptions.map((each) => each.tenantId))] };
  const counts = await view.aggregate<{ _id: string; count: number }>(model as never, [
    {
      $match: {
        tenantId,
        'access.subscriptionId': { $in: subscriptions.map(({ _id }) => _id) },
        status: { $in: [...statuses] },
      },
    },
    { $group: { _id: '$access.subscriptionId', count: { $sum: 1 } } },
  ]);
  return new Map(counts.map(({ _id, count }) => [_id, count]));
}

/** Whether the limit was ever set below what it was before: then nobody loses access (A47). */
function wasLowered(rows: ReturnType<History>): boolean {
  const limits = rows
    .filter(({ action, detail }) => action === 'subscription.created' || 'seatLimit' in detail)
    .map(({ detail }) =>
      typeof detail.seatLimit === 'number' ? detail.seatLimit : Number.POSITIVE_INFINITY,
    );
  return limits.some((limit, i) => limit < (limits[i - 1] ?? 0));
}
