/** When people are warned that an access ends (design §6). */
import { day } from './invitations.ts';
import type { ReminderSettings } from './reminder-settings.ts';
import { nextHumaneTime, type WorkingTimes } from './working-time.ts';

/** The part of an organization's reminder settings that says when to warn. */
export type WarningSettings = WorkingTimes & Pick<ReminderSettings, 'accessEndDays'>;

/** An end, and of how many days before it people were warned last. */
interface Ending {
  endsAt: Date | null;
  warnedDays?: number | undefined;
}

/** More days off in a row than this are not looked for. */
const earlierAtMost = 14;

/**
 * The times at which an end is warned of, the earliest first: each at least as many days before as the organization has chosen,
 * and the last one that is humane where the organization is. So nobody is told of an end that was on the weekend before.
 */
export function warningTimes(endsAt: Date, settings: WarningSettings): Date[] {
  const times = settings.accessEndDays.map((days) => warningTime(endsAt, days, settings));
  return [...new Set(times.map((time) => time.getTime()))].sort((a, b) => a - b).map((ms) => new Date(ms));
}

/**
 * When people are warned next, after `now`; undefined when they are not. Those that were missed are not made up for, and what was
 * given does not come again, though the working times that it goes by have changed since.
 */
export function nextWarning(
  { endsAt, warnedDays = Number.POSITIVE_INFINITY }: Ending,
  settings: WarningSettings,
  now: Date,
): Date | undefined {
  if (endsAt === null) return undefined;
  const accessEndDays = settings.accessEndDays.filter((days) => days < warnedDays);
  return warningTimes(endsAt, { ...settings, accessEndDays }).find((time) => time > now);
}

/** How many days before the end the last warning is whose time has come at `now`; undefined when none has. */
export function lastWarning(endsAt: Date | null, settings: WarningSettings, now: Date): number | undefined {
  if (endsAt === null) return undefined;
  const past = settings.accessEndDays.filter((days) => warningTime(endsAt, days, settings) <= now);
  return past.length > 0 ? Math.min(...past) : undefined;
}

/** The same of an access that has not ended, unless people have been warned of as few days already. */
export function dueWarning(
  { endsAt, warnedDays = Number.POSITIVE_INFINITY }: Ending,
  settings: WarningSettings,
  now: Date,
): number | undefined {
  const last = isEnding(endsAt, settings, now) ? lastWarning(endsAt, settings, now) : undefined;
  return last !== undefined && last < warnedDays ? last : undefined;
}

/** Whether an access ends soon: it runs, and the time of its first warning has come. */
export function isEnding(endsAt: Date | null, settings: WarningSettings, now: Date): boolean {
  return endsAt !== null && endsAt > now && lastWarning(endsAt, settings, now) !== undefined;
}

/** How far ahead, in milliseconds, an access can end of which people are warned already. */
export function warningReachMs({ accessEndDays }: Pick<WarningSettings, 'accessEndDays'>): number {
  return (Math.max(0, ...accessEndDays) + earlierAtMost + 1) * day;
}

function warningTime(endsAt: Date, days: number, settings: WarningSettings): Date {
  return humaneAtLatest(daysBefore(endsAt, days), settings);
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
