import { type CollaborationStatus, collaborationTransitions } from '../../domain/collaborations.ts';
import { requiredDate, requiredString, tenantSchema } from './schema.ts';

/** An organization lets the people of a partner into its collaborative workgroups: one record for each two, whatever became of it. */
export interface CollaborationRecord {
  _id: string;
  tenantId: string;
  /** The host, whose workgroups they are. */
  organizationId: string;
  partnerId: string;
  status: CollaborationStatus;
  /** When the partner was added last. */
  since: Date;
  changedAt: Date;
  /** The name of whoever changed it last. */
  changedBy: string;
  /** Raised by each new workgroup of the host, so that the end of the partnership at the same moment collides with it. */
  revision?: number;
}

export const collaborations = tenantSchema<CollaborationRecord>('collaborations', {
  organizationId: requiredString,
  partnerId: requiredString,
  status: { type: String, enum: Object.keys(collaborationTransitions), required: true },
  since: requiredDate,
  changedAt: requiredDate,
  changedBy: requiredString,
  revision: Number,
});
collaborations.index({ tenantId: 1, organizationId: 1, partnerId: 1 }, { unique: true });
collaborations.index({ tenantId: 1, partnerId: 1 });
