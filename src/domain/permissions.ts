/** Who may what (design §5): one table, read by every verb inside its transaction. */

export const organizationRoles = ['owner', 'admin', 'member'] as const;
export type OrganizationRole = (typeof organizationRoles)[number];

export type Permission =
  | 'organization:view'
  | 'organization:edit'
  | 'invitation:send'
  | 'invitation:manage'
  | 'request:decide'
  | 'access:grant';

const permissions: Readonly<Record<OrganizationRole, readonly Permission[]>> = {
  owner: [
    'organization:view',
    'organization:edit',
    'invitation:send',
    'invitation:manage',
    'request:decide',
    'access:grant',
  ],
  admin: [
    'organization:view',
    'organization:edit',
    'invitation:send',
    'invitation:manage',
    'request:decide',
    'access:grant',
  ],
  member: ['organization:view'],
};

/** Whether a holder of `role` in an organization may do `permission` there. Without a role, nothing. */
export function allows(role: OrganizationRole | undefined, permission: Permission): boolean {
  return role !== undefined && permissions[role].includes(permission);
}

/** The roles that carry `permission`: for finding the people who hold it. */
export function rolesWith(permission: Permission): OrganizationRole[] {
  return organizationRoles.filter((role) => permissions[role].includes(permission));
}

/** The roles that a holder of `role` may give: their own and those below it. */
export function assignableRoles(role: OrganizationRole): OrganizationRole[] {
  return organizationRoles.slice(organizationRoles.indexOf(role));
}
