import type { RetentionKind } from '../../domain/retention.ts';
import type { Context } from '../context.ts';

/** Notes how far retention goes, before it removes anything: whoever checks the data knows then what may be gone. */
export async function noteCutoff(
  { store, actor }: Context,
  kind: RetentionKind,
  before: Date,
): Promise<void> {
  const { tenantId } = actor;
  await store.purges.updateOne(
    { tenantId, kind },
    { $max: { before }, $setOnInsert: { _id: `${tenantId}:${kind}` } },
    { upsert: true },
  );
}
