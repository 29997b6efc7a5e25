import { nullableDate, requiredDate, requiredString, tenantSchema } from './schema.ts';

/** A licence of one app, with its seats. */
export interface SubscriptionRecord {
  _id: string;
  tenantId: string;
  organizationId: string;
  appId: string;
  name: string;
  plan: string;
  /** Null: no limit. It may be below use, when it was lowered (A47). */
  seatLimit: number | null;
  /** Active grants (I1). */
  active: number;
  /** Invitations that hold a seat (I1). */
  held: number;
  endsAt: Date | null;
  createdAt: Date;
  archivedAt: Date | null;
  /** Raised whenever somebody is put on its waitlist, so that archiving it at the same moment collides. */
  revision?: number;
  /** Set until it is archived: names are unique among an app's subscriptions. */
  liveKey?: string;
}

export const subscriptions = tenantSchema<SubscriptionRecord>('subscriptions', {
  organizationId: requiredString,
  appId: requiredString,
  name: requiredString,
  plan: requiredString,
  seatLimit: { type: Number, default: null },
  active: { type: Number, required: true, min: 0 },
  held: { type: Number, required: true, min: 0 },
  endsAt: nullableDate,
  createdAt: requiredDate,
  archivedAt: nullableDate,
  revision: Number,
  liveKey: String,
});
subscriptions.index(
  { tenantId: 1, liveKey: 1 },
  { unique: true, partialFilterExpression: { liveKey: { $exists: true } } },
);
subscriptions.index({ tenantId: 1, organizationId: 1, archivedAt: 1, name: 1 });
subscriptions.index({ tenantId: 1, appId: 1, archivedAt: 1, name: 1 });
