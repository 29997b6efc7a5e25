import type { RetentionKind } from '../../domain/retention.ts';
import { requiredDate, requiredString, tenantSchema } from './schema.ts';

/** How far retention has removed records of one kind: whatever misses one that is older says nothing. */
export interface PurgeRecord {
  _id: string;
  tenantId: string;
  kind: RetentionKind;
  /** What ended before may be gone; everything else is there. */
  before: Date;
}

export const purges = tenantSchema<PurgeRecord>('purges', {
  kind: requiredString,
  before: requiredDate,
});
purges.index({ tenantId: 1, kind: 1 }, { unique: true });
