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
}

export const organizations = tenantSchema<OrganizationRecord>('organizations', {
  name: requiredString,
  domain: requiredString,
  notificationEmail: requiredString,
  approvalsChannelId: nullableString,
  configuredBy: requiredString,
  createdAt: requiredDate,
});
organizations.index({ tenantId: 1, domain: 1 }, { unique: true });
