import { troubleMs } from '../../domain/deliveries.ts';
import { everyWay } from '../../domain/messages.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Runtime } from '../context.ts';
import { organizationsOfRows } from '../outbox/organization-of.ts';

type Place = Pick<OrganizationRecord, '_id' | 'tenantId'>;

/** More are not looked at: a count may be as much too low. */
const lookedAt = 1000;

/** Whether a message should have left a while ago, and no attempt of it has failed. */
export function isLate(
  { status, dueAt, failingSince }: Pick<OutboxRecord, 'status' | 'dueAt' | 'failingSince'>,
  now: Date,
): boolean {
  return status === 'pending' && failingSince === undefined && dueAt <= lateSince(now);
}

/**
 * The ids of an organization's messages that should have left a while ago, and of which no attempt has failed: they wait for their
 * turn, or for an attempt that does not come to an end. What waits for a later time is not late. Nothing is read while none is late.
 */
export async function lateMessages(
  runtime: Pick<Runtime, 'store' | 'now'>,
  { tenantId, _id }: Place,
): Promise<string[]> {
  const dueAt = { $lte: lateSince(runtime.now()) };
  const late: Pick<OutboxRecord, '_id' | 'about'>[] = await runtime.store.outbox
    .find(
      { tenantId, status: 'pending', 'to.via': { $in: everyWay }, dueAt, failingSince: { $exists: false } },
      { about: 1 },
    )
    .sort({ dueAt: 1 })
    .limit(lookedAt)
    .lean();
  if (late.length === 0) return [];
  const organizations = await organizationsOfRows(runtime, tenantId, late);
  return late.filter((row) => organizations.get(row.about.id) === _id).map((row) => row._id);
}

function lateSince(now: Date): Date {
  return new Date(now.getTime() - troubleMs);
}
