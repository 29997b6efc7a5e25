import { Schema } from 'mongoose';
import type { Destination, Subject, Template } from '../../domain/messages.ts';
import { nullableDate, nullableString, requiredDate, requiredString, tenantSchema } from './schema.ts';

export type OutboxStatus = 'pending' | 'sent' | 'dead' | 'cancelled';

/** One message to one recipient, written in the transaction of the change it tells of. */
export interface OutboxRecord {
  _id: string;
  tenantId: string;
  key: string;
  template: Template;
  about: Subject;
  to: Destination;
  codeVersion: number | null;
  status: OutboxStatus;
  /** Counted when a dispatcher claims the row, so that a row which kills its dispatcher is given up too. */
  attempts: number;
  /** When a dispatcher may claim it; a claim moves it past the lease's end. */
  dueAt: Date;
  /** Who holds the claim: only that dispatcher may write the outcome. */
  lease: string | null;
  createdAt: Date;
  endedAt: Date | null;
  /** Why the last attempt failed, in plain words. */
  problem: string | null;
  /** Where Slack put the message: what an update needs. */
  posted: { channel: string; ts: string } | null;
  /** Which refresh is rewriting the posted message: one at a time, so that an older text never covers a newer one. */
  rewriting?: { lease: string; until: Date } | null;
}

export const outbox = tenantSchema<OutboxRecord>('outbox', {
  key: requiredString,
  template: requiredString,
  about: { type: Schema.Types.Mixed, required: true },
  to: { type: Schema.Types.Mixed, required: true },
  codeVersion: { type: Number, default: null },
  status: { type: String, enum: ['pending', 'sent', 'dead', 'cancelled'], required: true },
  attempts: { type: Number, default: 0 },
  dueAt: requiredDate,
  lease: nullableString,
  createdAt: requiredDate,
  endedAt: nullableDate,
  problem: nullableString,
  posted: { type: Schema.Types.Mixed, default: null },
  rewriting: Schema.Types.Mixed,
});
outbox.index({ tenantId: 1, key: 1 }, { unique: true });
outbox.index({ tenantId: 1, status: 1, dueAt: 1 });
outbox.index({ tenantId: 1, 'about.id': 1, _id: 1 });
