import { stale } from '../../domain/errors.ts';
import type { ImportOverview } from '../../domain/imports.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { writeEnd } from './end.ts';
import { importOverview } from './overview.ts';
import { importToSee } from './rights.ts';

/**
 * Ends an import before its end. What was done stays; one that was not started leaves nothing.
 * @throws DomainError `deny`, or `stale` when it has ended already
 */
export async function cancelImport(context: Context, importId: string): Promise<ImportOverview> {
  const { wasStarted } = await command(context, 'import.cancel', async (effects) => {
    const { found, organization } = await importToSee(context, importId);
    if (!(await writeEnd(context, found, { status: 'cancelled', because: null }))) throw stale();
    if (found.startedAt) {
      const { _id } = found;
      effects.record({ action: 'import.cancelled', organizationId: organization._id, subjects: [_id] });
    }
    return { wasStarted: found.startedAt !== null };
  });
  if (!wasStarted) {
    const { tenantId } = context.actor;
    await context.store.importRows.deleteMany({ tenantId, importId });
  }
  return importOverview(context, importId);
}
