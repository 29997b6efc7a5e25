import { stale } from '../../domain/errors.ts';
import { chainBegin, type Seal, sealAfter } from '../../domain/seal.ts';
import type { AuditRecord } from '../../store/models/audit.ts';
import type { AuditHeadRecord } from '../../store/models/audit-head.ts';
import { inTransaction } from '../../store/transaction.ts';
import { type Context, newId } from '../context.ts';

const batchSize = 200;

/**
 * Adds the audit rows of the actor's tenant that are not sealed yet to its chain, in the order in which they are found: what is
 * written late comes later. Each batch is one transaction, so any number of processes may seal at once.
 * @returns how many it has sealed
 */
export async function sealAudit(context: Context): Promise<number> {
  let sealed = 0;
  for (;;) {
    const batch = await inTransaction(context.store, () => sealBatch(context));
    sealed += batch;
    if (batch < batchSize) return sealed;
  }
}

async function sealBatch(context: Context): Promise<number> {
  const { store, actor } = context;
  const { tenantId } = actor;
  const isUnsealed = { 'seal.n': { $exists: false } };
  const rows = await store.audit
    .find({ tenantId, ...isUnsealed }, {}, { batchSize })
    .sort({ _id: 1 })
    .limit(batchSize)
    .lean();
  if (rows.length === 0) return 0;
  const head = await store.auditHeads.findOne({ tenantId }).lean();
  const seals = sealsOf(head ?? chainBegin, rows);
  await store.audit.bulkWrite(
    rows.map(({ _id }, index) => ({
      updateOne: { filter: { _id, tenantId, ...isUnsealed }, update: { $set: { seal: seals[index] } } },
    })),
  );
  await moveHead(context, head, { ...(seals.at(-1) ?? chainBegin), through: latest(head, rows) });
  return rows.length;
}

function sealsOf(last: Seal, rows: readonly AuditRecord[]): Seal[] {
  const seals: Seal[] = [];
  for (const row of rows) seals.push(sealAfter(seals.at(-1) ?? last, row));
  return seals;
}

function latest(head: AuditHeadRecord | null, rows: readonly AuditRecord[]): Date {
  return rows.reduce((time, { at }) => (at > time ? at : time), head?.through ?? new Date(0));
}

/** Conditional on the head as it was read: two that seal at once collide here, and one of them does it anew. */
async function moveHead(
  context: Context,
  head: AuditHeadRecord | null,
  next: Pick<AuditHeadRecord, 'n' | 'hash' | 'through'>,
): Promise<void> {
  const { store, actor } = context;
  const { tenantId } = actor;
  if (!head) {
    await store.auditHeads.insertMany([{ _id: newId(context, 'sea'), tenantId, ...next }], { lean: true });
    return;
  }
  const { _id, n, hash } = head;
  const { modifiedCount } = await store.auditHeads.updateOne({ _id, tenantId, n, hash }, { $set: next });
  if (modifiedCount === 0) throw stale();
}
