import { randomBytes } from 'node:crypto';
import { deriveSecret, formatCode, selectorFrom } from '../../src/domain/codes.ts';
import { identityKey, type SlackIdentity } from '../../src/domain/context.ts';
import { day } from '../../src/domain/invitations.ts';
import { grantKey } from '../../src/services/authority.ts';
import { joinKey } from '../../src/services/invitations/keys.ts';
import type { AccountRecord } from '../../src/store/models/account.ts';
import type { GrantRecord } from '../../src/store/models/grant.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import type { OrganizationRecord } from '../../src/store/models/organization.ts';
import { workspace } from './workspace.ts';

export type RedeemQuestion =
  /** Makes the database, the organization and its owner. */
  | { kind: 'prepare' }
  /** New people redeem their codes, so many at once. Answers the redemptions per second. */
  | { kind: 'redeem'; count: number; people: number };

/** Somebody with an account, and the invitation that they hold. */
export interface Invitee {
  identity: SlackIdentity;
  account: AccountRecord;
  invitation: InvitationRecord;
  code: string;
}

const tenantId = workspace.id;
const now = new Date();

export const owner: AccountRecord = newAccount('owner');

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

export const ownersGrant: GrantRecord = {
  _id: 'grt_bench',
  tenantId,
  organizationId: organization._id,
  accountId: owner._id,
  role: 'owner',
  status: 'active',
  invitationId: null,
  grantedBy: owner._id,
  since: now,
  liveKey: grantKey(organization._id, owner._id),
};

export function newInvitees(count: number, codeKey: Uint8Array): Invitee[] {
  return Array.from({ length: count }, () => {
    const name = `p${randomBytes(8).toString('hex')}`;
    const account = newAccount(name);
    const invitation = invitationFor(account);
    const secret = deriveSecret(codeKey, { tenantId, invitationId: invitation._id, version: 1 });
    const code = formatCode({ selector: invitation.selector ?? '', secret });
    return { identity: { teamId: tenantId, userId: name }, account, invitation, code };
  });
}

/** Calls `redeem` for every invitee, `people` of them at a time. Answers how many a second. */
export async function redeemAll(
  invitees: readonly Invitee[],
  people: number,
  redeem: (invitee: Invitee) => Promise<void>,
): Promise<number> {
  const begun = performance.now();
  const queue = invitees.values();
  const person = async () => {
    for (const invitee of queue) await redeem(invitee);
  };
  await Promise.all(Array.from({ length: people }, person));
  return invitees.length / ((performance.now() - begun) / 1000);
}

function newAccount(name: string): AccountRecord {
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
    identityKeys: [identityKey({ teamId: tenantId, userId: name })],
    createdAt: now,
  };
}

function invitationFor({ email, emailKey }: AccountRecord): InvitationRecord {
  return {
    _id: `inv_${randomBytes(13).toString('hex')}`,
    tenantId,
    organizationId: organization._id,
    kind: 'join',
    status: 'pending',
    email,
    emailKey,
    nearKey: emailKey,
    note: null,
    selector: selectorFrom(randomBytes(8)),
    codeVersion: 1,
    failedAttempts: 0,
    lockedAt: null,
    role: null,
    accountId: null,
    requestId: null,
    invitedBy: owner._id,
    inviterName: 'Pat owner',
    createdAt: now,
    expiresAt: new Date(now.getTime() + 7 * day),
    endedAt: null,
    endedBy: null,
    liveKey: joinKey(organization._id, emailKey),
  };
}
