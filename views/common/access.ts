/** An access in words: its name alone, and within a sentence. */
import type { AccessFacts } from '../../src/domain/access.ts';
import { roleNames } from './words.ts';

/** `Admin`, or `Editor on Atlas (Team)`. */
export function accessName(access: AccessFacts): string {
  if (access.kind === 'organization') return roleNames[access.role];
  return `${access.roleName} on ${access.appName} (${access.subscriptionName})`;
}

/** What follows a verb such as "invites you to": `Aster Labs as an admin`, or `Atlas (Team) of Aster Labs as Editor`. */
export function accessTo(organizationName: string, access: AccessFacts): string {
  return `${placeName(organizationName, access)} as ${roleWithin(access)}`;
}

/** Where the access is: `Aster Labs`, or `Atlas (Team) of Aster Labs`. */
export function placeName(organizationName: string, access: AccessFacts): string {
  if (access.kind === 'organization') return organizationName;
  return `${access.appName} (${access.subscriptionName}) of ${organizationName}`;
}

/** `an admin`, `a member`, or the app role's own name. */
export function roleWithin(access: AccessFacts): string {
  if (access.kind === 'app') return access.roleName;
  return access.role === 'member' ? 'a member' : `an ${access.role}`;
}
