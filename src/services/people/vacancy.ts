import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { hasOwner } from './last-owner.ts';

/** Notes an organization that has lost its last owner: a workspace admin can take it over. Only inside a command. */
export async function noteVacancy(
  context: Context,
  { record }: Effects,
  organizationId: string,
): Promise<void> {
  if (await hasOwner(context, organizationId)) return;
  const { store, actor, now } = context;
  await store.organizations.updateOne(
    { _id: organizationId, tenantId: actor.tenantId },
    { $set: { adminVacantSince: now() } },
  );
  record({ action: 'organization.vacant', organizationId, subjects: [organizationId] });
}

/** It has an owner again. */
export async function endVacancy({ store, actor }: Context, organizationId: string): Promise<boolean> {
  const { modifiedCount } = await store.organizations.updateOne(
    { _id: organizationId, tenantId: actor.tenantId, adminVacantSince: { $exists: true } },
    { $unset: { adminVacantSince: 1 }, $inc: { ownersVersion: 1 } },
  );
  return modifiedCount > 0;
}
