import type { Access } from '../../domain/access.ts';
import { formError } from '../../domain/errors.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import { inTime } from '../authority.ts';
import type { Context } from '../context.ts';

/** Whether an access makes its holder an owner. */
export function isOwnership(access: Access): boolean {
  return access.kind === 'organization' && access.role === 'owner';
}

/**
 * Makes sure that an organization keeps an owner without this grant (A13).
 * @throws DomainError `form` on `roleId`
 */
export async function keepAnOwner(context: Context, { _id, organizationId }: GrantRecord): Promise<void> {
  if (await hasOwner(context, organizationId, { _id: { $ne: _id } })) return;
  throw formError({ roleId: 'One owner must remain. Make somebody else an owner first.' });
}

/**
 * Whether an organization has an owner now, for whoever takes one away. Two transactions that only count would both see the other
 * owner; so each also writes the organization itself, and the second one counts again after the first.
 */
export async function hasOwner(
  { store, actor, now }: Context,
  organizationId: string,
  among: { _id?: { $ne: string } } = {},
): Promise<boolean> {
  const { tenantId } = actor;
  await store.organizations.updateOne({ _id: organizationId, tenantId }, { $inc: { ownersVersion: 1 } });
  const owner = await store.grants.exists({
    tenantId,
    organizationId,
    status: 'active',
    'access.kind': 'organization',
    'access.role': 'owner',
    ...among,
    ...inTime(now()),
  });
  return owner !== null;
}
