/** What somebody could do at a time, from their grants and the changes of their roles. */
import { type OrganizationRole, organizationRoles } from '../domain/permissions.ts';
import type { AuditRecord } from '../store/models/audit.ts';
import type { GrantRecord } from '../store/models/grant.ts';
import { clockToleranceMs, type History, historyOf } from './history.ts';
import type { View } from './view.ts';

/** The changes of the roles of these grants. */
export function roleChangesOf(view: View, grants: readonly GrantRecord[]): Promise<History> {
  return historyOf(view, grants, { action: 'grant.role-changed' });
}

/** The roles in the organization that a grant gave at about a time; none when it did not run then. */
export function rolesAt(grant: GrantRecord, at: Date, changes: readonly AuditRecord[]): OrganizationRole[] {
  if (grant.access.kind !== 'organization') return [];
  return rolesThen(grant, at, changes).flatMap(
    (role) => organizationRoles.find((each) => each === role) ?? [],
  );
}

/** The roles that a grant gave at about a time: more than one when it was changed just then, because clocks differ. */
export function rolesThen(
  { access, since, endsAt, endedAt }: GrantRecord,
  at: Date,
  changes: readonly AuditRecord[],
): string[] {
  const [from, until] = [at.getTime() - clockToleranceMs, at.getTime() + clockToleranceMs];
  const end = Math.min(timeOf(endsAt), timeOf(endedAt));
  const runs = since.getTime() <= until && end >= from;
  if (!runs || access.kind === 'app') return [];
  const later = changes.filter((row) => row.at.getTime() > from);
  const then = later.filter((row) => row.at.getTime() <= until);
  const before = (change: AuditRecord | undefined) =>
    typeof change?.detail.before === 'string' ? change.detail.before : access.role;
  return [before(later[0]), ...then.map((_, index) => before(later[index + 1]))];
}

function timeOf(end: Date | null | undefined): number {
  return end?.getTime() ?? Number.POSITIVE_INFINITY;
}
