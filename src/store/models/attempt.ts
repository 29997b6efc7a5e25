import { requiredDate, requiredString, tenantSchema } from './schema.ts';

/** How many tries somebody, or a whole tenant, has used in the running window. */
export interface AttemptRecord {
  _id: string;
  tenantId: string;
  /** Whose tries: `identity:…` or `tenant`. */
  key: string;
  count: number;
  /** Those of them that were looked at and refused; the others are being looked at. */
  failed: number;
  /** When the window ends and the count starts again. */
  resetAt: Date;
}

export const attempts = tenantSchema<AttemptRecord>('attempts', {
  key: requiredString,
  count: { type: Number, required: true },
  failed: { type: Number, default: 0 },
  resetAt: requiredDate,
});
attempts.index({ tenantId: 1, key: 1 }, { unique: true });
attempts.index({ resetAt: 1 }, { expireAfterSeconds: 24 * 60 * 60 });
