import { DomainError, stale } from '../../domain/errors.ts';
import { type ImportOverview, importTransitions } from '../../domain/imports.ts';
import { day } from '../../domain/invitations.ts';
import { sourcesOf } from '../../domain/states.ts';
import { command } from '../command.ts';
import { type Context, requireAccount, requirePerson } from '../context.ts';
import { importOverview } from './overview.ts';
import { importToStart } from './rights.ts';

/** How long after its dry run a file can be started: the rows behind it do not stay for ever. */
const startableMs = 7 * day;

/**
 * Starts what the dry run showed. From now on the import runs by itself, as the person who starts it.
 * @throws DomainError `deny`, or `stale` when it was started or cancelled before, or read too long ago
 */
export async function startImport(context: Context, importId: string): Promise<ImportOverview> {
  const { identity } = requirePerson(context);
  await command(context, 'import.start', async (effects) => {
    const { found, organization } = await importToStart(context, importId);
    const { _id, tenantId, total } = found;
    const now = context.now();
    if (now.getTime() - found.createdAt.getTime() > startableMs) {
      throw new DomainError('stale', 'This file was read more than a week ago. Import it again.');
    }
    const { modifiedCount } = await context.store.imports.updateOne(
      { _id, tenantId, status: { $in: sourcesOf(importTransitions, 'running') } },
      {
        $set: {
          status: 'running',
          startedAt: now,
          leaseUntil: now,
          startedBy: requireAccount(context).id,
          identity: { teamId: identity.teamId, userId: identity.userId },
        },
      },
    );
    if (modifiedCount === 0) throw stale();
    effects.record({
      action: 'import.started',
      organizationId: organization._id,
      subjects: [_id],
      detail: { rows: total },
    });
    return null;
  });
  context.wakeImports?.();
  return importOverview(context, importId);
}
