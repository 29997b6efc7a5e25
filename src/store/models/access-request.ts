import { Schema } from 'mongoose';
import type { Access } from '../../domain/access.ts';
import { type RequestStatus, requestTransitions } from '../../domain/states.ts';
import { type Approval, approvalsSchema, nullableAccess } from './access.ts';
import { nullableDate, nullableString, requiredDate, requiredString, tenantSchema } from './schema.ts';

/** An account asks an organization for access. */
export interface AccessRequestRecord {
  _id: string;
  tenantId: string;
  organizationId: string;
  accountId: string;
  /** The invitation whose code opened it. */
  invitationId: string | null;
  /** The invited address, when it is not the account's own. */
  invitedEmail: string | null;
  inviterName: string | null;
  status: RequestStatus;
  createdAt: Date;
  expiresAt: Date;
  decidedBy: string | null;
  decidedByName: string | null;
  decidedAt: Date | null;
  reason: string | null;
  /** What the approver gives, or the first of two approvers proposes. */
  access: Access | null;
  /** What the code offers that opened it; null when it offers nothing by itself. */
  wanted: Access | null;
  /** Those who have agreed so far, where the access takes two approvers. */
  approvals: Approval[];
  /** When the sweep looks at it for the next reminder; absent when none is to come. */
  nextReminderAt?: Date;
  /** How many times of the schedule of its reminders are past. */
  remindersSent?: number;
  /** Since when the owners hold it too. */
  escalatedAt?: Date;
  /** The accounts that want no more reminders of it. */
  mutedBy?: string[];
  /** The accounts that are not reminded of it before a time. */
  snoozes?: { accountId: string; until: Date }[];
  /** Set while it is live: one live request per organization and account. */
  liveKey?: string;
}

export const accessRequests = tenantSchema<AccessRequestRecord>('accessRequests', {
  organizationId: requiredString,
  accountId: requiredString,
  invitationId: nullableString,
  invitedEmail: nullableString,
  inviterName: nullableString,
  status: { type: String, enum: Object.keys(requestTransitions), required: true },
  createdAt: requiredDate,
  expiresAt: requiredDate,
  decidedBy: nullableString,
  decidedByName: nullableString,
  decidedAt: nullableDate,
  reason: nullableString,
  access: nullableAccess,
  wanted: nullableAccess,
  approvals: approvalsSchema,
  nextReminderAt: Date,
  remindersSent: Number,
  escalatedAt: Date,
  mutedBy: { type: [String], default: undefined },
  snoozes: {
    type: [new Schema({ accountId: requiredString, until: requiredDate }, { _id: false })],
    default: undefined,
  },
  liveKey: String,
});
accessRequests.index(
  { tenantId: 1, liveKey: 1 },
  { unique: true, partialFilterExpression: { liveKey: { $exists: true } } },
);
accessRequests.index({ tenantId: 1, organizationId: 1, status: 1, _id: -1 });
accessRequests.index({ tenantId: 1, accountId: 1, _id: -1 });
accessRequests.index({ tenantId: 1, status: 1, expiresAt: 1 });
accessRequests.index(
  { tenantId: 1, nextReminderAt: 1 },
  { partialFilterExpression: { nextReminderAt: { $exists: true } } },
);
accessRequests.index({ tenantId: 1, decidedBy: 1, decidedAt: -1 });
