import { Schema } from 'mongoose';
import type { Destination, QuietHours, Subject, Template } from '../../domain/messages.ts';
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
  /** Its text is of this moment or a later one: of when it was to leave, or of what it tells of besides. Absent: of `createdAt`. */
  notBefore?: Date;
  /** Of a message that nobody waits on: the quiet hours that it keeps however late it is. */
  quiet?: QuietHours;
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
  /** The organization that it is of, and since when it fails: noted when an attempt fails. Both absent while none has. */
  organizationId?: string;
  failingSince?: Date;
  /** Its problem concerns all such messages, and an admin of Gatehouse has to set it right. */
  isAlarming?: boolean;
  /** How many attempts may have delivered it all the same; absent while none. */
  unsureTries?: number;
  /** It was given up, and its invitation ended with it, which is in a list of its own. */
  endedInvitation?: boolean;
  /** When somebody had it tried anew after it was given up. */
  retriedAt?: Date;
  /** Of a reminder: the ids of what it shows with buttons. Absent when it has none. */
  shows?: string[];
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
  notBefore: Date,
  quiet: Schema.Types.Mixed,
  lease: nullableString,
  createdAt: requiredDate,
  endedAt: nullableDate,
  problem: nullableString,
  posted: { type: Schema.Types.Mixed, default: null },
  rewriting: Schema.Types.Mixed,
  organizationId: String,
  failingSince: Date,
  isAlarming: Boolean,
  unsureTries: Number,
  endedInvitation: Boolean,
  retriedAt: Date,
  shows: { type: [String], default: undefined },
});
outbox.index({ tenantId: 1, key: 1 }, { unique: true });
outbox.index({ tenantId: 1, status: 1, 'to.via': 1, dueAt: 1 });
outbox.index({ tenantId: 1, 'about.id': 1, _id: 1 });
outbox.index(
  { tenantId: 1, organizationId: 1, status: 1, _id: -1 },
  { partialFilterExpression: { organizationId: { $exists: true } } },
);
outbox.index({ tenantId: 1, shows: 1 }, { partialFilterExpression: { shows: { $exists: true } } });
