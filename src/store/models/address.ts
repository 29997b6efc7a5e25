import { requiredDate, tenantSchema } from './schema.ts';

/**
 * An address that had no account a moment ago. Whoever invites it writes this, and so does whoever makes its account: so the two collide,
 * and none misses the other. Kept for a day only: it says nothing by itself.
 */
export interface AddressRecord {
  /** The tenant and the key of the address. */
  _id: string;
  tenantId: string;
  /** Raised by each write. */
  revision: number;
  heldAt: Date;
}

export const addresses = tenantSchema<AddressRecord>('addresses', {
  revision: { type: Number, required: true },
  heldAt: requiredDate,
});
addresses.index({ heldAt: 1 }, { expireAfterSeconds: 24 * 60 * 60 });
