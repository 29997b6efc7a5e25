import { randomBytes } from 'node:crypto';
import { deriveSecret, formatCode, selectorFrom } from '../../src/domain/codes.ts';
import { day } from '../../src/domain/invitations.ts';
import { joinKey } from '../../src/services/invitations/keys.ts';
import type { AccountRecord } from '../../src/store/models/account.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import { newAccount, organization, owner, plainInvitation, tenantId } from './records.ts';

export type RedeemQuestion =
  /** Makes the database, the organization and its owner. */
  | { kind: 'prepare' }
  /** New people redeem their codes, so many at once. Answers the redemptions per second. */
  | { kind: 'redeem'; count: number; people: number };

/** Somebody with an account, and the invitation that they hold. */
export interface Invitee {
  account: AccountRecord;
  invitation: InvitationRecord;
  code: string;
}

export function newInvitees(count: number, codeKey: Uint8Array): Invitee[] {
  return Array.from({ length: count }, () => {
    const account = newAccount(`p${randomBytes(8).toString('hex')}`);
    const invitation = invitationFor(account);
    const secret = deriveSecret(codeKey, { tenantId, invitationId: invitation._id, version: 1 });
    const code = formatCode({ selector: invitation.selector ?? '', secret });
    return { account, invitation, code };
  });
}

function invitationFor({ email, emailKey }: AccountRecord): InvitationRecord {
  const now = new Date();
  return {
    ...plainInvitation,
    _id: `inv_${randomBytes(13).toString('hex')}`,
    tenantId,
    organizationId: organization._id,
    kind: 'join',
    status: 'pending',
    email,
    emailKey,
    nearKey: emailKey,
    selector: selectorFrom(randomBytes(8)),
    invitedBy: owner._id,
    inviterName: 'Pat owner',
    createdAt: now,
    expiresAt: new Date(now.getTime() + 7 * day),
    liveKey: joinKey(organization._id, emailKey),
  };
}
