import type { ReminderSettings } from '../../domain/reminder-settings.ts';
import { settingsOf } from '../../domain/settings.ts';
import { statusAt } from '../../domain/states.ts';
import { isSameDay } from '../../domain/working-time.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { Holder } from '../authority.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { arming, turnOfRequest } from './arm.ts';
import { holdersAmong } from './holders-now.ts';
import { openPlaces, type Place } from './places.ts';
import { accountOf, firstReminderOf, type Reminded, remindPeople, toRemind } from './remind-of.ts';

/**
 * Gives requests that are due their turn: those who hold them are reminded, and the owners drawn in. Only inside a command.
 * @returns how many were still due
 */
export async function remindOfRequests(context: Context, effects: Effects, ids: string[]): Promise<number> {
  const { tenantId } = context.actor;
  const now = context.now();
  const due = { tenantId, nextReminderAt: { $lte: now } };
  const requests = await context.store.accessRequests.find({ _id: { $in: ids }, ...due }).lean();
  if (requests.length === 0) return 0;
  const places = await openPlaces(context, requests);
  const turns = requests.map((request) => {
    return { request, ...turnAt(request, places.get(request.organizationId), now) };
  });
  await context.store.accessRequests.bulkWrite(
    turns.map(({ request: { _id }, update }) => ({ updateOne: { filter: { _id, ...due }, update } })),
  );
  const reached = await remindPeople(
    context,
    effects,
    turns.flatMap(({ told }) => told),
  );
  for (const { request, told, isEscalation } of turns) {
    const isTold = told.some(({ account }) => reached.has(account._id));
    note(effects, request, { isTold, isEscalation });
  }
  return requests.length;
}

/** When somebody is reminded of a pending request next, where they are; null when nobody is. */
export async function nextReminderOfAny(
  context: Context,
  request: AccessRequestRecord,
  place: Place,
): Promise<Date | null> {
  let asOf = request;
  for (let due = request.nextReminderAt; due; due = asOf.nextReminderAt) {
    const at = new Date(Math.max(due.getTime(), context.now().getTime()));
    const { told, update } = turnAt(asOf, place, at);
    const first = await firstReminderOf(context, told, at);
    if (first) return first;
    const { nextReminderAt: _, ...before } = asOf;
    asOf = { ...before, ...update.$set };
  }
  return null;
}

interface Outcome {
  update: ReturnType<typeof arming>;
  isEscalation: boolean;
  told: Reminded[];
}

function note(
  { record }: Effects,
  { _id, organizationId }: AccessRequestRecord,
  { isTold, isEscalation }: { isTold: boolean; isEscalation: boolean },
): void {
  const about = { organizationId, subjects: [_id] };
  if (isEscalation) record({ action: 'request.escalated', ...about });
  if (isTold) record({ action: 'request.reminded', ...about, detail: { automatic: true } });
}

function turnAt(request: AccessRequestRecord, place: Place | undefined, now: Date): Outcome {
  if (!place || statusAt(request, now) !== 'pending') {
    return { update: arming({}, null), told: [], isEscalation: false };
  }
  const { organization, deciders } = place;
  const { reminders } = settingsOf(organization);
  const { isReminder, isEscalation, remindersSent, nextReminderAt } = turnOfRequest(request, reminders, now);
  const escalation = isEscalation ? { escalatedAt: now } : {};
  const asOfNow = { ...request, ...escalation };
  const told = holdersAmong(deciders, asOfNow)
    .filter(({ role }) => isReminder || (isEscalation && role === 'owner'))
    .map((holder) => ({ holder, reminded: toRemindOf(asOfNow, holder, organization, now) }))
    .filter(({ holder, reminded }) => !isLeft(request, holder, reminded.notBefore, reminders))
    .flatMap(({ reminded }) => (reminded.notBefore < request.expiresAt ? reminded : []));
  return { update: arming({ remindersSent, ...escalation }, nextReminderAt), told, isEscalation };
}

/** An owner may hold it only since it was left to them too. */
function toRemindOf(
  { createdAt, escalatedAt }: AccessRequestRecord,
  holder: Holder,
  organization: Place['organization'],
  now: Date,
): Reminded {
  const since = (holder.role === 'owner' && escalatedAt) || createdAt;
  return toRemind(accountOf(holder), organization, { since, now });
}

/** Whether somebody wants to hear no more of it, not yet, or hears of it on that day anyway, because they put it off until then. */
function isLeft(
  { mutedBy, snoozes }: AccessRequestRecord,
  { accountId, timeZone }: Holder,
  at: Date,
  settings: ReminderSettings,
): boolean {
  if (mutedBy?.includes(accountId)) return true;
  const snooze = snoozes?.find((each) => each.accountId === accountId);
  return snooze !== undefined && (snooze.until > at || isSameDay(snooze.until, at, timeZone, settings));
}
