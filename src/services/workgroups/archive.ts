import { stale } from '../../domain/errors.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { authorizeInWorkgroup } from './authority.ts';
import { endAll } from './end-all.ts';
import { closeGates } from './gates.ts';

/**
 * Archives a workgroup: every access to it and every invitation into it ends in the same transaction, and its name is free.
 * @returns how many people and invitations that were
 */
export async function archiveWorkgroup(
  context: Context,
  workgroupId: string,
): Promise<{ name: string; people: number; invitations: number }> {
  return command(context, 'workgroup.archive', async (effects) => {
    const { workgroup } = await authorizeInWorkgroup(context, 'workgroup:edit', workgroupId);
    const { tenantId, organizationId, name, archivedAt } = workgroup;
    if (archivedAt) throw stale(undefined, archivedAt);
    const { modifiedCount } = await context.store.workgroups.updateOne(
      { _id: workgroupId, tenantId, archivedAt: null },
      { $set: { archivedAt: context.now() }, $unset: { nameKey: 1 } },
    );
    if (modifiedCount === 0) throw stale();
    await closeGates(context, { workgroupId });
    const { people, invitations } = await endAll(context, effects, { 'access.workgroupId': workgroupId });
    const detail = { name, people, invitations };
    effects.record({ action: 'workgroup.archived', organizationId, subjects: [workgroupId], detail });
    return { name, people, invitations };
  });
}
