import { settingsOf } from '../../domain/settings.ts';
import { statusAt } from '../../domain/states.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { isWaitingFor } from '../invitations/proposals-waiting.ts';
import { isRemindable } from '../invitations/remind.ts';
import { answerable } from './answerable.ts';
import { arming, turnOfInvitation } from './arm.ts';
import { openPlaces, type Place } from './places.ts';
import { type Humane, humane } from './quiet-hours.ts';
import { accountOf, type Reminded, remindPeople, toRemind } from './remind-of.ts';

interface Due {
  invitation: InvitationRecord;
  place: Place | undefined;
  /** Whose it is. */
  account: AccountRecord | undefined;
  /** Whether its invitee could answer it. */
  isAnswerable: boolean;
  now: Date;
}

/**
 * Gives invitations that are due their turn: their invitees are reminded by mail, and those who have an account in Slack; and
 * whoever may agree to one that waits for a second approver. Only inside a command.
 * @returns how many were still due
 */
export async function remindOfInvitations(
  context: Context,
  effects: Effects,
  ids: string[],
): Promise<number> {
  const { tenantId } = context.actor;
  const now = context.now();
  const due = { tenantId, nextReminderAt: { $lte: now } };
  const invitations = await context.store.invitations.find({ _id: { $in: ids }, ...due }).lean();
  if (invitations.length === 0) return 0;
  const places = await openPlaces(context, invitations);
  const accounts = await accountsOf(context, invitations);
  const open = await answerable(context, invitations, { places, accounts });
  const turns = invitations.map((invitation) => {
    const { _id, organizationId, accountId } = invitation;
    const known = { place: places.get(organizationId), account: accounts.get(accountId ?? '') };
    return { invitation, ...turnAt({ invitation, ...known, isAnswerable: open.has(_id), now }) };
  });
  await context.store.invitations.bulkWrite(
    turns.map(({ invitation: { _id }, update }) => ({ updateOne: { filter: { _id, ...due }, update } })),
  );
  const reached = await remindPeople(
    context,
    effects,
    turns.flatMap(({ told }) => told),
  );
  for (const { invitation, mailed, told } of turns) {
    const { _id, organizationId } = invitation;
    if (mailed) mail(effects, invitation, mailed);
    if (!mailed && !told.some(({ account }) => reached.has(account._id))) continue;
    const detail = { automatic: true, ...(mailed ? {} : { approvers: true }) };
    effects.record({ action: 'invitation.reminded', organizationId, subjects: [_id], detail });
  }
  return invitations.length;
}

async function accountsOf(
  context: Context,
  invitations: readonly InvitationRecord[],
): Promise<ReadonlyMap<string, AccountRecord>> {
  const ids = [...new Set(invitations.flatMap(({ accountId }) => accountId ?? []))];
  if (ids.length === 0) return new Map();
  const { tenantId } = context.actor;
  const accounts = await context.store.accounts.find({ tenantId, _id: { $in: ids } }).lean();
  return new Map(accounts.map((account) => [account._id, account]));
}

interface Outcome {
  update: ReturnType<typeof arming>;
  /** When the invitee gets a mail; null for none. */
  mailed: Humane | null;
  told: Reminded[];
}

const nothing = { mailed: null, told: [] };

function turnAt(due: Due): Outcome {
  const { invitation, place, account, isAnswerable, now } = due;
  const status = statusAt(invitation, now);
  if (!place || (status !== 'pending' && status !== 'proposed')) {
    return { update: arming({}, null), ...nothing };
  }
  const { organization } = place;
  const { reminders } = settingsOf(organization);
  const { isReminder, remindersSent, nextReminderAt } = turnOfInvitation(invitation, reminders, now);
  const later = arming({ remindersSent }, nextReminderAt);
  if (!isReminder) return { update: later, ...nothing };
  if (status === 'proposed') return { update: later, mailed: null, told: approversOf(due, place) };
  // Whoever was reminded by hand a moment ago, or could not answer it now, hears of it the next time.
  if (!isRemindable(invitation, now) || !isAnswerable) return { update: later, ...nothing };
  const mailed = humane(organization, { timeZone: account?.timeZone }, now);
  if (mailed.notBefore >= invitation.expiresAt) return { update: later, ...nothing };
  return {
    update: mailed.notBefore > now ? later : arming({ remindersSent, remindedAt: now }, nextReminderAt),
    mailed,
    told: account ? [toRemind(account, organization, { since: sentAt(invitation), now })] : [],
  };
}

/** Those who may agree: neither has agreed already, nor is it for them. */
function approversOf({ invitation, now }: Due, { organization, deciders }: Place): Reminded[] {
  return deciders
    .filter(({ accountId: id, emailKey }) => isWaitingFor(invitation, { id, emailKey }))
    .map((holder) => toRemind(accountOf(holder), organization, { since: sentAt(invitation), now }))
    .filter(({ notBefore }) => notBefore < invitation.expiresAt);
}

function sentAt({ sentAt: at, createdAt }: InvitationRecord): Date {
  return at ?? createdAt;
}

/** What they have got already once more: the same code, the same end. */
function mail(
  { send }: Effects,
  { _id, codeVersion, email, remindersSent = 0 }: InvitationRecord,
  at: Humane,
): void {
  send({
    key: `offer-reminder:${_id}:${codeVersion}:${remindersSent}:mail`,
    template: 'offer-reminder',
    about: { type: 'invitation', id: _id },
    codeVersion,
    to: { via: 'mail', address: email },
    ...at,
  });
}
