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
  /** The account that last chose the approvals channel; hears of it when the channel cannot be reached. */
  configuredBy: string;
  createdAt: Date;
  /** What it has decided for itself; the defaults hold for the rest: see `settingsOf`. */
  settings?: StoredSettings;
  /** Raised by whatever takes an owner away, so that two such commands at once run into each other (A13). */
  ownersVersion?: number;
}

export const organizations = tenantSchema<OrganizationRecord>('organizations', {
  name: requiredString,
  domain: requiredString,
  notificationEmail: requiredString,
  approvalsChannelId: nullableString,
  configuredBy: requiredString,
  createdAt: requiredDate,
  settings: Schema.Types.Mixed,
  ownersVersion: Number,
});
organizations.index({ tenantId: 1, domain: 1 }, { unique: true });
