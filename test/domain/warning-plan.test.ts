import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day } from '../../src/domain/invitations.ts';
import { defaultReminders } from '../../src/domain/reminder-settings.ts';
import {
  dueWarning,
  isEnding,
  nextWarning,
  warningReachMs,
  warningTimes,
} from '../../src/domain/warning-plan.ts';
import { nextHumaneTime } from '../../src/domain/working-time.ts';

/** Working days in Vienna, from Monday to Friday, 9 to 18 o'clock. */
const settings = { ...defaultReminders, timeZone: 'Europe/Vienna' };
const times = (endsAt: string, more = {}) =>
  warningTimes(new Date(endsAt), { ...settings, ...more }).map((time) => time.toISOString());

describe('the warnings of an end', () => {
  it.each([
    [
      'at the end of a Friday',
      '2026-01-16T23:59:59.999Z',
      ['2026-01-09T08:00:00.000Z', '2026-01-15T08:00:00.000Z'],
    ],
    [
      'at the end of a Monday',
      '2026-01-19T23:59:59.999Z',
      ['2026-01-12T08:00:00.000Z', '2026-01-16T08:00:00.000Z'],
    ],
    ['on a Saturday', '2026-01-17T12:00:00.000Z', ['2026-01-09T12:00:00.000Z', '2026-01-16T12:00:00.000Z']],
    [
      'in the week of the change to summer',
      '2026-04-03T12:00:00.000Z',
      ['2026-03-27T12:00:00.000Z', '2026-04-02T12:00:00.000Z'],
    ],
  ])('come at the last humane time, %s', (_, endsAt, expected) => {
    expect(times(endsAt)).toEqual(expected);
  });

  it('are one where two fall on the same morning, and none where none is wanted', () => {
    expect(times('2026-01-19T23:59:59.999Z', { accessEndDays: [2, 1] })).toEqual([
      '2026-01-16T08:00:00.000Z',
    ]);
    expect(times('2026-01-19T23:59:59.999Z', { accessEndDays: [] })).toEqual([]);
  });

  it('are humane, in time, and within reach, whatever is chosen', () => {
    const hour = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 5 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        fc.tuple(hour, hour),
        fc.constantFrom('Europe/Vienna', 'America/New_York', 'Pacific/Apia', 'Nowhere/Nothing'),
        (endsAt, accessEndDays, workingDays, [quietFrom, quietUntil], timeZone) => {
          const chosen = { accessEndDays, workingDays, quietFrom, quietUntil, timeZone };
          const found = warningTimes(endsAt, chosen);
          expect(found.length).toBeLessThanOrEqual(accessEndDays.length);
          expect(found.length > 0).toBe(accessEndDays.length > 0);
          for (const time of found) {
            expect(nextHumaneTime(time, undefined, chosen)).toEqual(time);
            const ahead = endsAt.getTime() - time.getTime();
            expect(ahead).toBeGreaterThanOrEqual(Math.min(...accessEndDays) * day);
            expect(ahead).toBeLessThanOrEqual(warningReachMs(chosen));
          }
        },
      ),
    );
  });
});

describe('the next warning', () => {
  const endsAt = new Date('2026-01-16T23:59:59.999Z');
  it.each([
    ['2026-01-01T12:00:00Z', '2026-01-09T08:00:00.000Z', false],
    ['2026-01-09T08:00:00Z', '2026-01-15T08:00:00.000Z', true],
    ['2026-01-15T08:00:00Z', undefined, true],
    ['2026-01-17T12:00:00Z', undefined, false],
  ])('at %s is %s', (now, expected, ends) => {
    expect(nextWarning({ endsAt }, settings, new Date(now))?.toISOString()).toBe(expected);
    expect(isEnding(endsAt, settings, new Date(now))).toBe(ends);
  });

  it('never comes for an access without an end', () => {
    expect(nextWarning({ endsAt: null }, settings, new Date())).toBeUndefined();
    expect(isEnding(null, settings, new Date())).toBe(false);
  });
});

describe('a warning that was given', () => {
  const endsAt = new Date('2026-01-16T23:59:59.999Z');
  const morning = new Date('2026-01-15T08:00:00Z');
  const later = { ...settings, quietUntil: 10 };

  it('is due once, for the fewest days whose time has come', () => {
    expect(dueWarning({ endsAt }, settings, new Date('2026-01-09T07:59:59Z'))).toBeUndefined();
    expect(dueWarning({ endsAt }, settings, new Date('2026-01-09T08:00:00Z'))).toBe(7);
    expect(dueWarning({ endsAt, warnedDays: 7 }, settings, new Date('2026-01-14T08:00:00Z'))).toBeUndefined();
    expect(dueWarning({ endsAt, warnedDays: 7 }, settings, morning)).toBe(1);
    expect(dueWarning({ endsAt, warnedDays: 1 }, settings, morning)).toBeUndefined();
    expect(dueWarning({ endsAt }, settings, new Date('2026-01-17T00:00:00Z'))).toBeUndefined();
  });

  it('does not come again when people begin to work later', () => {
    expect(dueWarning({ endsAt, warnedDays: 7 }, later, morning)).toBeUndefined();
    expect(nextWarning({ endsAt, warnedDays: 7 }, later, morning)).toEqual(new Date('2026-01-15T09:00:00Z'));
    expect(nextWarning({ endsAt, warnedDays: 1 }, later, morning)).toBeUndefined();
  });
});
