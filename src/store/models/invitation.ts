import { type OrganizationRole, organizationRoles } from '../../domain/permissions.ts';
import { type InvitationStatus, invitationTransitions } from '../../domain/states.ts';
import { nullableDate, nullableString, requiredDate, requiredString, tenantSchema } from './schema.ts';

/**
 * An offer to one e-mail address. `join` carries a code and no access; `access` offers a role to an account.
 */
export interface InvitationRecord {
  _id: string;
  tenantId: string;
  organizationId: string;
  kind: 'join' | 'access';
  status: InvitationStatus;
  email: string;
  emailKey: string;
  /** Equal for addresses that probably reach the same mailbox. */
  nearKey: string;
  note: string | null;
  /** Finds the invitation of a typed code; only invitations that carry a code have one. */
  selector?: string;
  /** The version whose code is valid; a resend adds one. */
  codeVersion: number;
  failedAttempts: number;
  lockedAt: Date | null;
  role: OrganizationRole | null;
  /** Whom an `access` invitation is for, or who redeemed a `join` invitation. */
  accountId: string | null;
  requestId: string | null;
  invitedBy: string;
  inviterName: string;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  endedBy: string | null;
  /** Set while the invitation is live: there is at most one live one per kind, organization and address (I2). */
  liveKey?: string;
}

export const invitations = tenantSchema<InvitationRecord>('invitations', {
  organizationId: requiredString,
  kind: { type: String, enum: ['join', 'access'], required: true },
  status: { type: String, enum: Object.keys(invitationTransitions), required: true },
  email: requiredString,
  emailKey: requiredString,
  nearKey: requiredString,
  note: nullableString,
  selector: String,
  codeVersion: { type: Number, required: true },
  failedAttempts: { type: Number, default: 0 },
  lockedAt: nullableDate,
  role: { type: String, enum: [...organizationRoles, null], default: null },
  accountId: nullableString,
  requestId: nullableString,
  invitedBy: requiredString,
  inviterName: requiredString,
  createdAt: requiredDate,
  expiresAt: requiredDate,
  endedAt: nullableDate,
  endedBy: nullableString,
  liveKey: String,
});
invitations.index(
  { tenantId: 1, selector: 1 },
  { unique: true, partialFilterExpression: { selector: { $exists: true } } },
);
invitations.index(
  { tenantId: 1, liveKey: 1 },
  { unique: true, partialFilterExpression: { liveKey: { $exists: true } } },
);
invitations.index({ tenantId: 1, organizationId: 1, _id: -1 });
invitations.index({ tenantId: 1, organizationId: 1, status: 1, _id: -1 });
invitations.index({ tenantId: 1, organizationId: 1, nearKey: 1 });
invitations.index({ tenantId: 1, accountId: 1, status: 1 });
invitations.index({ tenantId: 1, status: 1, expiresAt: 1 });
