import type { WorkgroupAccess } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import type { WorkgroupRecord } from '../../store/models/workgroup.ts';
import type { WorkgroupGateRecord } from '../../store/models/workgroup-gate.ts';
import { type Context, newId } from '../context.ts';

/**
 * Letting a person into a workgroup must collide with the end of the workgroup and of the partnership that the person comes by:
 * both would otherwise commit, each blind to the other. One record that all write would make every two who let people in collide
 * as well. So a workgroup has many gates: who lets somebody in writes any one of them, who ends something writes them all.
 */
const gatesPerWorkgroup = 64;

/** The gates of a new workgroup. */
export function newGates(
  context: Context,
  { _id: workgroupId, tenantId, organizationId }: WorkgroupRecord,
): WorkgroupGateRecord[] {
  return Array.from({ length: gatesPerWorkgroup }, (_, number) => {
    return { _id: newId(context, 'gat'), tenantId, organizationId, workgroupId, number, revision: 0 };
  });
}

/** Collides with whatever closes the gates of a workgroup. Another try takes another gate. Only inside a command. */
export async function passGate(context: Context, workgroupId: string): Promise<void> {
  const [byte = 0] = context.randomBytes(1);
  const { tenantId } = context.actor;
  await context.store.workgroupGates.updateOne(
    { tenantId, workgroupId, number: byte % gatesPerWorkgroup },
    { $inc: { revision: 1 } },
  );
}

/** Collides with everybody who is letting people into this workgroup, or into any of the organization's. Only inside a command. */
export async function closeGates(
  context: Context,
  which: { workgroupId: string } | { organizationId: string },
): Promise<void> {
  const { tenantId } = context.actor;
  await context.store.workgroupGates.updateMany({ tenantId, ...which }, { $inc: { revision: 1 } });
}

/** Whether people can be let in: the workgroup is there, and open to the partner through whom they come. */
export async function isOpen(
  context: Context,
  organizationId: string,
  { workgroupId, partnerId }: Pick<WorkgroupAccess, 'workgroupId' | 'partnerId'>,
): Promise<boolean> {
  const { tenantId } = context.actor;
  const workgroup = await context.store.workgroups
    .findOne({ _id: workgroupId, tenantId, organizationId, archivedAt: null })
    .lean();
  if (!workgroup) return false;
  if (partnerId === null) return true;
  return workgroup.collaborative && isPartner(context, organizationId, partnerId);
}

/** Whether the people of `partnerId` may be let into collaborative workgroups of an organization. */
export async function isPartner(
  context: Context,
  organizationId: string,
  partnerId: string,
): Promise<boolean> {
  const { tenantId } = context.actor;
  const found = await context.store.collaborations.exists({
    tenantId,
    organizationId,
    partnerId,
    status: 'active',
  });
  return found !== null;
}

/** Whether they may, and the partnership has not ended and begun anew after `since`. */
export async function isPartnerSince(
  { store, actor: { tenantId } }: Context,
  { organizationId, partnerId, since }: { organizationId: string; partnerId: string; since: Date },
): Promise<boolean> {
  const unbroken = { tenantId, organizationId, partnerId, status: 'active', since: { $lte: since } } as const;
  return (await store.collaborations.exists(unbroken)) !== null;
}

/** Makes sure that people can be let in now; writes nothing. @throws DomainError `stale` */
export async function requireOpen(
  context: Context,
  organizationId: string,
  access: WorkgroupAccess,
): Promise<void> {
  if (await isOpen(context, organizationId, access)) return;
  const text = 'This workgroup is archived, or not open to this partner any more. Nothing changed.';
  throw new DomainError('stale', text);
}

/** The same until this transaction is over. Only inside a command. @throws DomainError `stale` */
export async function holdOpen(
  context: Context,
  organizationId: string,
  access: WorkgroupAccess,
): Promise<void> {
  await requireOpen(context, organizationId, access);
  await passGate(context, access.workgroupId);
}
