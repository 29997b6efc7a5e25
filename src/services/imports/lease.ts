import type { ImportRecord } from '../../store/models/import.ts';
import type { Runtime } from '../context.ts';

/** One process runs an import, for as long as it says so. */
export interface Lease {
  found: ImportRecord;
  holder: string;
  ms: number;
  /** Rows since it was renewed, and when that was. */
  rows: number;
  renewedAt: Date;
}

/** After so many rows the import is looked at again: a cancelled one ends soon. */
const rowsBetween = 20;

/** Takes the import that has waited longest, of those that nobody runs. */
export async function claimImport(runtime: Runtime, tenantId: string, ms: number): Promise<Lease | null> {
  const now = runtime.now();
  const holder = Buffer.from(runtime.randomBytes(8)).toString('hex');
  const found = await runtime.store.imports
    .findOneAndUpdate(
      { tenantId, status: 'running', leaseUntil: { $lte: now } },
      { $set: { leaseHolder: holder, leaseUntil: new Date(now.getTime() + ms) } },
      { sort: { leaseUntil: 1 }, returnDocument: 'after' },
    )
    .lean();
  return found && { found, holder, ms, rows: 0, renewedAt: now };
}

/** Renews a lease in good time. @returns false when the import was cancelled, or another process runs it meanwhile */
export async function keepLease(runtime: Runtime, lease: Lease): Promise<boolean> {
  const now = runtime.now();
  lease.rows += 1;
  const isFresh = now.getTime() - lease.renewedAt.getTime() < lease.ms / 5;
  if (isFresh && lease.rows < rowsBetween) return true;
  const renewed = await write(runtime, lease, new Date(now.getTime() + lease.ms));
  lease.rows = 0;
  lease.renewedAt = now;
  return renewed;
}

/** Lets any process go on with the import, from `at`. */
export async function releaseLease(runtime: Runtime, lease: Lease, at: Date): Promise<void> {
  await write(runtime, lease, at, null);
}

async function write(
  { store }: Runtime,
  { found: { _id, tenantId }, holder }: Lease,
  leaseUntil: Date,
  leaseHolder: string | null = holder,
): Promise<boolean> {
  const { matchedCount } = await store.imports.updateOne(
    { _id, tenantId, status: 'running', leaseHolder: holder },
    { $set: { leaseUntil, leaseHolder } },
  );
  return matchedCount > 0;
}

/** When an import can be claimed next. */
export async function nextTurn({ store }: Runtime, tenantId: string): Promise<Date | null> {
  const next = await store.imports
    .findOne({ tenantId, status: 'running' }, { leaseUntil: 1 })
    .sort({ leaseUntil: 1 })
    .lean();
  return next?.leaseUntil ?? null;
}
