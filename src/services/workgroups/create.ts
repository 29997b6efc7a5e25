import { nameKey } from '../../domain/catalog.ts';
import { deny, formError } from '../../domain/errors.ts';
import { allowsInWorkgroup, workgroupInput } from '../../domain/workgroups.ts';
import type { WorkgroupRecord } from '../../store/models/workgroup.ts';
import { authorize } from '../authority.ts';
import { command } from '../command.ts';
import { type Context, newId, requireAccount } from '../context.ts';
import { parseInput } from '../parse.ts';
import { newGates } from './gates.ts';

export interface CreatedWorkgroup {
  workgroupId: string;
  name: string;
  organizationName: string;
  collaborative: boolean;
}

/**
 * Creates a workgroup. Whether partners' people can be let in is fixed from now on.
 * @throws DomainError `form` on the fields, also on a name that another workgroup has
 */
export async function createWorkgroup(context: Context, input: unknown): Promise<CreatedWorkgroup> {
  const { organizationId, name, description, collaborative } = parseInput(workgroupInput, input);
  return command(context, 'workgroup.create', async (effects) => {
    const { organization, role } = await authorize(context, 'organization:view', organizationId);
    if (!allowsInWorkgroup({ organization: role, workgroup: undefined }, 'workgroup:edit')) throw deny();
    await requireFreeName(context, organizationId, name, null);
    const { tenantId } = context.actor;
    const workgroup: WorkgroupRecord = {
      _id: newId(context, 'wgr'),
      tenantId,
      organizationId,
      name,
      description,
      collaborative,
      createdAt: context.now(),
      createdBy: requireAccount(context).id,
      archivedAt: null,
      nameKey: nameKey(name),
    };
    await context.store.workgroups.insertMany([workgroup], { lean: true });
    await context.store.workgroupGates.insertMany(newGates(context, workgroup), { lean: true });
    // Whoever ends a partnership at this moment closes gates that did not exist yet: it has to begin anew.
    await context.store.collaborations.updateMany(
      { tenantId, organizationId, status: 'active' },
      { $inc: { revision: 1 } },
    );
    const { _id: workgroupId } = workgroup;
    const detail = { name, collaborative };
    effects.record({ action: 'workgroup.created', organizationId, subjects: [workgroupId], detail });
    return { workgroupId, name, organizationName: organization.name, collaborative };
  });
}

/** @throws DomainError `form` on `name` */
export async function requireFreeName(
  context: Context,
  organizationId: string,
  name: string,
  ownId: string | null,
): Promise<void> {
  const { tenantId } = context.actor;
  const taken = await context.store.workgroups
    .findOne({ tenantId, organizationId, nameKey: nameKey(name) }, { _id: 1 })
    .lean();
  if (taken && taken._id !== ownId) {
    throw formError({ name: `There is a workgroup ${name} already. Choose another name.` });
  }
}
