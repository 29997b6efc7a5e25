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

/** Messages were posted: if a channel could not be reached before, it can now. @returns null for each of them */
export async function noteReached<Row extends Pick<OutboxRecord, 'tenantId' | 'to'>>(
  { store }: Pick<Runtime, 'store'>,
  rows: Row[],
): Promise<null[]> {
  const channels = rows.flatMap(({ to }) =>
    to.via === 'slack' && !isPerson(to.channel) ? [to.channel] : [],
  );
  const tenantIds = rows.map(({ tenantId }) => tenantId);
  const unreached = { tenantId: { $in: tenantIds }, unreachableChannelId: { $in: channels } };
  // A write that changes nothing waits for the journal all the same.
  if (channels.length > 0 && (await store.organizations.exists(unreached))) {
    await store.organizations.updateMany(unreached, { $unset: { unreachableChannelId: 1 } });
  }
  return rows.map(() => null);
}
