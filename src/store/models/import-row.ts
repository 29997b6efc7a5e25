import { Schema } from 'mongoose';
import type { Access } from '../../domain/access.ts';
import type { RowCells } from '../../domain/import-row.ts';
import { type RowOutcome, rowOutcomeNames } from '../../domain/imports.ts';
import { nullableDate, nullableString, requiredDate, requiredString, tenantSchema } from './schema.ts';

/** One line of an imported file. Its id is the import's with the line, so that there is one of each, in the order of the lines. */
export interface ImportRowRecord {
  _id: string;
  tenantId: string;
  importId: string;
  line: number;
  /** As they stand in the file. */
  cells: RowCells;
  /** What its names mean, as the dry run found it. */
  accesses: Access[];
  /** What the dry run says that will become of it. */
  planned: RowOutcome;
  /** Set where that is certain, because the line itself is wrong. */
  isFinal?: true;
  /** What became of it; null until its turn has come. */
  outcome: RowOutcome | null;
  /** Why, and what to do. */
  remark: string | null;
  /** Set where somebody has to do something about it. */
  isProblem?: true;
  /** The invitations that it made. */
  made: string[];
  /** How often it was begun without any end since: those processes died. */
  begun?: number;
  /** How often it could not be done, and until when it waits. */
  tries: number;
  notBefore: Date | null;
  /** When it goes, with the personal data in it. */
  deleteAt: Date;
}

const mixed = { type: Schema.Types.Mixed } as const;

export const importRows = tenantSchema<ImportRowRecord>('importRows', {
  importId: requiredString,
  line: { type: Number, required: true },
  cells: { ...mixed, required: true },
  accesses: { type: [Schema.Types.Mixed], default: [] },
  planned: { type: String, enum: Object.keys(rowOutcomeNames), required: true },
  isFinal: Boolean,
  outcome: nullableString,
  remark: nullableString,
  isProblem: Boolean,
  made: { type: [String], default: [] },
  begun: Number,
  tries: { type: Number, default: 0 },
  notBefore: nullableDate,
  deleteAt: requiredDate,
});
importRows.index({ tenantId: 1, importId: 1, outcome: 1, line: 1 });
importRows.index(
  { tenantId: 1, importId: 1, line: 1 },
  { partialFilterExpression: { isProblem: { $exists: true } } },
);
importRows.index({ deleteAt: 1 }, { expireAfterSeconds: 0 });

/** The id of a line's row: sorted as text, in the order of the lines. */
export function importRowId(importId: string, line: number): string {
  return `${importId}:${String(line).padStart(7, '0')}`;
}
