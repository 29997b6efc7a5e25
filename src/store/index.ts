import mongoose, { type Connection, type Model } from 'mongoose';
import { type AccessRequestRecord, accessRequests } from './models/access-request.ts';
import { type AccountRecord, accounts } from './models/account.ts';
import { type AddressRecord, addresses } from './models/address.ts';
import { type AppRecord, apps } from './models/app.ts';
import { type AttemptRecord, attempts } from './models/attempt.ts';
import { type AuditRecord, audit } from './models/audit.ts';
import { type AuditHeadRecord, auditHeads } from './models/audit-head.ts';
import { type CollaborationRecord, collaborations } from './models/collaboration.ts';
import { type CommandRecord, commands } from './models/command.ts';
import { type DirectoryEntryRecord, directory } from './models/directory-entry.ts';
import { type DraftRecord, drafts } from './models/draft.ts';
import { type GrantRecord, grants } from './models/grant.ts';
import { type ImportRecord, imports } from './models/import.ts';
import { type ImportRowRecord, importRows } from './models/import-row.ts';
import { type InvitationRecord, invitations } from './models/invitation.ts';
import { type OrganizationRecord, organizations } from './models/organization.ts';
import { type OutboxRecord, outbox } from './models/outbox.ts';
import { type PurgeRecord, purges } from './models/purge.ts';
import { type SubscriptionRecord, subscriptions } from './models/subscription.ts';
import { type TenantRecord, tenants } from './models/tenant.ts';
import { type WorkgroupRecord, workgroups } from './models/workgroup.ts';
import { type WorkgroupGateRecord, workgroupGates } from './models/workgroup-gate.ts';

// Every operation inside a transaction joins it without naming a session, so none can be forgotten.
mongoose.set('transactionAsyncLocalStorage', true);

/** The collections of one database. */
export interface Store {
  connection: Connection;
  tenants: Model<TenantRecord>;
  organizations: Model<OrganizationRecord>;
  apps: Model<AppRecord>;
  subscriptions: Model<SubscriptionRecord>;
  workgroups: Model<WorkgroupRecord>;
  workgroupGates: Model<WorkgroupGateRecord>;
  collaborations: Model<CollaborationRecord>;
  accounts: Model<AccountRecord>;
  addresses: Model<AddressRecord>;
  directory: Model<DirectoryEntryRecord>;
  invitations: Model<InvitationRecord>;
  accessRequests: Model<AccessRequestRecord>;
  grants: Model<GrantRecord>;
  attempts: Model<AttemptRecord>;
  drafts: Model<DraftRecord>;
  audit: Model<AuditRecord>;
  auditHeads: Model<AuditHeadRecord>;
  purges: Model<PurgeRecord>;
  commands: Model<CommandRecord>;
  outbox: Model<OutboxRecord>;
  imports: Model<ImportRecord>;
  importRows: Model<ImportRowRecord>;
}

/** The store on an open connection. Indexes are made by `ensureIndexes`. */
export function openStore(connection: Connection): Store {
  return {
    connection,
    tenants: connection.model<TenantRecord>('Tenant', tenants),
    organizations: connection.model<OrganizationRecord>('Organization', organizations),
    apps: connection.model<AppRecord>('App', apps),
    subscriptions: connection.model<SubscriptionRecord>('Subscription', subscriptions),
    workgroups: connection.model<WorkgroupRecord>('Workgroup', workgroups),
    workgroupGates: connection.model<WorkgroupGateRecord>('WorkgroupGate', workgroupGates),
    collaborations: connection.model<CollaborationRecord>('Collaboration', collaborations),
    directory: connection.model<DirectoryEntryRecord>('DirectoryEntry', directory),
    drafts: connection.model<DraftRecord>('Draft', drafts),
    accounts: connection.model<AccountRecord>('Account', accounts),
    addresses: connection.model<AddressRecord>('Address', addresses),
    invitations: connection.model<InvitationRecord>('Invitation', invitations),
    accessRequests: connection.model<AccessRequestRecord>('AccessRequest', accessRequests),
    grants: connection.model<GrantRecord>('Grant', grants),
    attempts: connection.model<AttemptRecord>('Attempt', attempts),
    audit: connection.model<AuditRecord>('Audit', audit),
    auditHeads: connection.model<AuditHeadRecord>('AuditHead', auditHeads),
    purges: connection.model<PurgeRecord>('Purge', purges),
    commands: connection.model<CommandRecord>('Command', commands),
    outbox: connection.model<OutboxRecord>('Outbox', outbox),
    imports: connection.model<ImportRecord>('Import', imports),
    importRows: connection.model<ImportRowRecord>('ImportRow', importRows),
  };
}

/** Makes every collection and index that is missing. Without its unique indexes the store is not ready (A61). */
export async function ensureIndexes(store: Store): Promise<void> {
  await Promise.all(
    models(store).map(async (model) => {
      await model.createCollection();
      await model.createIndexes();
    }),
  );
}

/** All models of the store. */
export function models(store: Store): Model<unknown>[] {
  const { connection, ...all } = store;
  return Object.values(all) as unknown as Model<unknown>[];
}
