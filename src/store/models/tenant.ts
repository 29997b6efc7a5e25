import { requiredDate, requiredString, tenantSchema } from './schema.ts';

/** The Slack workspace, or the Grid organization, that installed the app. `_id` is the tenant's id. */
export interface TenantRecord {
  _id: string;
  tenantId: string;
  name: string;
  installedAt: Date;
  /** Tells the token apart that Gatehouse was last started with; nothing can be read from it. */
  tokenPrint?: string;
  /** Since when Slack does not let Gatehouse in; absent while it does. */
  frozenAt?: Date;
  /** When its records from before there were reminders got the times of theirs. */
  armedAt?: Date;
}

export const tenants = tenantSchema<TenantRecord>('tenants', {
  name: requiredString,
  installedAt: requiredDate,
  tokenPrint: String,
  frozenAt: Date,
  armedAt: Date,
});
tenants.index({ tenantId: 1 }, { unique: true });
