import { alreadyEnded, DomainError } from '../../domain/errors.ts';
import { statusAt } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { directMessages, toEach } from '../recipients.ts';
import { invitationToManage } from './managed.ts';

/** Between two reminders of one invitation, in milliseconds: pressing twice does not mail twice. */
const pauseMs = 60 * 60 * 1000;

/** Whether the invitee can be reminded at `now`: it waits for them with a code that works, and they were not reminded within the hour. */
export function isRemindable(invitation: InvitationRecord, now: Date): boolean {
  const { remindedAt, lockedAt, codeSpentAt, accountId } = invitation;
  const isAnswerable = lockedAt === null && (codeSpentAt === null || accountId !== null);
  const isRested = remindedAt === null || now.getTime() - remindedAt.getTime() >= pauseMs;
  return statusAt(invitation, now) === 'pending' && isAnswerable && isRested;
}

/**
 * Sends the invitee what they have got already once more: the same code, the same end.
 * @throws DomainError `stale` when it does not wait for them any more, or they were reminded within the hour
 */
export async function remindInvitee(context: Context, invitationId: string): Promise<{ email: string }> {
  return command(context, 'invitation.remind', async (effects) => {
    const { invitation } = await invitationToManage(context, invitationId);
    const { tenantId, organizationId, codeVersion, email, accountId } = invitation;
    const now = context.now();
    if (statusAt(invitation, now) !== 'pending') throw alreadyEnded(invitation);
    if (!isRemindable(invitation, now)) throw tooSoon();
    await context.store.invitations.updateOne(
      { _id: invitationId, tenantId, status: 'pending', codeVersion },
      { $set: { remindedAt: now } },
    );
    effects.record({ action: 'invitation.reminded', organizationId, subjects: [invitationId] });
    const about = { type: 'invitation', id: invitationId } as const;
    const key = `offer-reminder:${invitationId}:${context.commandId}`;
    const reminder = { template: 'offer-reminder', about, codeVersion } as const;
    effects.send({ ...reminder, key: `${key}:mail`, to: { via: 'mail', address: email } });
    const invitee = await directMessages(context, accountId ? [accountId] : []);
    for (const message of toEach(invitee, { ...reminder, key })) effects.send(message);
    return { email };
  });
}

function tooSoon(): DomainError {
  return new DomainError(
    'stale',
    'This person was reminded within the last hour. Wait before you remind again.',
  );
}
