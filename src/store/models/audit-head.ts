import { Schema } from 'mongoose';
import type { Seal } from '../../domain/seal.ts';
import { requiredDate, requiredString, tenantSchema } from './schema.ts';

/** Where the chain of a workspace's audit rows ends: one record for each workspace, once something is sealed. */
export interface AuditHeadRecord extends Seal {
  _id: string;
  tenantId: string;
  /** The latest time among the rows that are sealed. */
  through: Date;
  /** The last row that retention has removed: from there on the chain can be checked. */
  purged?: Seal;
}

const requiredNumber = { type: Number, required: true } as const;

export const auditHeads = tenantSchema<AuditHeadRecord>('auditHeads', {
  n: requiredNumber,
  hash: requiredString,
  through: requiredDate,
  purged: new Schema({ n: requiredNumber, hash: requiredString }, { _id: false }),
});
auditHeads.index({ tenantId: 1 }, { unique: true });
