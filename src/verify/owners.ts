import type { AccountRecord } from '../store/models/account.ts';
import type { OrganizationRecord } from '../store/models/organization.ts';
import { clockToleranceMs } from './history.ts';
import type { View } from './view.ts';
import { type Violation, violationsOf } from './violation.ts';

/** I11: every organization has an owner, or says that it has none. An owner whose time is over is there until the sweep comes. */
export async function organizationsAreHeld(
  view: View,
  organizations: OrganizationRecord[],
): Promise<Violation[]> {
  const ownerships = await view.find(view.store.grants, {
    ...tenantsOf(organizations),
    organizationId: { $in: organizations.map(({ _id }) => _id) },
    status: 'active',
    'access.kind': 'organization',
    'access.role': 'owner',
  });
  const held = new Set(ownerships.map(({ organizationId }) => organizationId));
  return organizations.flatMap(({ _id, adminVacantSince }) => {
    if (held.has(_id) === (adminVacantSince === undefined)) return [];
    const problem = held.has(_id)
      ? 'has an owner, and says that it has none'
      : 'has no owner, and does not say so';
    return [violationsOf(_id)('I11', problem)];
  });
}

/** I12: somebody who is deactivated has no access that runs, and has done nothing since. */
export async function deactivatedRest(view: View, accounts: AccountRecord[]): Promise<Violation[]> {
  const away = accounts.filter(({ deactivatedAt }) => deactivatedAt !== undefined);
  if (away.length === 0) return [];
  const ids = away.map(({ _id }) => _id);
  const grants = await view.find(view.store.grants, {
    ...tenantsOf(away),
    accountId: { $in: ids },
    status: 'active',
  });
  const events = await view.find(view.store.audit, { ...tenantsOf(away), actor: { $in: ids } });
  const since = new Map(away.map(({ _id, deactivatedAt }) => [_id, deactivatedAt?.getTime() ?? 0]));
  const isLate = ({ actor, at }: { actor: string; at: Date }) =>
    at.getTime() > (since.get(actor) ?? 0) + clockToleranceMs;
  return [
    ...grants.map(({ _id, accountId }) => violationsOf(_id)('I12', `runs, and ${accountId} is deactivated`)),
    ...events.filter(isLate).map(({ actor, action }) => {
      return violationsOf(actor)('I12', `did ${action} after it was deactivated`);
    }),
  ];
}

function tenantsOf(records: readonly { tenantId: string }[]) {
  return { tenantId: { $in: [...new Set(records.map(({ tenantId }) => tenantId))] } };
}
