import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Runtime } from '../context.ts';

/** Nothing could be posted in the approvals channel, and no other one was chosen since. */
export function hasUnreachableChannel({
  approvalsChannelId,
  unreachableChannelId,
}: Pick<OrganizationRecord, 'approvalsChannelId' | 'unreachableChannelId'>): boolean {
  return approvalsChannelId !== null && approvalsChannelId === unreachableChannelId;
}

/** A user's id stands for the direct message with that person. */
export function isPerson(channel: string): boolean {
  return /^[UW]/.test(channel);
}

/** A message was posted: if that channel could not be reached before, it can now. */
export async function noteReached(
  { store }: Pick<Runtime, 'store'>,
  { tenantId, to }: Pick<OutboxRecord, 'tenantId' | 'to'>,
): Promise<void> {
  if (to.via !== 'slack' || isPerson(to.channel)) return;
  const unreached = { tenantId, unreachableChannelId: to.channel };
  // A write that changes nothing waits for the journal all the same.
  if (!(await store.organizations.exists(unreached))) return;
  await store.organizations.updateMany(unreached, { $unset: { unreachableChannelId: 1 } });
}
