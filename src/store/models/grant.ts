import { type OrganizationRole, organizationRoles } from '../../domain/permissions.ts';
import { type GrantStatus, grantTransitions } from '../../domain/states.ts';
import { nullableString, requiredDate, requiredString, tenantSchema } from './schema.ts';

/** An account has a role in an organization. */
export interface GrantRecord {
  _id: string;
  tenantId: string;
  organizationId: string;
  accountId: string;
  role: OrganizationRole;
  status: GrantStatus;
  /** The accepted invitation that it comes from; null for the owner who set the organization up (I4). */
  invitationId: string | null;
  grantedBy: string;
  since: Date;
  /** Set while it is active: one active grant per organization and account (I3). */
  liveKey?: string;
}

export const grants = tenantSchema<GrantRecord>('grants', {
  organizationId: requiredString,
  accountId: requiredString,
  role: { type: String, enum: organizationRoles, required: true },
  status: { type: String, enum: Object.keys(grantTransitions), required: true },
  invitationId: nullableString,
  grantedBy: requiredString,
  since: requiredDate,
  liveKey: String,
});
grants.index(
  { tenantId: 1, liveKey: 1 },
  { unique: true, partialFilterExpression: { liveKey: { $exists: true } } },
);
grants.index({ tenantId: 1, accountId: 1, status: 1 });
grants.index({ tenantId: 1, organizationId: 1, status: 1, role: 1 });
