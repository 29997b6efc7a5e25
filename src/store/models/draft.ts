import { Schema } from 'mongoose';
import { requiredDate, requiredString, tenantSchema } from './schema.ts';

/** What somebody has filled into a form that is being reviewed: the view itself carries this record's id alone (A7). */
export interface DraftRecord {
  _id: string;
  tenantId: string;
  accountId: string;
  values: Record<string, unknown>;
  at: Date;
}

export const drafts = tenantSchema<DraftRecord>('drafts', {
  accountId: requiredString,
  values: { type: Schema.Types.Mixed, required: true },
  at: requiredDate,
});
drafts.index({ at: 1 }, { expireAfterSeconds: 24 * 60 * 60 });
