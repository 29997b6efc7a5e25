import type { Access } from '../../domain/access.ts';
import { alreadyEnded, DomainError, OfferExpired } from '../../domain/errors.ts';
import { invitationTransitions, sourcesOf } from '../../domain/states.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { endRequest } from '../access-requests/end-request.ts';
import { grantKey } from '../authority.ts';
import type { Effects } from '../command.ts';
import { type Context, newId } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { enterDirectory } from '../directory.ts';
import { holdActive } from '../people/hold-active.ts';
import { directMessages, inviterDestinations, toEach } from '../recipients.ts';
import { armWarning } from '../reminders/arm-warning.ts';
import { activateSeat } from '../seats.ts';
import { enterWorkgroup } from '../workgroups/enter.ts';

/**
 * The writes by which an invitation becomes an access: the invitee has accepted, or the organization wants no acceptance.
 * Both sides are told. What else follows from an access is for `giveAccess`.
 * @param isGiven it comes along with something else that the invitee has done, and nobody was asked about it
 * @returns who has it now
 * @throws DomainError `stale` when it was answered, withdrawn or has expired, `deny` when the account is deactivated
 */
export async function fulfil(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
  isGiven = false,
): Promise<AccountRecord> {
  const { _id, organizationId, access, accountId, requestId } = invitation;
  if (!access || !accountId) throw new Error(`${_id} cannot be accepted by anybody`);
  const account = await holdActive(context, accountId);
  if (access.kind === 'workgroup') await enterWorkgroup(context, organizationId, access, account);
  const isAnswer = !isGiven && isByInvitee(context, account);
  await markAccepted(context, invitation, isAnswer);
  const grantId = await insertGrant(context, invitation, access, account._id);
  await activateSeat(context, access);
  await enterDirectory(context, organizationId, account);
  const subjects = [_id, account._id];
  const detail = detailOf(access);
  const atOnce = isAnswer ? {} : { atOnce: true };
  const accepted = { action: 'invitation.accepted', detail: { ...detail, ...atOnce } } as const;
  effects.record({ ...accepted, organizationId, subjects });
  effects.record({ action: 'grant.created', organizationId, subjects: [grantId, ...subjects], detail });
  if (requestId) await endRequest(context, effects, requestId, organizationId, 'fulfilled');
  await tell(context, effects, invitation, { account, isAnswer });
  return account;
}

function isByInvitee({ actor }: Context, { _id }: AccountRecord): boolean {
  return actor.kind === 'person' && actor.account?.id === _id;
}

/** An access as the audit notes it: ids and plain words, no names that may change. */
export function detailOf(access: Access): Record<string, string> {
  if (access.kind === 'organization') return { role: access.role };
  if (access.kind === 'workgroup') {
    const { workgroupId: workgroup, role, partnerId: partner } = access;
    return { workgroup, role, ...(partner ? { partner } : {}) };
  }
  const { appId, subscriptionId, roleId } = access;
  return { app: appId, subscription: subscriptionId, role: roleId };
}

async function markAccepted(
  context: Context,
  invitation: InvitationRecord,
  isAnswer: boolean,
): Promise<void> {
  const status = 'accepted';
  const now = context.now();
  // Where nothing has to be accepted, somebody else, or nobody yet known, is the one who acts.
  const actor = context.actor.kind === 'person' ? context.actor.account : null;
  const by = isAnswer || actor?.id !== invitation.accountId ? actor : null;
  const { modifiedCount } = await context.store.invitations.updateOne(
    {
      _id: invitation._id,
      tenantId: invitation.tenantId,
      status: { $in: sourcesOf(invitationTransitions, status) },
      expiresAt: { $gt: now },
    },
    {
      $set: { status, endedAt: now, endedBy: by?.name ?? null, endedById: by?.id ?? null },
      $unset: { liveKey: 1, nextReminderAt: 1 },
    },
  );
  if (modifiedCount === 0) throw whyUnanswerable(invitation);
}

/** Why an invitation could not be answered: it has expired, or somebody was faster. */
export function whyUnanswerable(invitation: InvitationRecord): DomainError {
  const { _id, status, inviterName, renewalAskedAt } = invitation;
  if (status !== 'pending' && status !== 'expired') return alreadyEnded(invitation);
  if (!renewalAskedAt) return new OfferExpired(_id);
  const text = `This invitation has expired. You have asked for a new one, and ${inviterName} knows.`;
  return new DomainError('stale', text);
}

/** Tells whoever invited what became of it; the owners when that person has left or cannot be told. */
export async function tellInviter(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
): Promise<void> {
  const about = { type: 'invitation', id: invitation._id } as const;
  await refreshCopies(context, effects, about);
  const inviter = await inviterDestinations(context, invitation);
  const message = { key: `offer-answered:${invitation._id}`, template: 'offer-answered', about } as const;
  for (const each of toEach(inviter, message)) effects.send(each);
}

async function insertGrant(
  context: Context,
  { _id, tenantId, organizationId, invitedBy, accessEndsAt }: InvitationRecord,
  access: Access,
  accountId: string,
): Promise<string> {
  const grantId = newId(context, 'grt');
  await context.store.grants.insertMany(
    [
      {
        _id: grantId,
        tenantId,
        organizationId,
        accountId,
        access,
        status: 'active',
        invitationId: _id,
        grantedBy: invitedBy,
        since: context.now(),
        endsAt: accessEndsAt,
        endedAt: null,
        endedBy: null,
        liveKey: grantKey(organizationId, access, accountId),
        ...(await armWarning(context, { organizationId, endsAt: accessEndsAt })),
      },
    ],
    { lean: true },
  );
  return grantId;
}

/** Who accepted reads it in the answer and by mail; who did not have to gets a direct message as well. */
async function tell(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
  { account, isAnswer }: { account: AccountRecord; isAnswer: boolean },
): Promise<void> {
  const about = { type: 'invitation', id: invitation._id } as const;
  const key = `access-granted:${invitation._id}`;
  const granted = { template: 'access-granted', about } as const;
  effects.send({ ...granted, key, to: { via: 'mail', address: invitation.email } });
  if (!isAnswer) {
    const person = await directMessages(context, [account._id]);
    for (const message of toEach(person, { ...granted, key })) effects.send(message);
  }
  await tellInviter(context, effects, invitation);
}
