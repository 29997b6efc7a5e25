import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultReminders } from '../../src/domain/reminder-settings.ts';
import {
  addWorkingDays,
  isTimeZone,
  nextHumaneTime,
  nextWeekday,
  nextWorkingMorning,
  type WorkingTimes,
} from '../../src/domain/working-time.ts';

const vienna = 'Europe/Vienna';
const zones = [
  'UTC',
  vienna,
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/Nuuk',
  'Africa/Cairo',
  'Pacific/Apia',
];

/** Independent of what is tested: the day and hour that the runtime's own calendar shows. */
function wallClock(time: Date, zone: string): { weekday: number; hour: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(time);
  const find = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(find('weekday')) + 1;
  return { weekday, hour: Number(find('hour')) };
}

function isWelcome(time: Date, zone: string, { quietFrom, quietUntil, workingDays }: WorkingTimes): boolean {
  const { weekday, hour } = wallClock(time, zone);
  const quiet: number[] = [];
  for (let each = quietFrom; each !== quietUntil; each = (each + 1) % 24) quiet.push(each);
  return workingDays.includes(weekday) && !quiet.includes(hour);
}

const settings = fc.record({
  quietFrom: fc.integer({ min: 0, max: 23 }),
  quietUntil: fc.integer({ min: 0, max: 23 }),
  workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  timeZone: fc.constant('UTC'),
});
const zone = fc.constantFrom(...zones);
/** Around the days on which clocks change, and any other time. */
const moment = fc.oneof(
  fc.date({ min: new Date('2026-03-06'), max: new Date('2026-04-06'), noInvalidDate: true }),
  fc.date({ min: new Date('2026-10-22'), max: new Date('2026-11-03'), noInvalidDate: true }),
  fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
);

describe('the next humane time', () => {
  it.each([
    ['now, within working hours', '2026-03-25T10:20:30Z', '2026-03-25T10:20:30Z'],
    ['the same morning', '2026-03-25T05:00:00Z', '2026-03-25T08:00:00Z'],
    ['the next morning, from 18:00 on', '2026-03-25T17:00:00Z', '2026-03-26T08:00:00Z'],
    ['Monday, after the clocks went forward', '2026-03-27T17:00:00Z', '2026-03-30T07:00:00Z'],
    ['Monday, after the clocks went back', '2026-10-23T16:00:00Z', '2026-10-26T08:00:00Z'],
  ])('is %s', (_when, now, expected) => {
    expect(nextHumaneTime(new Date(now), vienna, defaultReminders)).toEqual(new Date(expected));
  });

  it('is the end of the gap where the clocks skip the hour, and the first of two where they repeat it', () => {
    const nights = { ...defaultReminders, quietFrom: 5, quietUntil: 2, workingDays: [6, 7] };
    const from = (now: string) => nextHumaneTime(new Date(now), vienna, nights);
    expect(from('2026-03-29T00:30:00Z')).toEqual(new Date('2026-03-29T01:00:00Z'));
    expect(from('2026-10-24T23:10:00Z')).toEqual(new Date('2026-10-25T00:00:00Z'));
  });

  it('falls back to the zone of the organization, and to UTC', () => {
    const now = new Date('2026-03-25T05:00:00Z');
    const there = { ...defaultReminders, timeZone: 'Asia/Kolkata' };
    expect(nextHumaneTime(now, undefined, there)).toEqual(now);
    expect(nextHumaneTime(now, 'Mars/Olympus', there)).toEqual(now);
    expect(nextHumaneTime(now, 'Mars/Olympus', { ...there, timeZone: 'Mars/Base' })).toEqual(
      new Date('2026-03-25T09:00:00Z'),
    );
    expect([isTimeZone('Mars/Olympus'), isTimeZone(vienna)]).toEqual([false, true]);
  });

  it('is welcome, and the first that is, whatever the settings', () => {
    fc.assert(
      fc.property(moment, zone, settings, (now, where, times) => {
        const next = nextHumaneTime(now, where, times);
        expect(next >= now).toBe(true);
        expect(isWelcome(next, where, times)).toBe(true);
        if (next > now) expect(isWelcome(now, where, times)).toBe(false);
        // Nothing before it was: not the minute before, nor any quarter of an hour in between.
        if (next > now) expect(isWelcome(new Date(Math.max(+now, +next - 60_000)), where, times)).toBe(false);
        const quarter = 15 * 60_000;
        for (let step = 1; step < 200 && +now + step * quarter < +next; step += 1) {
          const between = new Date(Math.ceil(+now / quarter + step - 1) * quarter);
          if (between >= now && between < next) expect(isWelcome(between, where, times)).toBe(false);
        }
      }),
    );
  });

  it('is never earlier for a later time', () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 0, max: 4 * 86_400_000 }),
        zone,
        settings,
        (now, ms, where, times) => {
          const later = new Date(now.getTime() + ms);
          expect(nextHumaneTime(later, where, times) >= nextHumaneTime(now, where, times)).toBe(true);
        },
      ),
    );
  });
});

describe('working days', () => {
  it.each([
    ['keep the local time when the clocks go forward', '2026-03-27T14:00:00Z', 1, '2026-03-30T13:00:00Z'],
    ['keep the local time when the clocks go back', '2026-10-22T13:00:00Z', 2, '2026-10-26T14:00:00Z'],
    ['begin on Monday for what comes on Saturday', '2026-03-21T14:00:00Z', 1, '2026-03-23T23:00:00Z'],
    ['are none, if none are added', '2026-03-25T14:00:00Z', 0, '2026-03-25T14:00:00Z'],
  ])('%s', (_what, from, days, expected) => {
    expect(addWorkingDays(new Date(from), days, vienna, defaultReminders)).toEqual(new Date(expected));
  });

  it('end on a working day, and later for a later time', () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 0, max: 4 * 86_400_000 }),
        fc.integer({ min: 1, max: 20 }),
        settings,
        (from, ms, days, times) => {
          const next = addWorkingDays(from, days, 'UTC', times);
          expect(next > from).toBe(true);
          expect(times.workingDays).toContain(wallClock(next, 'UTC').weekday);
          const later = new Date(from.getTime() + ms);
          expect(addWorkingDays(later, days, 'UTC', times) >= next).toBe(true);
        },
      ),
    );
  });

  it.each([
    ['tomorrow', '2026-03-25T05:00:00Z', '2026-03-26T08:00:00Z'],
    ['Monday', '2026-03-27T14:00:00Z', '2026-03-30T07:00:00Z'],
  ])('the next working morning is that of %s', (_which, now, expected) => {
    expect(nextWorkingMorning(new Date(now), vienna, defaultReminders)).toEqual(new Date(expected));
  });

  it.each([
    ['from Sunday', '2026-10-25T20:00:00Z', '2026-10-26T08:00:00Z'],
    ['from a minute before', '2026-03-30T06:59:00Z', '2026-03-30T07:00:00Z'],
    ['from the same time on, a week later', '2026-03-23T08:00:00Z', '2026-03-30T07:00:00Z'],
  ])('finds Monday at nine %s', (_from, now, expected) => {
    const monday = { weekday: 1, hour: 9 };
    expect(nextWeekday(new Date(now), monday, vienna, defaultReminders)).toEqual(new Date(expected));
  });
});
