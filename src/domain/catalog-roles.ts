/** What becomes of an app's roles when they are written down anew. */
import { type AppRole, nameKey } from './catalog.ts';

/** A role as somebody writes it down. */
export interface WantedRole {
  name: string;
  privileged: boolean;
  archived: boolean;
}

/**
 * The roles of an app as they are wanted. A role is known by its name and keeps its id, also when it was archived and comes
 * back. None is ever removed, because people may have it.
 * @param others what happens to the roles that are not mentioned
 */
export function mergeRoles(
  existing: readonly AppRole[],
  wanted: readonly WantedRole[],
  others: 'archive' | 'keep',
  newRoleId: () => string,
): AppRole[] {
  const byKey = new Map(wanted.map((role) => [nameKey(role.name), role]));
  const kept = existing.map((role) => {
    const change = byKey.get(nameKey(role.name));
    byKey.delete(nameKey(role.name));
    if (change) return { ...role, ...change };
    return others === 'archive' ? { ...role, archived: true } : role;
  });
  const added = [...byKey.values()].filter(({ archived }) => !archived);
  return [...kept, ...added.map((role) => ({ id: newRoleId(), ...role }))];
}

/** The roles that are offered. */
export function offeredRoles<Role extends { archived: boolean }>(roles: readonly Role[]): Role[] {
  return roles.filter(({ archived }) => !archived);
}

/** `Viewer, Operator (privileged)`: the roles that are offered. */
export function rolesInWords(roles: readonly WantedRole[]): string {
  return offeredRoles(roles)
    .map(({ name, privileged }) => (privileged ? `${name} (privileged)` : name))
    .join(', ');
}

/** Whether two lists of one app's roles are the same in every respect. */
export function sameRoles(a: readonly AppRole[], b: readonly AppRole[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ id, name, privileged, archived }, index) => {
      const other = b[index];
      return (
        other?.id === id &&
        other.name === name &&
        other.privileged === privileged &&
        other.archived === archived
      );
    })
  );
}
