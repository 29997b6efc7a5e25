import { Schema } from 'mongoose';
import type { StoredSettings } from '../../domain/settings.ts';
import { nullableString, requiredDate, requiredString, tenantSchema } from './schema.ts';

export interface OrganizationRecord {
  _id: string;
  tenantId: string;
  name: string;
  /** The login domain, unique in the tenant. */
  domain: string;
  notificationEmail: string;
  /** Null: approvers are told by direct message. */
  approvalsChannelId: string | null;
  /** The channel that nothing could be posted in last; of interest while it is still the approvals channel. */
  unreachableChannelId?: string;
  /** The account that last chose the approvals channel; hears of it when the channel cannot be reached. */
  configuredBy: string;
  createdAt: Date;
  /** What it has decided for itself; the defaults hold for the rest: see `settingsOf`. */
  settings?: StoredSettings;
  /** When its owners and admins get their next weekly digest; absent while they want none. */
  nextDigestAt?: Date;
  /** Since when it has no owner: a workspace admin can take it over. Absent while it has one. */
  adminVacantSince?: Date;
  /** Raised by whatever takes an owner away, so that two such commands at once run into each other (A13). */
  ownersVersion?: number;
}

export const organizations = tenantSchema<OrganizationRecord>('organizations', {
  name: requiredString,
  domain: requiredString,
  notificationEmail: requiredString,
  approvalsChannelId: nullableString,
  unreachableChannelId: String,
  configuredBy: requiredString,
  createdAt: requiredDate,
  settings: Schema.Types.Mixed,
  nextDigestAt: Date,
  adminVacantSince: Date,
  ownersVersion: Number,
});
organizations.index({ tenantId: 1, domain: 1 }, { unique: true });
organizations.index(
  { tenantId: 1, adminVacantSince: 1 },
  { partialFilterExpression: { adminVacantSince: { $exists: true } } },
);
organizations.index(
  { tenantId: 1, nextDigestAt: 1 },
  { partialFilterExpression: { nextDigestAt: { $exists: true } } },
);
organizations.index(
  { tenantId: 1, unreachableChannelId: 1 },
  { partialFilterExpression: { unreachableChannelId: { $exists: true } } },
);
