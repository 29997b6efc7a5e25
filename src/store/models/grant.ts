import type { Access } from '../../domain/access.ts';
import { type GrantStatus, grantTransitions } from '../../domain/states.ts';
import { accessSchema } from './access.ts';
import { nullableDate, nullableString, requiredDate, requiredString, tenantSchema } from './schema.ts';

/** An account has an access, maybe until a date. */
export interface GrantRecord {
  _id: string;
  tenantId: string;
  organizationId: string;
  accountId: string;
  access: Access;
  status: GrantStatus;
  /** The accepted invitation that it comes from; null for the owner who set the organization up (I4). */
  invitationId: string | null;
  grantedBy: string;
  since: Date;
  /** The moment it ends by itself; null when it does not. */
  endsAt: Date | null;
  endedAt: Date | null;
  endedBy: string | null;
  /** When the sweep looks at it to warn of its end; absent when no warning is to come. */
  nextWarningAt?: Date;
  /** The time of the warning that was given last; absent when none was. */
  warnedAt?: Date;
  /** So many days before this end its last warning was given, or was too late to be given. Absent while there is none. */
  warnedDays?: number;
  /** Set while it is active: one active grant per place and account (I3). */
  liveKey?: string;
}

export const grants = tenantSchema<GrantRecord>('grants', {
  organizationId: requiredString,
  accountId: requiredString,
  access: { type: accessSchema, required: true },
  status: { type: String, enum: Object.keys(grantTransitions), required: true },
  invitationId: nullableString,
  grantedBy: requiredString,
  since: requiredDate,
  endsAt: nullableDate,
  endedAt: nullableDate,
  endedBy: nullableString,
  nextWarningAt: Date,
  warnedAt: Date,
  warnedDays: Number,
  liveKey: String,
});
grants.index(
  { tenantId: 1, liveKey: 1 },
  { unique: true, partialFilterExpression: { liveKey: { $exists: true } } },
);
grants.index({ tenantId: 1, accountId: 1, status: 1 });
grants.index({ tenantId: 1, organizationId: 1, status: 1, 'access.kind': 1, 'access.role': 1 });
grants.index({ tenantId: 1, 'access.subscriptionId': 1, status: 1 });
grants.index({ tenantId: 1, status: 1, endsAt: 1 });
grants.index(
  { tenantId: 1, organizationId: 1, endsAt: 1 },
  { partialFilterExpression: { endsAt: { $gt: new Date(0) } } },
);
grants.index(
  { tenantId: 1, nextWarningAt: 1 },
  { partialFilterExpression: { nextWarningAt: { $exists: true } } },
);
grants.index(
  { tenantId: 1, 'access.workgroupId': 1, status: 1, _id: -1 },
  { partialFilterExpression: { 'access.workgroupId': { $exists: true } } },
);
grants.index(
  { tenantId: 1, 'access.partnerId': 1, organizationId: 1, status: 1 },
  { partialFilterExpression: { 'access.partnerId': { $exists: true } } },
);
