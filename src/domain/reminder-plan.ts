/** When the next reminder of something is: counted from when it came, so that a reminder that was missed is never made up for. */
import { day } from './invitations.ts';
import type { ReminderSettings } from './reminder-settings.ts';
import { addWorkingDays, nextHumaneTime } from './working-time.ts';

/** An invitation, as far as reminders of its invitee depend on it. */
export interface InviteePlan {
  /** When its current code was sent. */
  sentAt: Date;
  expiresAt: Date;
  /** How many times of the schedule are past. */
  remindersSent: number;
}

/** A request, or an invitation that needs a second approver. */
export interface ApproverPlan extends Omit<InviteePlan, 'sentAt'> {
  createdAt: Date;
  /** Since when the owners hold it too; absent while they do not. */
  escalatedAt?: Date | undefined;
}

/** What is due at a moment, and what comes after it. */
export interface Turn {
  /** Whether those who hold it are reminded. A turn that comes late reminds once, however many times were missed. */
  isReminder: boolean;
  /** Whether the owners are drawn in. */
  isEscalation: boolean;
  /** How many times of the schedule are past then. */
  remindersSent: number;
  /** When to look at it again; null when no reminder is to come. */
  nextReminderAt: Date | null;
}

/** When the invitee is reminded next; null when the invitation expires first, or all reminders are over. */
export function nextInviteeReminder(plan: InviteePlan, settings: ReminderSettings): Date | null {
  return beforeItsEnd(plan, inviteeTimes(plan, settings)[plan.remindersSent]);
}

/** What is due of an invitation at `now`. */
export function inviteeTurn(plan: InviteePlan, settings: ReminderSettings, now: Date): Turn {
  const times = inviteeTimes(plan, settings);
  const isReminder = isPast(times[plan.remindersSent], now);
  const remindersSent = passed(plan, times, now);
  const nextReminderAt = nextInviteeReminder({ ...plan, remindersSent }, settings);
  return { isReminder, isEscalation: false, remindersSent, nextReminderAt };
}

/** When the approvers are reminded next, or the owners drawn in; null when it expires first, or both are over. */
export function nextApproverReminder(plan: ApproverPlan, settings: ReminderSettings): Date | null {
  const reminder = approverTimes(plan, settings)[plan.remindersSent];
  const escalation = plan.escalatedAt ? undefined : escalationTime(plan, settings);
  const [first] = [reminder, escalation]
    .filter((time) => time !== undefined)
    .sort((a, b) => a.getTime() - b.getTime());
  return beforeItsEnd(plan, first);
}

/** What is due of a request at `now`. */
export function approverTurn(plan: ApproverPlan, settings: ReminderSettings, now: Date): Turn {
  const times = approverTimes(plan, settings);
  const isEscalation = !plan.escalatedAt && isPast(escalationTime(plan, settings), now);
  const remindersSent = passed(plan, times, now);
  const escalatedAt = isEscalation ? now : plan.escalatedAt;
  return {
    isReminder: isPast(times[plan.remindersSent], now),
    isEscalation,
    remindersSent,
    nextReminderAt: nextApproverReminder({ ...plan, remindersSent, escalatedAt }, settings),
  };
}

function inviteeTimes({ sentAt }: InviteePlan, settings: ReminderSettings): Date[] {
  return settings.inviteeDays
    .toSorted((a, b) => a - b)
    .map((days) => humane(new Date(sentAt.getTime() + days * day), settings));
}

/** The first one, and another one on each working day after it. */
function approverTimes({ createdAt }: ApproverPlan, settings: ReminderSettings): Date[] {
  const { approverTimes: most, approverFirstDays: first, timeZone } = settings;
  return Array.from({ length: most }, (_, index) =>
    humane(addWorkingDays(createdAt, first + index, timeZone, settings), settings),
  );
}

function escalationTime({ createdAt }: ApproverPlan, settings: ReminderSettings): Date {
  const { ownersAfterDays, timeZone } = settings;
  return humane(addWorkingDays(createdAt, ownersAfterDays, timeZone, settings), settings);
}

/** Each person's own zone is looked at again when the message is written. */
function humane(time: Date, settings: ReminderSettings): Date {
  return nextHumaneTime(time, settings.timeZone, settings);
}

function passed({ remindersSent }: { remindersSent: number }, times: readonly Date[], now: Date): number {
  return Math.max(remindersSent, times.filter((time) => isPast(time, now)).length);
}

function isPast(time: Date | undefined, now: Date): boolean {
  return time !== undefined && time <= now;
}

function beforeItsEnd({ expiresAt }: { expiresAt: Date }, time: Date | undefined): Date | null {
  return time !== undefined && time < expiresAt ? time : null;
}
