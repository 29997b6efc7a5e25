import type { Access, AccessFacts } from '../../domain/access.ts';
import { type OrganizationRole, organizationRoles } from '../../domain/permissions.ts';
import { type WorkgroupRole, workgroupRoles } from '../../domain/workgroups.ts';
import type { AuditRecord } from '../../store/models/audit.ts';

/** The audit keeps ids, because names change: here they become an access again. `before`: the one with the role of before. */
export function accessIn(detail: AuditRecord['detail'], field: 'role' | 'before'): Access | null {
  const { app: appId, subscription: subscriptionId, workgroup: workgroupId, partner, [field]: role } = detail;
  if (typeof appId === 'string' && typeof subscriptionId === 'string') {
    return { kind: 'app', appId, subscriptionId, roleId: String(role) };
  }
  if (typeof workgroupId === 'string') {
    const partnerId = typeof partner === 'string' ? partner : null;
    return isWorkgroupRole(role) ? { kind: 'workgroup', workgroupId, role, partnerId } : null;
  }
  return isRole(role) ? { kind: 'organization', role } : null;
}

/** An access in a few words: `Viewer on Atlas (Team)`. */
export function phrase(access: AccessFacts): string {
  if (access.kind === 'organization') return access.role;
  if (access.kind === 'workgroup') return `${access.role} in the workgroup ${access.workgroupName}`;
  return `${access.roleName} on ${access.appName} (${access.subscriptionName})`;
}

function isRole(role: unknown): role is OrganizationRole {
  return (organizationRoles as readonly unknown[]).includes(role);
}

function isWorkgroupRole(role: unknown): role is WorkgroupRole {
  return (workgroupRoles as readonly unknown[]).includes(role);
}
