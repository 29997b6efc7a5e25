import { requiredString, tenantSchema } from './schema.ts';

/**
 * An account that an organization knows: it has or had access there, was invited, or asked. Found by the beginnings of its
 * names, address and username, so that an organization's people never see another one's.
 */
export interface DirectoryEntryRecord {
  _id: string;
  tenantId: string;
  organizationId: string;
  accountId: string;
  /** Lower case, each found by its beginning. */
  terms: string[];
}

export const directory = tenantSchema<DirectoryEntryRecord>('directory', {
  organizationId: requiredString,
  accountId: requiredString,
  terms: { type: [String], required: true },
});
directory.index({ tenantId: 1, organizationId: 1, accountId: 1 }, { unique: true });
directory.index({ tenantId: 1, organizationId: 1, terms: 1 });
