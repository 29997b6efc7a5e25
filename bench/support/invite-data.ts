import { randomBytes } from 'node:crypto';
import type { DirectInput } from '../../src/domain/direct-invitations.ts';
import { searchTerms } from '../../src/domain/people.ts';
import type { AccountRecord } from '../../src/store/models/account.ts';
import type { AppRecord } from '../../src/store/models/app.ts';
import type { DirectoryEntryRecord } from '../../src/store/models/directory-entry.ts';
import type { DraftRecord } from '../../src/store/models/draft.ts';
import type { GrantRecord } from '../../src/store/models/grant.ts';
import type { OrganizationRecord } from '../../src/store/models/organization.ts';
import type { SubscriptionRecord } from '../../src/store/models/subscription.ts';
import { memberGrant, newAccount, organization, owner, ownersGrant, tenantId } from './records.ts';

export type InviteQuestion =
  /** Makes the database and all that does not change: the organization, its admins, its app. */
  | { kind: 'prepare' }
  /** Each admin sends to new people on a subscription of the admin's own. Answers the invitations per second. */
  | { kind: 'spread'; count: number }
  /** All at once on one subscription. Answers the invitations per second that got their answer, seat or none. */
  | { kind: 'crowd'; count: number; seats: number };

/** A reviewed invitation of an account that is known to the organization, ready to be sent. */
export interface Reviewed {
  sender: AccountRecord;
  invitee: AccountRecord;
  entry: DirectoryEntryRecord;
  draft: DraftRecord;
  subscriptionId: string;
}

export const adminCount = 16;
const { _id: organizationId } = organization;
const now = new Date();
const admins = Array.from({ length: adminCount }, (_, index) => newAccount(`admin${index}`));
const role = { id: 'rol_editor', name: 'Editor', privileged: false, archived: false };

export const app: AppRecord = {
  _id: 'app_bench',
  tenantId,
  organizationId,
  name: 'Lab Notebook',
  roles: [role, { ...role, id: 'rol_viewer', name: 'Viewer' }],
  createdAt: now,
  archivedAt: null,
  liveKey: `${organizationId}:lab notebook`,
};

/** What both sides begin with, by collection. */
export const startingRecords: {
  accounts: AccountRecord[];
  organizations: OrganizationRecord[];
  grants: GrantRecord[];
  apps: AppRecord[];
} = {
  accounts: [owner, ...admins],
  organizations: [organization],
  grants: [ownersGrant, ...admins.map((admin) => memberGrant(admin, 'admin'))],
  apps: [app],
};

export function newSubscription(seatLimit: number): SubscriptionRecord {
  const _id = `sub_${randomBytes(13).toString('hex')}`;
  return {
    _id,
    tenantId,
    organizationId,
    appId: app._id,
    name: `Team ${_id}`,
    plan: 'Standard',
    seatLimit,
    active: 0,
    held: 0,
    endsAt: null,
    createdAt: now,
    archivedAt: null,
    liveKey: `${app._id}:${_id}`,
  };
}

/** `count` invitations, of the admins and the subscriptions in turn. */
export function newReviewed(count: number, subscriptions: readonly SubscriptionRecord[]): Reviewed[] {
  return Array.from({ length: count }, (_, index) => {
    const sender = admins[index % adminCount] ?? owner;
    const subscriptionId = subscriptions[index % subscriptions.length]?._id ?? '';
    const invitee = newAccount(`p${randomBytes(8).toString('hex')}`);
    return {
      sender,
      invitee,
      entry: entryOf(invitee),
      draft: draftOf(sender, invitee, subscriptionId),
      subscriptionId,
    };
  });
}

function entryOf(account: AccountRecord): DirectoryEntryRecord {
  const { _id: accountId } = account;
  const _id = accountId.replace('acc_', 'dir_');
  return { _id, tenantId, organizationId, accountId, terms: searchTerms(account) };
}

function draftOf(sender: AccountRecord, invitee: AccountRecord, subscriptionId: string): DraftRecord {
  const values: DirectInput = {
    who: 'existing',
    accountId: invitee._id,
    organizationId,
    appId: app._id,
    subscriptionId,
    roleId: role.id,
    note: null,
    expiryDays: 7,
    accessEndsOn: null,
  };
  const _id = `drf_${randomBytes(13).toString('hex')}`;
  return { _id, tenantId, accountId: sender._id, values: { ...values }, at: new Date() };
}
