/** When people are warned that an access ends (design §6). */
import { day } from './invitations.ts';
import type { ReminderSettings } from './reminder-settings.ts';
import { nextHumaneTime, type WorkingTimes } from './working-time.ts';

/** The part of an organization's reminder settings that says when to warn. */
type WarningSettings = WorkingTimes & Pick<ReminderSettings, 'accessEndDays'>;

/** More days off in a row than this are not looked for. */
const earlierAtMost = 14;

/**
 * The times at which an end is warned of, the earliest first: each at least as many days before as the organization has chosen,
 * and the last one that is humane where the organization is. So nobody is told of an end that was on the weekend before.
 */
export function warningTimes(endsAt: Date, settings: WarningSettings): Date[] {
  const times = settings.accessEndDays.map((days) => humaneAtLatest(daysBefore(endsAt, days), settings));
  return [...new Set(times.map((time) => time.getTime()))].sort((a, b) => a - b).map((ms) => new Date(ms));
}

/** The first warning that is still to come at `now`; undefined when none is. Those that were missed are not made up for. */
export function nextWarning(endsAt: Date | null, settings: WarningSettings, now: Date): Date | undefined {
  return endsAt === null ? undefined : warningTimes(endsAt, settings).find((time) => time > now);
}

/** Whether an access ends soon: it runs, and the time of its first warning has come. */
export function isEnding(endsAt: Date | null, settings: WarningSettings, now: Date): boolean {
  if (endsAt === null || endsAt <= now) return false;
  const [first] = warningTimes(endsAt, settings);
  return first !== undefined && first <= now;
}

/** How far ahead, in milliseconds, an access can end of which people are warned already. */
export function warningReachMs({ accessEndDays }: Pick<WarningSettings, 'accessEndDays'>): number {
  return (Math.max(0, ...accessEndDays) + earlierAtMost + 1) * day;
}

function humaneAtLatest(due: Date, settings: WarningSettings): Date {
  for (let days = 0; days <= earlierAtMost; days += 1) {
    const time = nextHumaneTime(daysBefore(due, days), settings.timeZone, settings);
    if (time <= due) return time;
  }
  return due;
}

function daysBefore(time: Date, days: number): Date {
  return new Date(time.getTime() - days * day);
}
