import { randomBytes } from 'node:crypto';
import { searchTerms } from '../../src/domain/people.ts';
import type { AccountRecord } from '../../src/store/models/account.ts';
import type { DirectoryEntryRecord } from '../../src/store/models/directory-entry.ts';
import type { GrantRecord } from '../../src/store/models/grant.ts';
import type { WorkgroupRecord } from '../../src/store/models/workgroup.ts';
import type { WorkgroupGateRecord } from '../../src/store/models/workgroup-gate.ts';
import { memberGrant, newAccount, organization, owner, ownersGrant, tenantId } from './records.ts';

export type GrantQuestion =
  /** Makes the database: the organization, its owner, its workgroup. */
  | { kind: 'prepare' }
  /** Lets in so many times a hundred members of the organization. Answers how many times a second. */
  | { kind: 'grant'; count: number };

/** How many addresses one invitation has. */
export const addresses = 100;
const { _id: organizationId } = organization;
const gateCount = 64;

export const workgroup: WorkgroupRecord = {
  _id: 'wgr_bench',
  tenantId,
  organizationId,
  name: 'Bench',
  description: null,
  collaborative: true,
  createdAt: new Date(),
  createdBy: owner._id,
  archivedAt: null,
  nameKey: 'bench',
};

export const gates: WorkgroupGateRecord[] = Array.from({ length: gateCount }, (_, number) => ({
  _id: `gat_bench${number}`,
  tenantId,
  organizationId,
  workgroupId: workgroup._id,
  number,
  revision: 0,
}));

/** Both sides begin with these, by collection. */
export const startingRecords = {
  accounts: [owner],
  organizations: [organization],
  grants: [ownersGrant],
  workgroups: [workgroup],
  workgroupGates: gates,
};

/** A hundred new members of the organization, who are in its directory. */
export interface Crowd {
  accounts: AccountRecord[];
  grants: GrantRecord[];
  directory: DirectoryEntryRecord[];
}

export function newCrowd(): Crowd {
  const run = randomBytes(4).toString('hex');
  const accounts = Array.from({ length: addresses }, (_, index) => newAccount(`p${index}-${run}`));
  return {
    accounts,
    grants: accounts.map((account) => memberGrant(account, 'member')),
    directory: accounts.map((account) => ({
      _id: account._id.replace('acc_', 'dir_'),
      tenantId,
      organizationId,
      accountId: account._id,
      terms: searchTerms(account),
    })),
  };
}
