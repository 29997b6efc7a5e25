import { identityKey, type PersonActor, type SlackIdentity } from '../../src/domain/context.ts';
import type { OrganizationRole } from '../../src/domain/permissions.ts';
import { actingAccount } from '../../src/services/accounts.ts';
import { grantKey } from '../../src/services/authority.ts';
import type { AccountRecord } from '../../src/store/models/account.ts';
import type { GrantRecord } from '../../src/store/models/grant.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import type { OrganizationRecord } from '../../src/store/models/organization.ts';
import { workspace } from './workspace.ts';

export const tenantId = workspace.id;
const now = new Date();

export const owner = newAccount('owner');

export const organization: OrganizationRecord = {
  _id: 'org_bench',
  tenantId,
  name: 'Aster Labs',
  domain: 'aster',
  notificationEmail: 'access@aster.example',
  approvalsChannelId: 'C0APPROVALS',
  configuredBy: owner._id,
  createdAt: now,
};

export const ownersGrant = memberGrant(owner, 'owner');

/** Somebody with an account, whose name and Slack user is `name`. */
export function newAccount(name: string): AccountRecord {
  const email = `${name}@aster.example`;
  return {
    _id: `acc_${name}`,
    tenantId,
    username: name,
    usernameKey: name,
    email,
    emailKey: email,
    firstName: 'Pat',
    lastName: name,
    provider: 'github',
    providerUsername: name,
    identityKeys: [identityKey(identityOf(name))],
    homeOrganizationId: null,
    createdAt: now,
  };
}

/** A role in the organization. */
export function memberGrant({ _id: accountId }: AccountRecord, role: OrganizationRole): GrantRecord {
  const access = { kind: 'organization', role } as const;
  return {
    _id: accountId.replace('acc_', 'grt_'),
    tenantId,
    organizationId: organization._id,
    accountId,
    access,
    status: 'active',
    invitationId: null,
    grantedBy: owner._id,
    since: now,
    endsAt: null,
    endedAt: null,
    endedBy: null,
    liveKey: grantKey(organization._id, access, accountId),
  };
}

/** What most invitations have nothing to say about. */
export const plainInvitation = {
  note: null,
  codeVersion: 1,
  failedAttempts: 0,
  lockedAt: null,
  access: null,
  accessEndsAt: null,
  firstName: null,
  lastName: null,
  approvals: [],
  validDays: 7,
  codeSpentAt: null,
  remindedAt: null,
  accountId: null,
  requestId: null,
  endedAt: null,
  endedBy: null,
  endedById: null,
  endedFrom: null,
} satisfies Partial<InvitationRecord>;

/** A person as verbs know them. */
export function actorOf(account: AccountRecord): PersonActor {
  const identity = identityOf(account.username);
  return { kind: 'person', tenantId, identity, account: actingAccount(account) };
}

function identityOf(userId: string): SlackIdentity {
  return { teamId: tenantId, userId };
}
