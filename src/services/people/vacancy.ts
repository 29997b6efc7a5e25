import { inTime } from '../authority.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';

/**
 * Notes an organization that has lost its last owner: a workspace admin can take it over. Each loss writes the organization, so
 * that two at once run into each other (A13). Only inside a command.
 */
export async function noteVacancy(
  context: Context,
  { record }: Effects,
  organizationId: string,
): Promise<void> {
  const { store, actor } = context;
  const { tenantId } = actor;
  const place = { _id: organizationId, tenantId };
  await store.organizations.updateOne(place, { $inc: { ownersVersion: 1 } });
  const owner = await store.grants.exists({
    tenantId,
    organizationId,
    status: 'active',
    'access.kind': 'organization',
    'access.role': 'owner',
    ...inTime(context.now()),
  });
  if (owner) return;
  await store.organizations.updateOne(place, { $set: { adminVacantSince: context.now() } });
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
