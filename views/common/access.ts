/** An access in words: its name alone, and within a sentence. */
import type { AccessFacts } from '../../src/domain/access.ts';
import { workgroupRoleNames } from '../../src/domain/workgroups.ts';
import { listed, roleNames } from './words.ts';

/** `Admin`, `Editor on Atlas (Team)`, or `Workgroup admin of Pilots (through Birch)`. */
export function accessName(access: AccessFacts): string {
  if (access.kind === 'organization') return roleNames[access.role];
  if (access.kind === 'app') return `${access.roleName} on ${access.appName} (${access.subscriptionName})`;
  const through = access.partnerName === null ? '' : ` (through ${access.partnerName})`;
  return `${workgroupRoleNames[access.role]} of ${access.workgroupName}${through}`;
}

/**
 * What follows a verb such as "invites you to": `Aster Labs as an admin`, `Atlas (Team) of Aster Labs as Editor`, or `the workgroup
 * Pilots of Aster Labs as a member through Birch`.
 */
export function accessTo(organizationName: string, access: AccessFacts): string {
  return `${placeName(organizationName, access)} ${asRole(access)}`;
}

/** The end of that: `as a member through Birch`. */
export function asRole(access: AccessFacts): string {
  const partnerName = access.kind === 'workgroup' ? access.partnerName : null;
  return `as ${roleWithin(access)}${partnerName === null ? '' : ` through ${partnerName}`}`;
}

/** Where the access is: `Aster Labs`, `Atlas (Team) of Aster Labs`, or `the workgroup Pilots of Aster Labs`. */
export function placeName(organizationName: string, access: AccessFacts): string {
  if (access.kind === 'organization') return organizationName;
  if (access.kind === 'workgroup') return `the workgroup ${access.workgroupName} of ${organizationName}`;
  return `${access.appName} (${access.subscriptionName}) of ${organizationName}`;
}

/** `an admin`, `a member`, or the app role's own name. */
export function roleWithin(access: AccessFacts): string {
  if (access.kind === 'app') return access.roleName;
  return access.role === 'member' ? 'a member' : `an ${access.role}`;
}

/** The role's name alone: `Admin`, `Editor`, or `Workgroup admin`. */
export function roleName(access: AccessFacts): string {
  if (access.kind === 'organization') return roleNames[access.role];
  return access.kind === 'app' ? access.roleName : workgroupRoleNames[access.role];
}

/** What is said besides of an access to an organization: `The workgroup Staff comes along.`; null when none does. */
export function comingAlong(workgroups: readonly string[] = []): string | null {
  if (workgroups.length === 0) return null;
  const [what, verb] = workgroups.length === 1 ? ['workgroup', 'comes'] : ['workgroups', 'come'];
  return `The ${what} ${listed(workgroups)} ${verb} along.`;
}

/** The organization that somebody has it by: a partner's person comes by their own one. */
export function ownOrganization(organizationName: string, access: AccessFacts): string {
  return (access.kind === 'workgroup' ? access.partnerName : null) ?? organizationName;
}
