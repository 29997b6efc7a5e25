import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Runtime } from '../context.ts';
import type { ClaimedRow } from '../outbox.ts';

/** What a refresh finds where its message should be. */
export type Copy =
  | { state: 'ready'; copy: OutboxRecord; posted: { channel: string; ts: string } }
  /** It is being posted, or another refresh is at it. */
  | { state: 'busy' }
  /** Nobody is at it: it is written from what is true when its time comes. */
  | { state: 'ahead' }
  /** Never posted, and never will be. */
  | { state: 'gone' };

/**
 * Takes the posted message that a refresh row names, for `holdMs`. Refreshes of one message take turns, in all processes,
 * so that the text made last is also the one that Slack shows last.
 */
export async function takeCopy(
  runtime: Runtime,
  row: ClaimedRow,
  copyOf: string,
  holdMs: number,
): Promise<Copy> {
  const { tenantId, lease } = row;
  const now = runtime.now();
  const taken = await runtime.store.outbox
    .findOneAndUpdate(
      {
        _id: copyOf,
        tenantId,
        status: 'sent',
        $or: [{ rewriting: null }, { 'rewriting.until': { $lte: now } }],
      },
      { $set: { rewriting: { lease, until: new Date(now.getTime() + holdMs) } } },
      { returnDocument: 'after' },
    )
    .lean();
  if (taken) {
    return taken.posted ? { state: 'ready', copy: taken, posted: taken.posted } : { state: 'gone' };
  }
  const copy = await runtime.store.outbox.findOne({ _id: copyOf, tenantId }, { status: 1, lease: 1 }).lean();
  if (copy?.status === 'pending') return { state: copy.lease === null ? 'ahead' : 'busy' };
  return { state: copy?.status === 'sent' ? 'busy' : 'gone' };
}

/** Lets the next refresh have the message. */
export async function releaseCopy(runtime: Runtime, row: ClaimedRow, copyOf: string): Promise<void> {
  await runtime.store.outbox.updateOne(
    { _id: copyOf, tenantId: row.tenantId, 'rewriting.lease': row.lease },
    { $set: { rewriting: null } },
  );
}
