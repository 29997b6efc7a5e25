import { type ImportStatus, importTransitions } from '../../domain/imports.ts';
import { sourcesOf } from '../../domain/states.ts';
import type { ImportRecord } from '../../store/models/import.ts';
import { command } from '../command.ts';
import type { Context, Runtime } from '../context.ts';
import { countRows } from './overview.ts';

/** Longer than reading any file takes. */
const readingMs = 60 * 60 * 1000;

/** Ends an import that runs, by itself: all rows are done, or it cannot go on. */
export async function endImport(
  context: Context,
  found: ImportRecord,
  { status, because = null }: { status: 'done' | 'cancelled'; because?: string | null },
): Promise<void> {
  const action = status === 'done' ? 'import.finished' : 'import.cancelled';
  await command(context, 'import.end', async (effects) => {
    if (await writeEnd(context, found, { status, because })) {
      effects.record({ action, organizationId: found.organizationId, subjects: [found._id] });
    }
    return null;
  });
}

/** @returns false when it has ended already */
export async function writeEnd(
  context: Context,
  found: ImportRecord,
  { status, because }: { status: 'done' | 'cancelled'; because: string | null },
): Promise<boolean> {
  const { _id, tenantId } = found;
  const { done, counts } = await countRows(context, { ...found, status });
  const { modifiedCount } = await context.store.imports.updateOne(
    { _id, tenantId, status: { $in: sourcesOf(importTransitions, status) } },
    {
      $set: {
        status,
        done,
        counts,
        endedAt: context.now(),
        stoppedBecause: because,
        leaseHolder: null,
      },
    },
  );
  return modifiedCount > 0;
}

/** Counts once more what an import has done that somebody cancelled: the row under way at that moment was still done. */
export async function recount(runtime: Runtime, found: ImportRecord): Promise<void> {
  const { _id, tenantId } = found;
  const { done, counts } = await countRows(runtime, { ...found, status: 'cancelled' });
  await runtime.store.imports.updateOne({ _id, tenantId, status: 'cancelled' }, { $set: { done, counts } });
}

/** Files whose reading was interrupted by the end of a process. Their rows go by themselves. */
export async function failAbandoned({ store, now }: Runtime, tenantId: string): Promise<void> {
  const status: ImportStatus = 'failed';
  await store.imports.updateMany(
    { tenantId, status: 'reading', createdAt: { $lt: new Date(now().getTime() - readingMs) } },
    {
      $set: {
        status,
        endedAt: now(),
        problem: { line: null, text: 'Reading was interrupted. Import the file again.' },
      },
    },
  );
}
