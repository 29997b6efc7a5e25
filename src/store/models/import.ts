import { Schema } from 'mongoose';
import type { AppAccess } from '../../domain/access.ts';
import type { SlackIdentity } from '../../domain/context.ts';
import {
  type FileProblem,
  type ImportColumn,
  type ImportStatus,
  importTransitions,
  type RowCounts,
} from '../../domain/imports.ts';
import { nullableDate, nullableString, requiredDate, requiredString, tenantSchema } from './schema.ts';

/** A file with people that was read, and how far it is. It holds no personal data: that is in its rows, which go after 30 days. */
export interface ImportRecord {
  _id: string;
  tenantId: string;
  organizationId: string;
  fileName: string;
  /** In bytes. */
  size: number;
  /** SHA-256 of the content, in hex: the same file is known again. */
  digest: string;
  /** The columns that it has. */
  columns: ImportColumn[];
  status: ImportStatus;
  /** Who reads and starts it, and acts in each of its rows. */
  startedBy: string;
  identity: SlackIdentity;
  total: number;
  /** As they were when it ended: from its start until then, its rows are counted. */
  done: number;
  /** The same; until its start, as the dry run plans them. */
  counts: RowCounts;
  /** Why it could not be read. */
  problem: FileProblem | null;
  notices: FileProblem[];
  /** Seats that the dry run would take, one for each subscription. */
  seats: { access: AppAccess; needed: number }[];
  stoppedBecause: string | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** The process that runs it, for as long as it says so. */
  leaseHolder: string | null;
  leaseUntil: Date;
}

const mixed = { type: Schema.Types.Mixed } as const;

export const imports = tenantSchema<ImportRecord>('imports', {
  organizationId: requiredString,
  fileName: requiredString,
  size: { type: Number, required: true },
  digest: requiredString,
  columns: { type: [String], required: true },
  status: { type: String, enum: Object.keys(importTransitions), required: true },
  startedBy: requiredString,
  identity: { ...mixed, required: true },
  total: { type: Number, required: true },
  done: { type: Number, required: true },
  counts: { ...mixed, required: true },
  problem: { ...mixed, default: null },
  notices: { type: [Schema.Types.Mixed], default: [] },
  seats: { type: [Schema.Types.Mixed], default: [] },
  stoppedBecause: nullableString,
  createdAt: requiredDate,
  startedAt: nullableDate,
  endedAt: nullableDate,
  leaseHolder: nullableString,
  leaseUntil: requiredDate,
});
imports.index({ tenantId: 1, status: 1, leaseUntil: 1 });
imports.index({ tenantId: 1, organizationId: 1, digest: 1, startedAt: -1 });
imports.index({ tenantId: 1, organizationId: 1, _id: -1 });
