import { type ImportStatus, importTransitions } from '../../domain/imports.ts';
import { sourcesOf } from '../../domain/states.ts';
import type { ImportRecord } from '../../store/models/import.ts';
import { command } from '../command.ts';
import { type Context, contextFor, type Runtime } from '../context.ts';
import { countRows } from './overview.ts';
import { sendProgress } from './tell.ts';
import { tellStopped } from './tell-stopped.ts';

/** Longer than a batch of any file takes to read: who reads it says so after each. */
const silenceMs = 60_000;

/** Ends an import that runs, by itself: all rows are done, or it cannot go on, of which the owners are told. */
export async function endImport(
  context: Context,
  found: ImportRecord,
  { status, because = null }: { status: 'done' | 'cancelled'; because?: string | null },
): Promise<void> {
  const action = status === 'done' ? 'import.finished' : 'import.cancelled';
  await command(context, 'import.end', async (effects) => {
    if (await writeEnd(context, found, { status, because })) {
      effects.record({ action, organizationId: found.organizationId, subjects: [found._id] });
      if (because !== null) await tellStopped(context, effects, found);
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

/** Says that a file is still being read. @throws Error when nobody waits for it any more */
export async function stillReading(context: Context, importId: string): Promise<void> {
  const { tenantId } = context.actor;
  const { matchedCount } = await context.store.imports.updateOne(
    { _id: importId, tenantId, status: 'reading' },
    { $set: { leaseUntil: context.now() } },
  );
  if (matchedCount === 0) throw new Error('the reading of a file was given up');
}

/** Files whose reading was interrupted by the end of a process. Who reads them is told, and no row of them stays. */
export async function failAbandoned(runtime: Runtime, tenantId: string): Promise<void> {
  const before = new Date(runtime.now().getTime() - silenceMs);
  const abandoned = await runtime.store.imports
    .find({ tenantId, status: 'reading', leaseUntil: { $lt: before } })
    .lean();
  for (const found of abandoned) await failReading(runtime, found, before);
}

async function failReading(runtime: Runtime, found: ImportRecord, before: Date): Promise<void> {
  const { _id, tenantId, identity } = found;
  const actor = { kind: 'person', tenantId, identity, account: null } as const;
  const context = contextFor(runtime, actor, `import:${_id}:abandoned`);
  const isOver = await command(context, 'import.abandon', async (effects) => {
    const { modifiedCount } = await context.store.imports.updateOne(
      { _id, tenantId, status: 'reading', leaseUntil: { $lt: before } },
      {
        $set: {
          status: 'failed' satisfies ImportStatus,
          endedAt: context.now(),
          problem: { line: null, text: 'Reading was interrupted. Import the file again.' },
        },
      },
    );
    if (modifiedCount === 0) return false;
    await sendProgress(context, effects, _id);
    return true;
  });
  if (isOver) await runtime.store.importRows.deleteMany({ tenantId, importId: _id });
}
