import { Schema } from 'mongoose';
import type { AppRole } from '../../domain/catalog.ts';
import { nullableDate, requiredDate, requiredString, tenantSchema } from './schema.ts';

/** An application that belongs to an organization, with its own roles. */
export interface AppRecord {
  _id: string;
  tenantId: string;
  organizationId: string;
  name: string;
  roles: AppRole[];
  createdAt: Date;
  archivedAt: Date | null;
  /** Set until it is archived: names are unique among an organization's apps. */
  liveKey?: string;
  /** Raised by every new subscription, so that archiving the app at the same moment collides with it. */
  revision?: number;
}

const role = new Schema<AppRole>(
  {
    id: { type: String, required: true },
    name: { type: String, required: true },
    privileged: { type: Boolean, required: true },
    archived: { type: Boolean, required: true },
  },
  { _id: false, id: false, strict: 'throw' },
);

export const apps = tenantSchema<AppRecord>('apps', {
  organizationId: requiredString,
  name: requiredString,
  roles: { type: [role], required: true },
  createdAt: requiredDate,
  archivedAt: nullableDate,
  liveKey: String,
  revision: Number,
});
apps.index(
  { tenantId: 1, liveKey: 1 },
  { unique: true, partialFilterExpression: { liveKey: { $exists: true } } },
);
apps.index({ tenantId: 1, organizationId: 1, archivedAt: 1, name: 1 });
