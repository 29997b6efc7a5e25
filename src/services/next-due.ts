import type { Model } from 'mongoose';
import { grantTransitions, invitationTransitions, requestTransitions, sourcesOf } from '../domain/states.ts';
import type { Runtime } from './context.ts';

/**
 * The earliest moment after `after` at which something in the tenant is due by itself: a reminder, a warning, a digest, the
 * end of an invitation, a request or an access, or a message that waits. Null when nothing is. Each is one look into an index.
 */
export async function nextDue(
  { store }: Pick<Runtime, 'store'>,
  tenantId: string,
  after: Date,
): Promise<Date | null> {
  const first = <T>(model: Model<T>, field: string, statuses?: readonly string[]) =>
    earliest(model, { tenantId, ...(statuses && { status: { $in: statuses } }) }, field, after);
  const moments = await Promise.all([
    first(store.invitations, 'nextReminderAt'),
    first(store.invitations, 'expiresAt', sourcesOf(invitationTransitions, 'expired')),
    first(store.accessRequests, 'nextReminderAt'),
    first(store.accessRequests, 'expiresAt', sourcesOf(requestTransitions, 'expired')),
    first(store.grants, 'nextWarningAt'),
    first(store.grants, 'endsAt', sourcesOf(grantTransitions, 'expired')),
    first(store.organizations, 'nextDigestAt'),
    first(store.outbox, 'dueAt', ['pending']),
  ]);
  const times = moments.flatMap((moment) => moment ?? []).map((moment) => moment.getTime());
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

async function earliest<T>(
  model: Model<T>,
  filter: Record<string, unknown>,
  field: string,
  after: Date,
): Promise<Date | undefined> {
  const [found] = await model.aggregate<Record<string, Date>>([
    { $match: { ...filter, [field]: { $gt: after } } },
    { $sort: { [field]: 1 } },
    { $limit: 1 },
    { $project: { [field]: 1 } },
  ]);
  return found?.[field];
}
