import { chainBegin } from '../../domain/seal.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Context } from '../context.ts';
import { noteCutoff } from './note-cutoff.ts';

const batchSize = 200;

/**
 * Removes the old beginning of the chain: from its first row to the last one before the first that is younger. The head keeps
 * the seal of the last row that went, so the rest can be checked as before. What is not sealed yet stays.
 * @returns how many rows there were
 */
export async function purgeAudit(
  context: Context,
  { before, isDryRun }: { before: Date; isDryRun: boolean },
): Promise<number> {
  if (isDryRun) return countOld(context, before);
  let rows = 0;
  for (;;) {
    const removed = await inTransaction(context.store, () => removeBatch(context, before));
    if (removed === 0) return rows;
    rows += removed;
  }
}

async function countOld(context: Context, before: Date): Promise<number> {
  const { store, actor } = context;
  const head = await store.auditHeads.findOne({ tenantId: actor.tenantId }).lean();
  let rows = 0;
  let last = head?.purged ?? chainBegin;
  for (;;) {
    const old = await oldRows(context, last.n, before);
    const end = old.at(-1)?.seal;
    if (!end) return rows;
    rows += old.length;
    last = end;
  }
}

async function removeBatch(context: Context, before: Date): Promise<number> {
  const { store, actor } = context;
  const { tenantId } = actor;
  const head = await store.auditHeads.findOne({ tenantId }).lean();
  const { n } = head?.purged ?? chainBegin;
  const old = await oldRows(context, n, before);
  const end = old.at(-1)?.seal;
  if (!end) return 0;
  await noteCutoff(context, 'audit', before);
  await store.auditHeads.updateOne({ tenantId }, { $set: { purged: end } });
  await store.audit.deleteMany({ _id: { $in: old.map(({ _id }) => _id) }, tenantId });
  return old.length;
}

/** The next rows of the chain after the place `n`, up to the first that is young enough to stay. */
async function oldRows({ store, actor }: Context, n: number, before: Date) {
  const rows = await store.audit
    .find({ tenantId: actor.tenantId, 'seal.n': { $gt: n } }, { at: 1, seal: 1 }, { batchSize })
    .sort({ 'seal.n': 1 })
    .limit(batchSize)
    .lean();
  const young = rows.findIndex(({ at }) => at >= before);
  return young === -1 ? rows : rows.slice(0, young);
}
