/**
 * When people work, where they are: the one place that counts with local time. A day of the calendar has 23 to 25 hours; what
 * is asked for at an hour that the clocks skip happens at the end of the gap, and at the first of two equal hours.
 */
import { DateTime, IANAZone } from 'luxon';
import type { ReminderSettings } from './reminder-settings.ts';

/** The part of an organization's reminder settings that says when its people work. */
export type WorkingTimes = Pick<ReminderSettings, 'quietFrom' | 'quietUntil' | 'workingDays' | 'timeZone'>;

/** Two weeks and a day: a working day that comes only once a week may have its open hour skipped by the clocks once. */
const searchedDays = 15;

/**
 * The earliest moment from `now` on that is neither in the quiet hours nor on a day off, where `zone` is: `now` itself if it can be,
 * and also when there is none before `until`.
 */
export function nextHumaneTime(
  now: Date,
  zone: string | undefined,
  settings: WorkingTimes,
  until?: Date,
): Date {
  const time = humaneTimeFrom(now, zone, settings);
  return until && time >= until ? now : time;
}

function humaneTimeFrom(now: Date, zone: string | undefined, settings: WorkingTimes): Date {
  const from = local(now, zone, settings);
  if (isHumane(from, settings)) return now;
  for (let days = 0; days < searchedDays; days += 1) {
    const openings = [0, settings.quietUntil % 24]
      .map((hour) => at(from, days, hour))
      .filter((opening) => opening >= from && isHumane(opening, settings));
    const [first] = openings.sort((a, b) => a.toMillis() - b.toMillis());
    if (first) return first.toJSDate();
  }
  return now;
}

/**
 * The same local time so many working days later. What begins on a day off counts from the midnight after which people work
 * again: the first working day after a Saturday's request is over on Tuesday.
 */
export function addWorkingDays(
  from: Date,
  days: number,
  zone: string | undefined,
  settings: WorkingTimes,
): Date {
  let time = local(from, zone, settings);
  if (!isWorkingDay(time, settings)) time = at(time, daysUntilWork(time, settings), 0);
  for (let left = days; left > 0; left -= 1) {
    time = time.plus({ days: daysUntilWork(time, settings) });
  }
  return time.toJSDate();
}

/** When the quiet hours end on the next working day after today's, where `zone` is. */
export function nextWorkingMorning(now: Date, zone: string | undefined, settings: WorkingTimes): Date {
  const today = local(now, zone, settings);
  const morning = at(today, daysUntilWork(today, settings), settings.quietUntil % 24);
  return nextHumaneTime(morning.toJSDate(), zone, settings);
}

/** The next time after `now` at which it is this hour of this ISO weekday (1 is Monday) where `zone` is. */
export function nextWeekday(
  now: Date,
  { weekday, hour }: { weekday: number; hour: number },
  zone: string | undefined,
  settings: Pick<WorkingTimes, 'timeZone'>,
): Date {
  const today = local(now, zone, settings);
  const ahead = (weekday - today.weekday + 7) % 7;
  const next = at(today, ahead, hour);
  return (next > today ? next : at(today, ahead + 7, hour)).toJSDate();
}

/** The week that it is where `zone` is, such as `2026-W48`. */
export function isoWeek(
  now: Date,
  zone: string | undefined,
  settings: Pick<WorkingTimes, 'timeZone'>,
): string {
  return local(now, zone, settings).toFormat("kkkk-'W'WW");
}

/** Whether two moments are on one day of the calendar where `zone` is. */
export function isSameDay(
  one: Date,
  other: Date,
  zone: string | undefined,
  settings: Pick<WorkingTimes, 'timeZone'>,
): boolean {
  return local(one, zone, settings).hasSame(local(other, zone, settings), 'day');
}

/** Whether there is such a zone, and the clocks of it are known. */
export function isTimeZone(zone: string): boolean {
  return IANAZone.isValidZone(zone);
}

/** A zone that is not known is the organization's; and where that is not known either, UTC. */
function local(time: Date, zone: string | undefined, { timeZone }: Pick<WorkingTimes, 'timeZone'>): DateTime {
  const known = [zone, timeZone].find((name) => name && IANAZone.create(name).isValid) ?? 'UTC';
  return DateTime.fromJSDate(time, { zone: IANAZone.create(known) });
}

/** A full hour of the day that is `days` after that of `time`; the first of two. */
function at(time: DateTime, days: number, hour: number): DateTime {
  const [first = time] = time
    .startOf('day')
    .plus({ days })
    .set({ hour })
    .getPossibleOffsets()
    .sort((a, b) => a.toMillis() - b.toMillis());
  return first;
}

function isHumane(time: DateTime, settings: WorkingTimes): boolean {
  return isWorkingDay(time, settings) && !isQuiet(time.hour, settings);
}

/** The quiet hours may go past midnight; there are none when they end where they begin. */
function isQuiet(hour: number, settings: WorkingTimes): boolean {
  const from = settings.quietFrom % 24;
  const until = settings.quietUntil % 24;
  return from <= until ? from <= hour && hour < until : hour >= from || hour < until;
}

/** Without any working day, each is one. */
function isWorkingDay(time: DateTime, { workingDays }: WorkingTimes): boolean {
  return workingDays.includes(time.weekday) || !workingDays.some((day) => day >= 1 && day <= 7);
}

/** How many days the next working day is ahead: at least one. */
function daysUntilWork(time: DateTime, settings: WorkingTimes): number {
  for (let days = 1; days < 7; days += 1) {
    if (isWorkingDay(time.plus({ days }), settings)) return days;
  }
  return 7;
}
