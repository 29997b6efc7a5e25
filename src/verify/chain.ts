/** I7: the audit of a workspace is one chain. What was changed, removed or put in another place since it was sealed shows here. */
import type { Model } from 'mongoose';
import { chainBegin, hashAfter, type Seal } from '../domain/seal.ts';
import type { Store } from '../store/index.ts';
import type { AuditRecord } from '../store/models/audit.ts';
import type { AuditHeadRecord } from '../store/models/audit-head.ts';
import { batchSize, inBatches, inView, type View } from './view.ts';
import { type Violation, violationsOf } from './violation.ts';

/** Rows are sealed within minutes; one that is older than what is sealed by more than this was left out. Milliseconds. */
const leftOutMs = 60 * 60 * 1000;

type SealedRow = AuditRecord & { seal: Seal };

/** Follows every chain from where retention has cut it, or from its first row, to its head. */
export async function* brokenChains(store: Store, filter: object): AsyncGenerator<Violation> {
  const heads = inBatches(store, { model: store.auditHeads, filter }, (_, batch) => Promise.resolve(batch));
  for await (const { tenantId } of heads) {
    let last: Seal | null = chainBegin;
    while (last !== null) {
      const before: Seal = last;
      const seen = await inView(store, (view) => linksAfter(view, tenantId, before));
      yield* seen.violations;
      last = seen.last;
    }
  }
}

/** The next rows of a chain; at its end also whether its head knows the last one. */
async function linksAfter(
  view: View,
  tenantId: string,
  before: Seal,
): Promise<{ violations: Violation[]; last: Seal | null }> {
  const { audit, auditHeads } = view.store;
  const [head] = await view.find<AuditHeadRecord>(auditHeads, { tenantId });
  if (!head) return { violations: [], last: null };
  const start = head.purged && head.purged.n > before.n ? head.purged : before;
  const rows = await view.aggregate<SealedRow>(audit as unknown as Model<never>, [
    { $match: { tenantId, 'seal.n': { $gt: start.n, $lte: head.n } } },
    { $sort: { 'seal.n': 1, _id: 1 } },
    { $limit: batchSize },
  ]);
  const { violations, last } = follow(start, rows);
  if (rows.length === batchSize) return { violations, last };
  return { violations: [...violations, ...endOf(head, last)], last: null };
}

function follow(start: Seal, rows: readonly SealedRow[]): { violations: Violation[]; last: Seal } {
  const violations: Violation[] = [];
  let last = start;
  for (const row of rows) {
    const problem = whyNotNext(last, row);
    if (problem) violations.push(violationsOf(row._id)('I7', problem));
    if (row.seal.n > last.n) last = row.seal;
  }
  return { violations, last };
}

function whyNotNext(last: Seal, row: SealedRow): string | undefined {
  const { n, hash } = row.seal;
  if (n <= last.n) return `is sealed as ${n}, and so is another row`;
  if (n > last.n + 1) return `is sealed as ${n}, and ${missing(last.n + 1, n - 1)} before it`;
  return hash === hashAfter(last.hash, row)
    ? undefined
    : 'does not match its seal: it was changed, or stands in the place of another row';
}

function endOf(head: AuditHeadRecord, last: Seal): Violation[] {
  const violation = violationsOf(head._id);
  if (last.n < head.n) return [violation('I7', `ends at ${head.n}, and ${missing(last.n + 1, head.n)}`)];
  return last.hash === head.hash ? [] : [violation('I7', `ends at ${head.n} with another hash than the row`)];
}

function missing(from: number, to: number): string {
  return from === to ? `the row ${from} is missing` : `the rows ${from} to ${to} are missing`;
}

/** Rows outside of the chain that ought to be in it, or say that they are. */
export async function outsideTheChain(view: View, rows: readonly AuditRecord[]): Promise<Violation[]> {
  const tenantIds = [...new Set(rows.map(({ tenantId }) => tenantId))];
  const heads = await view.find<AuditHeadRecord>(view.store.auditHeads, { tenantId: { $in: tenantIds } });
  const headOf = new Map(heads.map((head) => [head.tenantId, head]));
  return rows.flatMap((row) => {
    const problem = whyOutside(row, headOf.get(row.tenantId));
    return problem ? [violationsOf(row._id)('I7', problem)] : [];
  });
}

function whyOutside({ at, seal }: AuditRecord, head: AuditHeadRecord | undefined): string | undefined {
  if (!head) return seal && `is sealed as ${seal.n}, and there is no chain`;
  if (!seal)
    return at.getTime() < head.through.getTime() - leftOutMs
      ? 'is not sealed, and what is an hour younger is'
      : undefined;
  if (seal.n > head.n) return `is sealed as ${seal.n}, after the end of the chain at ${head.n}`;
  const { n: purged } = head.purged ?? chainBegin;
  return seal.n <= purged ? `is sealed as ${seal.n}, and the chain begins after ${purged}` : undefined;
}
