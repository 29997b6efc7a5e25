import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day } from '../../src/domain/invitations.ts';
import {
  approverTurn,
  inviteeTurn,
  nextApproverReminder,
  nextInviteeReminder,
  type Turn,
} from '../../src/domain/reminder-plan.ts';
import { defaultReminders, type ReminderSettings } from '../../src/domain/reminder-settings.ts';
import { nextHumaneTime } from '../../src/domain/working-time.ts';

const settings: fc.Arbitrary<ReminderSettings> = fc
  .record({
    inviteeDays: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 5 }),
    approverFirstDays: fc.integer({ min: 1, max: 10 }),
    approverTimes: fc.integer({ min: 0, max: 5 }),
    ownersAfterDays: fc.integer({ min: 1, max: 10 }),
    quietFrom: fc.integer({ min: 0, max: 23 }),
    quietUntil: fc.integer({ min: 0, max: 23 }),
    workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    timeZone: fc.constantFrom('UTC', 'Europe/Vienna', 'America/New_York'),
  })
  .map((some) => ({ ...defaultReminders, ...some }));
const moment = fc.date({
  min: new Date('2026-03-01'),
  max: new Date('2026-04-15'),
  noInvalidDate: true,
});
const validMs = fc.integer({ min: 1, max: 40 * day });
/** How late each sweep comes, in milliseconds; now and then after days of downtime. */
const delays = fc.infiniteStream(
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 60_000 }) },
    fc.integer({ min: 0, max: 9 * day }),
  ),
);

interface Plan {
  createdAt: Date;
  sentAt: Date;
  expiresAt: Date;
  remindersSent: number;
  escalatedAt?: Date | undefined;
}

/** Lets sweeps come by until no reminder is to come. Checks what holds at each. @returns how many turns there were of each kind */
function live(
  plan: Plan,
  {
    first,
    turnAt,
    times,
  }: { first: Date | null; turnAt(plan: Plan, now: Date): Turn; times: ReminderSettings },
  late: Iterator<number>,
): { reminders: number; escalations: number } {
  const counts = { reminders: 0, escalations: 0 };
  let current = plan;
  for (let next = first; next !== null; ) {
    expect(next < plan.expiresAt).toBe(true);
    expect(nextHumaneTime(next, times.timeZone, times)).toEqual(next);
    const now: Date = new Date(next.getTime() + late.next().value);
    const turn = turnAt(current, now);
    expect(turn.isReminder || turn.isEscalation).toBe(true);
    if (turn.nextReminderAt) expect(turn.nextReminderAt > now).toBe(true);
    counts.reminders += turn.isReminder ? 1 : 0;
    counts.escalations += turn.isEscalation ? 1 : 0;
    const { remindersSent } = turn;
    current = { ...current, remindersSent, escalatedAt: turn.isEscalation ? now : current.escalatedAt };
    next = turn.nextReminderAt;
  }
  return counts;
}

describe('the plan of reminders', () => {
  it('of a request reminds at most as often as it is set, at humane times, and draws the owners in once', () => {
    fc.assert(
      fc.property(moment, validMs, settings, delays, (createdAt, ms, times, late) => {
        const expiresAt = new Date(createdAt.getTime() + ms);
        const plan = { createdAt, sentAt: createdAt, expiresAt, remindersSent: 0 };
        const first = nextApproverReminder(plan, times);
        const turnAt = (at: Plan, now: Date) => approverTurn(at, times, now);
        const { reminders, escalations } = live(plan, { first, turnAt, times }, late);
        expect(reminders).toBeLessThanOrEqual(times.approverTimes);
        expect(escalations).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of an invitation reminds at most once for each day that is set', () => {
    fc.assert(
      fc.property(moment, validMs, settings, delays, (sentAt, ms, times, late) => {
        const expiresAt = new Date(sentAt.getTime() + ms);
        const plan = { createdAt: sentAt, sentAt, expiresAt, remindersSent: 0 };
        const first = nextInviteeReminder(plan, times);
        const turnAt = (at: Plan, now: Date) => inviteeTurn(at, times, now);
        const { reminders, escalations } = live(plan, { first, turnAt, times }, late);
        expect(reminders).toBeLessThanOrEqual(times.inviteeDays.length);
        expect(escalations).toBe(0);
      }),
    );
  });

  it('looks at settings that were changed since it was armed', () => {
    const createdAt = new Date('2026-03-02T10:00:00Z');
    const plan = { createdAt, expiresAt: new Date('2026-03-16T10:00:00Z'), remindersSent: 0 };
    const later = { ...defaultReminders, approverFirstDays: 3, ownersAfterDays: 5 };
    expect(approverTurn(plan, later, new Date('2026-03-03T10:00:00Z'))).toEqual({
      isReminder: false,
      isEscalation: false,
      remindersSent: 0,
      nextReminderAt: new Date('2026-03-05T10:00:00Z'),
    });
  });
});
