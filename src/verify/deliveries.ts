import type { OutboxRecord } from '../store/models/outbox.ts';
import type { View } from './view.ts';
import { type Violation, violationsOf } from './violation.ts';

/** A message that has been due for longer is not on its way: nobody delivers. Milliseconds. */
const overdueMs = 60 * 60 * 1000;

export interface DeliveryOptions {
  now: Date;
  /** Everything that was to be sent has been sent, so that nothing may wait. */
  isSettled: boolean;
}

/** I8: every message comes to its end. Those of a workspace that has uninstalled the app wait until it is back. */
export async function messagesEnd(
  view: View,
  rows: OutboxRecord[],
  { now, isSettled }: DeliveryOptions,
): Promise<Violation[]> {
  const waiting = rows.filter(({ status }) => status === 'pending');
  if (waiting.length === 0) return [];
  const tenants = await view.find(view.store.tenants, { frozenAt: { $exists: false } }, { tenantId: 1 });
  const installed = new Set(tenants.map(({ tenantId }) => tenantId));
  const latest = now.getTime() - overdueMs;
  // What is to leave at a later time has not been tried yet.
  const isEarly = ({ attempts, dueAt }: OutboxRecord) => attempts === 0 && dueAt > now;
  return waiting
    .filter((row) => installed.has(row.tenantId) && !isEarly(row))
    .filter(({ dueAt }) => isSettled || dueAt.getTime() < latest)
    .map(({ _id, template, dueAt }) =>
      violationsOf(_id)('I8', `has not ended: ${template}, due since ${dueAt.toISOString()}`),
    );
}
