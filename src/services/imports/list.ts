import { type ImportSummary, importsListed } from '../../domain/imports.ts';
import { fullName } from '../../domain/people.ts';
import { authorize } from '../authority.ts';
import type { Context } from '../context.ts';
import { countRows } from './overview.ts';
import { keptForMs } from './read.ts';

/** The imports of an organization whose lines are still there, those that run too; the newest first. @throws deny */
export async function listImports(context: Context, organizationId: string): Promise<ImportSummary[]> {
  await authorize(context, 'people:manage', organizationId);
  const { tenantId } = context.actor;
  const since = new Date(context.now().getTime() - keptForMs);
  const found = await context.store.imports
    .find({ tenantId, organizationId, createdAt: { $gt: since } })
    .sort({ _id: -1 })
    .limit(importsListed)
    .lean();
  const starters = [...new Set(found.map(({ startedBy }) => startedBy))];
  const accounts = await context.store.accounts.find({ tenantId, _id: { $in: starters } }).lean();
  const nameOf = new Map(accounts.map((account) => [account._id, fullName(account)]));
  const rows: ImportSummary[] = [];
  for (const each of found) {
    const { _id: id, fileName, status, total, startedBy, startedAt, createdAt } = each;
    const done = status === 'running' ? (await countRows(context, each)).done : each.done;
    const by = nameOf.get(startedBy) ?? null;
    rows.push({ id, fileName, status, total, done, by, at: startedAt ?? createdAt });
  }
  return rows;
}
