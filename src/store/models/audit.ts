import { Schema } from 'mongoose';
import type { AuditAction } from '../../domain/audit.ts';
import type { Seal } from '../../domain/seal.ts';
import { nullableString, requiredDate, requiredString, tenantSchema } from './schema.ts';

/** Who did what to whom, and when. Written in the transaction of the change; holds no secret. */
export interface AuditRecord {
  _id: string;
  tenantId: string;
  at: Date;
  action: AuditAction;
  /** The acting account's id, or the name of the job. */
  actor: string;
  actorName: string;
  organizationId: string | null;
  subjects: string[];
  detail: Record<string, string | number | boolean | null>;
  commandId: string;
  /** Absent until its turn to be sealed has come. */
  seal?: Seal;
}

export const audit = tenantSchema<AuditRecord>('audit', {
  at: requiredDate,
  action: requiredString,
  actor: requiredString,
  actorName: requiredString,
  organizationId: nullableString,
  subjects: { type: [String], required: true },
  detail: { type: Schema.Types.Mixed, default: {} },
  commandId: requiredString,
  seal: new Schema({ n: { type: Number, required: true }, hash: requiredString }, { _id: false }),
});
audit.index({ tenantId: 1, subjects: 1, _id: 1 });
audit.index({ tenantId: 1, organizationId: 1, _id: -1 });
audit.index({ tenantId: 1, actor: 1, _id: 1 });
audit.index({ tenantId: 1, 'seal.n': 1, _id: 1 });
