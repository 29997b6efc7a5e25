import type { Access } from '../../domain/access.ts';
import { alreadyEnded, DomainError } from '../../domain/errors.ts';
import { validUntil } from '../../domain/invitations.ts';
import { holdsSeat, requestTransitions, resendableStatuses, sourcesOf } from '../../domain/states.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { requireGrantable } from '../access.ts';
import { command, type Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { enterDirectory } from '../directory.ts';
import { arming, sentNow } from '../reminders/arm.ts';
import { holdSeat } from '../seats.ts';
import { wayOf } from '../workgroups/belonging.ts';
import { passGate } from '../workgroups/gates.ts';
import { approvalsNeeded } from './approvals.ts';
import { whom } from './end-invitation.ts';
import { holdAddresses } from './hold-addresses.ts';
import { liveKeyOf } from './keys.ts';
import { letInWaiting } from './let-in.ts';
import { invitationToManage, type Managed, requireUnreplaced } from './managed.ts';
import { tellInvitee } from './tell-invitee.ts';

export interface ResentInvitation {
  email: string;
  expiresAt: Date;
  hasCode: boolean;
}

/**
 * Sends an invitation again: a new code, the old one dead, the time to answer never shorter than before. Works after
 * expiry and bounce, if a seat is free again. Whoever resends answers for the invitation from now on.
 * @throws DomainError `stale` when it has ended for good, or its seat is taken
 */
export async function resendInvitation(context: Context, invitationId: string): Promise<ResentInvitation> {
  const account = requireAccount(context);
  return command(context, 'invitation.resend', async (effects) => {
    const managed = await invitationToManage(context, invitationId);
    const { organization } = managed;
    const { invitation, found, subscriptionId } = await requireResendable(context, managed);
    const { tenantId, codeVersion, access, accountId, accessEndsAt } = invitation;
    if (access?.kind === 'workgroup') await passGate(context, access.workgroupId);
    if (found) await enterDirectory(context, organization._id, found);
    if (access && accountId === null) await holdAddresses(context, [invitation.emailKey]);
    if (subscriptionId && !(await holdSeat(context, subscriptionId))) throw noSeatToResend();
    const renewed = validUntil(context.now(), invitation.validDays, accessEndsAt);
    const expiresAt = renewed > invitation.expiresAt ? renewed : invitation.expiresAt;
    const sent = sentNow(context, { status: 'pending', expiresAt }, organization);
    const resent = await context.store.invitations
      .findOneAndUpdate(
        { _id: invitationId, tenantId, codeVersion, status: invitation.status },
        {
          ...arming(
            {
              ...sent.fields,
              accountId,
              requestId: await openRequestOf(context, invitation),
              invitedBy: account.id,
              inviterName: account.name,
              failedAttempts: 0,
              lockedAt: null,
              codeSpentAt: null,
              endedAt: null,
              endedBy: null,
              endedById: null,
              endedFrom: null,
              liveKey: liveKeyOf(invitation),
            },
            sent.nextReminderAt,
            { renewalAskedAt: 1 },
          ),
          $inc: { codeVersion: 1 },
        },
        { returnDocument: 'after' },
      )
      .lean();
    if (!resent) throw alreadyEnded(invitation);
    if (accountId !== managed.invitation.accountId) {
      const subjects = [invitationId, ...whom(resent)];
      effects.record({ action: 'invitation.claimed', organizationId: organization._id, subjects });
    }
    effects.record({
      action: 'invitation.resent',
      organizationId: resent.organizationId,
      subjects: [invitationId],
      detail: { version: resent.codeVersion },
    });
    await refreshCopies(context, effects, { type: 'invitation', id: invitationId });
    await follow(context, effects, resent);
    return { email: resent.email, expiresAt, hasCode: resent.selector !== undefined && !resent.accountId };
  });
}

/** The request that it answers, as long as that waits for the answer. One that has lapsed stays so: the offer is its sender's own from now on. */
async function openRequestOf(
  context: Context,
  { tenantId, requestId }: InvitationRecord,
): Promise<string | null> {
  if (requestId === null) return null;
  const open = { _id: requestId, tenantId, status: { $in: sourcesOf(requestTransitions, 'fulfilled') } };
  return (await context.store.accessRequests.exists(open)) ? requestId : null;
}

export interface Resendable {
  /** As it will be: for the account that its address has got. */
  invitation: InvitationRecord;
  /** That account, when it was not known yet. */
  found: AccountRecord | null;
  /** The subscription that a seat has to be taken of again. */
  subscriptionId: string | null;
}

/** All that a resend needs but the seat; writes nothing. @throws DomainError `stale`, or `form` when it is not offered any more */
export async function requireResendable(context: Context, managed: Managed): Promise<Resendable> {
  const { organization, role } = managed;
  if (!resendableStatuses.includes(managed.invitation.status)) throw notSendable(managed.invitation);
  const found = await newAccountOf(context, managed.invitation);
  const invitation = found ? { ...managed.invitation, accountId: found._id } : managed.invitation;
  const { access, accessEndsAt, status } = invitation;
  await requireUnreplaced(context, invitation);
  if (access) await requireStillOffered(context, organization._id, role, invitation, access);
  if (accessEndsAt && accessEndsAt <= context.now()) throw endedAlready();
  return {
    invitation,
    found,
    subscriptionId: access?.kind === 'app' && !holdsSeat(status) ? access.subscriptionId : null,
  };
}

/** It was not sent at all so far, or has ended for good. */
function notSendable(invitation: InvitationRecord): DomainError {
  if (invitation.status === 'proposed') return new DomainError('stale', 'Waits for a second approver.');
  if (invitation.status === 'waitlisted') return new DomainError('stale', 'Waits for a free seat.');
  return alreadyEnded(invitation);
}

/** Since it was sent, the invited address may have got an account: then the invitation is that account's, and needs no code (A38). */
async function newAccountOf(context: Context, invitation: InvitationRecord): Promise<AccountRecord | null> {
  const { tenantId, kind, accountId, emailKey } = invitation;
  if (kind === 'join' || accountId || wayOf(invitation)) return null;
  return context.store.accounts.findOne({ tenantId, emailKey }).lean();
}

/** Whoever belongs by now where a workgroup's invitation wants it is let in; everybody else is told again. */
async function follow(context: Context, effects: Effects, resent: InvitationRecord): Promise<void> {
  const { _id, tenantId } = resent;
  if (!(await letInWaiting(context, effects, resent))) return tellInvitee(context, effects, resent);
  const claimed = await context.store.invitations.findOne({ _id, tenantId, status: 'pending' }).lean();
  if (claimed) await tellInvitee(context, effects, claimed);
}

/** A privileged role keeps the two who have agreed to it; whoever resends another access must be able to give it. */
async function requireStillOffered(
  context: Context,
  organizationId: string,
  role: Parameters<typeof requireGrantable>[2],
  invitation: InvitationRecord,
  access: Access,
): Promise<void> {
  await requireGrantable(context, organizationId, role, access);
  if (invitation.approvals.length >= (await approvalsNeeded(context, invitation))) return;
  throw new DomainError(
    'stale',
    'This role takes two approvers, and only one has agreed. Send a new invitation for it.',
  );
}

export function noSeatToResend(): DomainError {
  return new DomainError(
    'stale',
    'No seat is free any more. Send a new invitation and put the person on the waitlist.',
  );
}

function endedAlready(): DomainError {
  return new DomainError(
    'stale',
    'The access of this invitation would be over already. Send a new invitation.',
  );
}
