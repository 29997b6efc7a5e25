import { requiredDate, requiredString, tenantSchema } from './schema.ts';

/** The Slack workspace, or the Grid organization, that installed the app. `_id` is the tenant's id. */
export interface TenantRecord {
  _id: string;
  tenantId: string;
  name: string;
  installedAt: Date;
}

export const tenants = tenantSchema<TenantRecord>('tenants', {
  name: requiredString,
  installedAt: requiredDate,
});
tenants.index({ tenantId: 1 }, { unique: true });
