/** Who may what (design §5): one table, read by every verb inside its transaction. */

export const organizationRoles = ['owner', 'admin', 'member'] as const;
export type OrganizationRole = (typeof organizationRoles)[number];

/** What people read. */
export const organizationRoleNames: Readonly<Record<OrganizationRole, string>> = {
  owner: 'Owner',
  admin: 'Admin',
  member: 'Member',
};

export type Permission =
  | 'organization:view'
  | 'organization:edit'
  | 'invitation:send'
  | 'invitation:manage'
  | 'request:decide'
  | 'access:grant'
  | 'catalog:edit'
  | 'people:manage'
  | 'domains:edit'
  | 'audit:view'
  | 'deliveries:manage'
  | 'settings:edit';

const management = [
  'organization:view',
  'organization:edit',
  'invitation:manage',
  'request:decide',
  'access:grant',
  'catalog:edit',
  'people:manage',
  'domains:edit',
  'audit:view',
  'deliveries:manage',
] as const;

/** `invitation:send` is not here: each organization decides who has it. */
const permissions: Readonly<Record<OrganizationRole, readonly Permission[]>> = {
  owner: [...management, 'settings:edit'],
  admin: management,
  member: ['organization:view'],
};

/** The part of an organization's settings that permissions depend on. */
export interface PermissionSettings {
  /** The lowest role that may send invitations. */
  whoMayInvite: OrganizationRole;
}

/** Whether a holder of `role` in an organization may do `permission` there. Without a role, nothing. */
export function allows(
  role: OrganizationRole | undefined,
  permission: Permission,
  { whoMayInvite }: PermissionSettings,
): boolean {
  if (role === undefined) return false;
  if (permission === 'invitation:send') return rank(role) <= rank(whoMayInvite);
  return permissions[role].includes(permission);
}

/** The roles that carry `permission` whatever the organization decides: for finding the people who hold it. */
export function rolesWith(permission: Exclude<Permission, 'invitation:send'>): OrganizationRole[] {
  return organizationRoles.filter((role) => permissions[role].includes(permission));
}

/** The organization roles that a holder of `role` may give, change and end: their own and those below; a member's none. */
export function assignableRoles(role: OrganizationRole): OrganizationRole[] {
  return role === 'member' ? [] : organizationRoles.slice(rank(role));
}

/** Whether a holder of `role` may give a role on an app: a privileged one is above members (design §5). */
export function mayGiveAppRole(role: OrganizationRole, { privileged }: { privileged: boolean }): boolean {
  return !privileged || role !== 'member';
}

function rank(role: OrganizationRole): number {
  return organizationRoles.indexOf(role);
}
