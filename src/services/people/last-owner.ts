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
 * Makes sure that an organization keeps an owner without this grant. Two transactions that only count would both see the other
 * owner; so each also writes the organization itself, and the second one counts again after the first (A13).
 * @throws DomainError `form` on `roleId`
 */
export async function keepAnOwner(context: Context, grant: GrantRecord): Promise<void> {
  const { _id, tenantId, organizationId } = grant;
  await context.store.organizations.updateOne(
    { _id: organizationId, tenantId },
    { $inc: { ownersVersion: 1 } },
  );
  const another = await context.store.grants.exists({
    tenantId,
    organizationId,
    status: 'active',
    'access.kind': 'organization',
    'access.role': 'owner',
    _id: { $ne: _id },
    ...inTime(context.now()),
  });
  if (!another) throw formError({ roleId: 'One owner must remain. Make somebody else an owner first.' });
}
