import { alreadyEnded, DomainError } from '../../domain/errors.ts';
import { extendedUntil, extendInput } from '../../domain/invitations.ts';
import { extendableStatuses, statusAt } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { parseInput } from '../parse.ts';
import { arming, nextReminderOf } from '../reminders/arm.ts';
import { whom } from './end-invitation.ts';
import { invitationToManage } from './managed.ts';

/**
 * Gives an invitation some days more before it expires, never beyond the end of the access that it offers. The same code
 * stays valid, and the invitee gets no mail: what they have been shown in Slack says the new day.
 * @param input `invitationId`, and one of the offered numbers of `days`
 * @throws DomainError `stale` when it has ended, waits for a seat, or cannot be valid any longer
 */
export async function extendInvitation(
  context: Context,
  input: unknown,
): Promise<{ email: string; expiresAt: Date }> {
  const { invitationId, days } = parseInput(extendInput, input);
  return command(context, 'invitation.extend', async (effects) => {
    const { invitation, organization } = await invitationToManage(context, invitationId);
    const { _id, tenantId, organizationId, email, status, codeVersion } = invitation;
    const until = requireExtendable(context, invitation, days);
    const nextReminderAt = nextReminderOf({ ...invitation, expiresAt: until }, organization);
    const { modifiedCount } = await context.store.invitations.updateOne(
      { _id, tenantId, status, codeVersion, expiresAt: invitation.expiresAt },
      arming({ expiresAt: until }, nextReminderAt),
    );
    if (modifiedCount === 0) throw over(invitation);
    effects.record({
      action: 'invitation.extended',
      organizationId,
      subjects: [_id, ...whom(invitation)],
      detail: { days, untilBefore: invitation.expiresAt.toISOString(), until: until.toISOString() },
    });
    await refreshCopies(context, effects, { type: 'invitation', id: _id });
    return { email, expiresAt: until };
  });
}

/** Until when it would be valid. @throws DomainError `stale` when it cannot be extended; writes nothing */
export function requireExtendable(context: Context, invitation: InvitationRecord, days: number): Date {
  const { status, expiresAt, accessEndsAt } = invitation;
  if (statusAt(invitation, context.now()) === 'expired') throw expired();
  if (status === 'waitlisted') throw waiting();
  if (!extendableStatuses.includes(status)) throw over(invitation);
  const until = extendedUntil(expiresAt, days, accessEndsAt);
  if (until <= expiresAt) throw atItsEnd();
  return until;
}

function expired(): DomainError {
  return new DomainError('stale', 'The invitation has expired. Resend it.');
}

function waiting(): DomainError {
  return new DomainError('stale', 'The invitation waits for a seat. Its time begins once it has one.');
}

function atItsEnd(): DomainError {
  return new DomainError(
    'stale',
    'The invitation is valid until its access ends. It cannot be valid longer.',
  );
}

function over(invitation: InvitationRecord): DomainError {
  if (invitation.status === 'undeliverable') {
    return new DomainError('stale', 'The invitation could not be delivered. Resend it.');
  }
  return alreadyEnded(invitation);
}
