import { nullableDate, nullableString, requiredDate, requiredString, tenantSchema } from './schema.ts';

/** A group in an organization. `collaborative` is fixed from its creation: partners' people can be let in, or never. */
export interface WorkgroupRecord {
  _id: string;
  tenantId: string;
  organizationId: string;
  name: string;
  description: string | null;
  collaborative: boolean;
  createdAt: Date;
  createdBy: string;
  archivedAt: Date | null;
  /** Set until it is archived: names are unique among an organization's workgroups, whatever their case. */
  nameKey?: string;
}

export const workgroups = tenantSchema<WorkgroupRecord>('workgroups', {
  organizationId: requiredString,
  name: requiredString,
  description: nullableString,
  collaborative: { type: Boolean, required: true },
  createdAt: requiredDate,
  createdBy: requiredString,
  archivedAt: nullableDate,
  nameKey: String,
});
workgroups.index(
  { tenantId: 1, organizationId: 1, nameKey: 1 },
  { unique: true, partialFilterExpression: { nameKey: { $exists: true } } },
);
workgroups.index({ tenantId: 1, organizationId: 1, archivedAt: 1, name: 1 });
