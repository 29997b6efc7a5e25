import { nearDuplicateKey, parseEmail } from '../../domain/email.ts';
import { formError } from '../../domain/errors.ts';
import { day, offerExpiryDays, offerInput } from '../../domain/invitations.ts';
import { fullName, usernameKey } from '../../domain/people.ts';
import { assignableRoles, type OrganizationRole } from '../../domain/permissions.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { markApproved } from '../access-requests/decide.ts';
import { authorize, grantKey } from '../authority.ts';
import { command, type Effects } from '../command.ts';
import { type Context, newId, requireAccount } from '../context.ts';
import { parseInput } from '../parse.ts';
import { directMessages, toEach } from '../recipients.ts';
import { endExpired } from './end-expired.ts';
import { offerKey, requestKey } from './keys.ts';

export interface OfferResult {
  organizationName: string;
  personName: string;
  role: OrganizationRole;
  expiresAt: Date;
}

/**
 * Invites an account by its e-mail address and username, by hand. A request that the account has open is approved by it.
 * @throws DomainError `form` on `username`, `email` or `role`
 */
export async function offerByUsername(context: Context, input: unknown): Promise<OfferResult> {
  const fields = parseInput(offerInput, input);
  return command(context, 'invitation.offer', async (effects) => {
    const { organization, role: ceiling } = await authorize(context, 'access:grant', fields.organizationId);
    requireAssignable(ceiling, fields.role);
    const account = await findAccount(context, fields);
    const request = await context.store.accessRequests
      .findOne({ tenantId: context.actor.tenantId, liveKey: requestKey(organization._id, account._id) })
      .lean();
    if (request?.status === 'pending' && request.expiresAt > context.now()) {
      await markApproved(context, effects, request, fields.role);
      return createOffer(context, effects, {
        organization,
        account,
        role: fields.role,
        requestId: request._id,
      });
    }
    return createOffer(context, effects, { organization, account, role: fields.role, requestId: null });
  });
}

/** @throws DomainError `form` on `role` when the actor may not give it (A10) */
export function requireAssignable(ceiling: OrganizationRole, role: OrganizationRole): void {
  if (assignableRoles(ceiling).includes(role)) return;
  throw formError({ role: `As ${ceiling} you can't give the role ${role}. Choose another one.` });
}

/** The writes of an access invitation to an account, and its mail and direct message. */
export async function createOffer(
  context: Context,
  effects: Effects,
  of: {
    organization: OrganizationRecord;
    account: AccountRecord;
    role: OrganizationRole;
    requestId: string | null;
  },
): Promise<OfferResult> {
  const { organization, account, role, requestId } = of;
  await requireNothingLive(context, effects, organization, account);
  const inviter = requireAccount(context);
  const now = context.now();
  const invitation: InvitationRecord = {
    _id: newId(context, 'inv'),
    tenantId: context.actor.tenantId,
    organizationId: organization._id,
    kind: 'access',
    status: 'pending',
    email: account.email,
    emailKey: account.emailKey,
    nearKey: nearKeyOf(account.email),
    note: null,
    codeVersion: 1,
    failedAttempts: 0,
    lockedAt: null,
    role,
    accountId: account._id,
    requestId,
    invitedBy: inviter.id,
    inviterName: inviter.name,
    createdAt: now,
    expiresAt: new Date(now.getTime() + offerExpiryDays * day),
    endedAt: null,
    endedBy: null,
    liveKey: offerKey(organization._id, account._id),
  };
  await context.store.invitations.insertMany([invitation], { lean: true });
  effects.record({
    action: 'invitation.created',
    organizationId: organization._id,
    subjects: [invitation._id, account._id, ...(requestId ? [requestId] : [])],
    detail: { kind: 'access', role, username: account.username },
  });
  await tellInvitee(context, effects, invitation);
  return {
    organizationName: organization.name,
    personName: fullName(account),
    role,
    expiresAt: invitation.expiresAt,
  };
}

/** The mail and the direct message that ask an account to accept. `codeVersion` counts how often they were sent. */
export async function tellInvitee(
  context: Context,
  { send }: Effects,
  invitation: InvitationRecord,
): Promise<void> {
  const about = { type: 'invitation', id: invitation._id } as const;
  const key = `offer:${invitation._id}:${invitation.codeVersion}`;
  const { codeVersion, email } = invitation;
  const offer = { template: 'offer', about, codeVersion } as const;
  send({ ...offer, key: `${key}:mail`, to: { via: 'mail', address: email } });
  const invitee = await directMessages(context, invitation.accountId ? [invitation.accountId] : []);
  for (const message of toEach(invitee, { ...offer, key })) send(message);
}

async function findAccount(
  context: Context,
  { username, email }: { username: string; email: string },
): Promise<AccountRecord> {
  const account = await context.store.accounts
    .findOne({ tenantId: context.actor.tenantId, usernameKey: usernameKey(username) })
    .lean();
  if (!account) {
    throw formError({
      username: `No account has the username ${username.slice(0, 40)}. Check the notification e-mail.`,
    });
  }
  const parsed = parseEmail(email);
  if ('problem' in parsed) throw formError({ email: 'This is not an e-mail address.' });
  if (parsed.key !== account.emailKey) {
    throw formError({ email: `This is not the address of the account ${account.username}.` });
  }
  return account;
}

async function requireNothingLive(
  context: Context,
  effects: Effects,
  organization: OrganizationRecord,
  account: AccountRecord,
): Promise<void> {
  const { tenantId } = context.actor;
  const grant = await context.store.grants
    .findOne({ tenantId, liveKey: grantKey(organization._id, account._id) })
    .lean();
  if (grant) {
    throw formError({ username: `${account.username} is ${grant.role} of ${organization.name} already.` });
  }
  const live = await context.store.invitations
    .findOne({ tenantId, liveKey: offerKey(organization._id, account._id) })
    .lean();
  if (live && !(await endExpired(context, effects, live))) {
    throw formError({
      username: `${account.username} has an open invitation already. See /invitations to send it again.`,
    });
  }
}

function nearKeyOf(address: string): string {
  const email = parseEmail(address);
  return 'key' in email ? nearDuplicateKey(email) : address;
}
