import type { Access } from '../../domain/access.ts';
import { type InvitationStatus, invitationTransitions } from '../../domain/states.ts';
import { type Approval, approvalsSchema, nullableAccess } from './access.ts';
import { nullableDate, nullableString, requiredDate, requiredString, tenantSchema } from './schema.ts';

/**
 * An offer to one e-mail address. `join` carries a code and no access; `access` offers an access, to an account, or with a
 * code to an address that has none yet.
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
  /** What an `access` invitation offers. */
  access: Access | null;
  /** When the access will end by itself. */
  accessEndsAt: Date | null;
  /** What the inviter calls a person who has no account yet. */
  firstName: string | null;
  lastName: string | null;
  /** Those who have agreed to a privileged role. */
  approvals: Approval[];
  /** How many days it is valid from the moment it is sent. */
  validDays: number;
  /** When somebody else than the invited person used the code: only a resend makes a new one. */
  codeSpentAt: Date | null;
  remindedAt: Date | null;
  /** Whom an `access` invitation is for, once there is an account; or who redeemed a `join` invitation. */
  accountId: string | null;
  requestId: string | null;
  invitedBy: string;
  inviterName: string;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  /** The name of whoever ended it. */
  endedBy: string | null;
  /** That person's account: it alone can undo a revocation. */
  endedById: string | null;
  /** What it was before: an undo leads back there. */
  endedFrom: InvitationStatus | null;
  /** When the sweep looks at it for the next reminder; absent when none is to come. */
  nextReminderAt?: Date;
  /** When it was sent or proposed last: its reminders count from here. Absent: when it was made. */
  sentAt?: Date;
  /** How many times of the schedule of its reminders are past since then. */
  remindersSent?: number;
  /** When its invitee asked for a new one after it had expired. */
  renewalAskedAt?: Date;
  /** Set while the invitation is live: there is at most one live one per kind, place and address (I2). */
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
  access: nullableAccess,
  accessEndsAt: nullableDate,
  firstName: nullableString,
  lastName: nullableString,
  approvals: approvalsSchema,
  validDays: { type: Number, required: true },
  codeSpentAt: nullableDate,
  remindedAt: nullableDate,
  accountId: nullableString,
  requestId: nullableString,
  invitedBy: requiredString,
  inviterName: requiredString,
  createdAt: requiredDate,
  expiresAt: requiredDate,
  endedAt: nullableDate,
  endedBy: nullableString,
  endedById: nullableString,
  endedFrom: nullableString,
  nextReminderAt: Date,
  sentAt: Date,
  remindersSent: Number,
  renewalAskedAt: Date,
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
invitations.index({ tenantId: 1, organizationId: 1, emailKey: 1, _id: -1 });
invitations.index({ tenantId: 1, emailKey: 1, kind: 1, status: 1 });
invitations.index({ tenantId: 1, accountId: 1, status: 1 });
invitations.index({ tenantId: 1, 'access.subscriptionId': 1, status: 1, _id: 1 });
invitations.index({ tenantId: 1, organizationId: 1, 'access.appId': 1, _id: -1 });
invitations.index({ tenantId: 1, status: 1, expiresAt: 1 });
invitations.index(
  { tenantId: 1, nextReminderAt: 1 },
  { partialFilterExpression: { nextReminderAt: { $exists: true } } },
);
invitations.index(
  { tenantId: 1, status: 1, 'access.subscriptionId': 1 },
  { partialFilterExpression: { status: 'waitlisted' } },
);
invitations.index({ tenantId: 1, endedById: 1, endedAt: -1 });
invitations.index(
  { tenantId: 1, 'access.workgroupId': 1, status: 1, _id: -1 },
  { partialFilterExpression: { 'access.workgroupId': { $exists: true } } },
);
invitations.index(
  { tenantId: 1, 'access.partnerId': 1, organizationId: 1, status: 1 },
  { partialFilterExpression: { 'access.partnerId': { $exists: true } } },
);
