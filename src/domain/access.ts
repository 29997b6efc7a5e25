/** What an invitation offers, a request is approved for, and a grant gives. */
import { z } from 'zod';
import { endOfDay } from './catalog.ts';
import type { OrganizationRole } from './permissions.ts';
import type { WorkgroupRole } from './workgroups.ts';

/** A role in the organization itself. */
export interface OrganizationAccess {
  kind: 'organization';
  role: OrganizationRole;
}

/** A role on an app, by a seat of a subscription. */
export interface AppAccess {
  kind: 'app';
  appId: string;
  subscriptionId: string;
  roleId: string;
}

/** A role in a workgroup. */
export interface WorkgroupAccess {
  kind: 'workgroup';
  workgroupId: string;
  role: WorkgroupRole;
  /** The organization through whose login domain a partner's person comes in; null for the workgroup's own organization. */
  partnerId: string | null;
}

export type Access = OrganizationAccess | AppAccess | WorkgroupAccess;

/** The same in words: what people are shown of it. */
export type AccessFacts =
  | { kind: 'organization'; role: OrganizationRole }
  | { kind: 'app'; appName: string; subscriptionName: string; roleName: string }
  | { kind: 'workgroup'; workgroupName: string; role: WorkgroupRole; partnerName: string | null };

/** What somebody can have once: the organization, a subscription, or a workgroup. Two accesses to one place exclude each other (I2, I3). */
export function placeOf(organizationId: string, access: Access): string {
  if (access.kind === 'organization') return `organization:${organizationId}`;
  return access.kind === 'app' ? `subscription:${access.subscriptionId}` : `workgroup:${access.workgroupId}`;
}

/** The id of a role on an app, or the role in an organization or a workgroup. */
export function roleOf(access: Access): string {
  return access.kind === 'app' ? access.roleId : access.role;
}

/** Whether two accesses are the same in every respect. */
export function sameAccess(a: Access, b: Access): boolean {
  return JSON.stringify(comparable(a)) === JSON.stringify(comparable(b));
}

function comparable(access: Access): string[] {
  if (access.kind === 'organization') return [access.kind, access.role];
  if (access.kind === 'app') return [access.kind, access.subscriptionId, access.roleId];
  return [access.kind, access.workgroupId, access.role, access.partnerId ?? ''];
}

/** What the form that changes a running access sends: its role, an organization's or an app's, and the day it ends by itself. */
export const grantInput = z.object({
  roleId: z.string({ error: 'Choose a role.' }).min(1, 'Choose a role.').max(64, 'Choose a role.'),
  endsOn: endOfDay,
});
