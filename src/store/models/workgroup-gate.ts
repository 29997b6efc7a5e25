import { requiredString, tenantSchema } from './schema.ts';

/**
 * One of the gates of a workgroup. Whoever lets a person in writes one of them, and whoever ends the workgroup or a partnership
 * writes all of them: so the two collide, and two who let people in hardly ever do.
 */
export interface WorkgroupGateRecord {
  _id: string;
  tenantId: string;
  organizationId: string;
  workgroupId: string;
  number: number;
  /** Raised by each write. */
  revision: number;
}

export const workgroupGates = tenantSchema<WorkgroupGateRecord>('workgroupGates', {
  organizationId: requiredString,
  workgroupId: requiredString,
  number: { type: Number, required: true },
  revision: { type: Number, required: true },
});
workgroupGates.index({ tenantId: 1, workgroupId: 1, number: 1 }, { unique: true });
workgroupGates.index({ tenantId: 1, organizationId: 1 });
