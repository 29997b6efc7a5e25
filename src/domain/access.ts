/** What an invitation offers, a request is approved for, and a grant gives. */
import { z } from 'zod';
import { endOfDay } from './catalog.ts';
import type { OrganizationRole } from './permissions.ts';

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

export type Access = OrganizationAccess | AppAccess;

/** The same in words: what people are shown of it. */
export type AccessFacts =
  | { kind: 'organization'; role: OrganizationRole }
  | { kind: 'app'; appName: string; subscriptionName: string; roleName: string };

/** What somebody can have once: the organization, or a subscription. Two accesses to one place exclude each other (I2, I3). */
export function placeOf(organizationId: string, access: Access): string {
  return access.kind === 'organization'
    ? `organization:${organizationId}`
    : `subscription:${access.subscriptionId}`;
}

/** Whether two accesses are the same in every respect. */
export function sameAccess(a: Access, b: Access): boolean {
  if (a.kind === 'organization') return b.kind === 'organization' && a.role === b.role;
  return b.kind === 'app' && a.subscriptionId === b.subscriptionId && a.roleId === b.roleId;
}

/** What the form that changes a running access sends: its role, an organization's or an app's, and the day it ends by itself. */
export const grantInput = z.object({
  roleId: z.string({ error: 'Choose a role.' }).min(1, 'Choose a role.').max(64, 'Choose a role.'),
  endsOn: endOfDay,
});
