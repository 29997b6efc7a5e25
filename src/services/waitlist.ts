import { validUntil } from '../domain/invitations.ts';
import { invitationTransitions, sourcesOf } from '../domain/states.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import type { Effects } from './command.ts';
import type { Context } from './context.ts';
import { approvalsNeeded } from './invitations/approvals.ts';
import { proceed } from './invitations/proceed.ts';
import { inviterDestinations, toEach } from './recipients.ts';
import { arming, sentNow } from './reminders/arm.ts';
import { holdSeat } from './seats.ts';

/** At most this many in one transaction, so that it stays short; the sweep goes on. */
const promotedAtOnce = 50;

/**
 * Gives the free seats of a subscription to those who wait for one, first come first served (design §2). Called in the
 * transaction that has freed them.
 * @returns how many moved up
 */
export async function promoteWaiting(
  context: Context,
  effects: Effects,
  subscriptionId: string,
): Promise<number> {
  for (let promoted = 0; promoted < promotedAtOnce; promoted += 1) {
    const first = await firstInLine(context, subscriptionId);
    if (!first || !(await holdSeat(context, subscriptionId))) return promoted;
    await promote(context, effects, first);
  }
  return promotedAtOnce;
}

/** Who has waited longest for a seat of a subscription, and still can use it; null when nobody does. */
export function firstInLine(context: Context, subscriptionId: string): Promise<InvitationRecord | null> {
  return context.store.invitations
    .findOne({
      tenantId: context.actor.tenantId,
      'access.subscriptionId': subscriptionId,
      status: 'waitlisted',
      $or: [{ accessEndsAt: null }, { accessEndsAt: { $gt: context.now() } }],
    })
    .sort({ _id: 1 })
    .lean();
}

/** From now on it holds a seat, and runs like any invitation: its time begins now, its invitee is told. */
async function promote(context: Context, effects: Effects, waiting: InvitationRecord): Promise<void> {
  const { _id, tenantId, organizationId, approvals, validDays, accessEndsAt } = waiting;
  const needed = await approvalsNeeded(context, waiting);
  const status = approvals.length < needed ? 'proposed' : 'pending';
  const organization = await context.store.organizations.findOne({ _id: organizationId, tenantId }).lean();
  if (!organization) throw new Error(`${organizationId} is gone`);
  const expiresAt = validUntil(context.now(), validDays, accessEndsAt);
  const sent = sentNow(context, { status, expiresAt }, organization);
  const promoted = await context.store.invitations
    .findOneAndUpdate(
      { _id, tenantId, status: { $in: sourcesOf(invitationTransitions, status) } },
      arming(sent.fields, sent.nextReminderAt),
      { returnDocument: 'after' },
    )
    .lean();
  if (!promoted) throw new Error(`${_id} left the waitlist within a transaction`);
  effects.record({ action: 'invitation.promoted', organizationId, subjects: [_id], detail: { status } });
  await proceed(context, effects, promoted, organization);
  const about = { type: 'invitation', id: _id } as const;
  const inviter = await inviterDestinations(context, waiting);
  const message = { key: `waitlist-seat:${_id}`, template: 'waitlist-seat', about } as const;
  for (const each of toEach(inviter, message)) effects.send(each);
}
