import { nameKey } from '../../domain/catalog.ts';
import { stale } from '../../domain/errors.ts';
import { workgroupInput } from '../../domain/workgroups.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse.ts';
import { liveWorkgroup } from './authority.ts';
import { requireFreeName } from './create.ts';

const changeable = workgroupInput.pick({ name: true, description: true });

/** Changes the name and the description of a workgroup. @throws DomainError `form` on the fields */
export async function editWorkgroup(
  context: Context,
  workgroupId: string,
  input: unknown,
): Promise<{ name: string }> {
  const { name, description } = parseInput(changeable, input);
  return command(context, 'workgroup.edit', async (effects) => {
    const { workgroup } = await liveWorkgroup(context, 'workgroup:edit', workgroupId);
    const { tenantId, organizationId } = workgroup;
    await requireFreeName(context, organizationId, name, workgroupId);
    const detail = {
      ...(name === workgroup.name ? {} : { name }),
      ...(description === workgroup.description ? {} : { description }),
    };
    if (Object.keys(detail).length === 0) return { name };
    const { modifiedCount } = await context.store.workgroups.updateOne(
      { _id: workgroupId, tenantId, archivedAt: null },
      { $set: { name, description, nameKey: nameKey(name) } },
    );
    if (modifiedCount === 0) throw stale();
    effects.record({ action: 'workgroup.edited', organizationId, subjects: [workgroupId], detail });
    return { name };
  });
}
