/** When people are reminded, and when not (design §6): what each organization decides for itself. */
import { z } from 'zod';
import { isTimeZone } from './working-time.ts';

export interface ReminderSettings {
  /** Days after an invitation was sent on which its invitee is reminded. */
  inviteeDays: number[];
  /** Working days after a request came on which its approvers are reminded first; from then on each working day. */
  approverFirstDays: number;
  /** How many times its approvers are reminded in all. */
  approverTimes: number;
  /** Working days after which the owners hold a request too. */
  ownersAfterDays: number;
  /** Days after which a request without a decision expires. */
  requestExpiryDays: number;
  /** Days before the end of an access on which its person, and whoever can extend it, are warned. */
  accessEndDays: number[];
  /** Local hours between which nobody gets a reminder: from `quietFrom` (18 is 18:00) until `quietUntil` of the next day. */
  quietFrom: number;
  quietUntil: number;
  /** ISO weekdays: 1 is Monday. */
  workingDays: number[];
  /** The IANA zone of people whose own is not known, and of the weekly digest. */
  timeZone: string;
  /** Whether owners and admins get a digest on Mondays when there is something to do. */
  weeklyDigest: boolean;
}

export const defaultReminders: ReminderSettings = {
  inviteeDays: [2, 5],
  approverFirstDays: 1,
  approverTimes: 3,
  ownersAfterDays: 2,
  requestExpiryDays: 14,
  accessEndDays: [7, 1],
  quietFrom: 18,
  quietUntil: 9,
  workingDays: [1, 2, 3, 4, 5],
  timeZone: 'UTC',
  weeklyDigest: true,
};

const upTo = (most: number) => Array.from({ length: most }, (_, index) => index + 1);

/** What can be chosen of each number. */
export const reminderChoices = {
  approverFirstDays: upTo(10),
  approverTimes: upTo(10),
  ownersAfterDays: upTo(20),
  requestExpiryDays: [3, 5, 7, 10, 14, 21, 30, 60, 90],
  hours: [0, ...upTo(23)],
} as const;

/** The first is the ISO weekday 1. */
export const weekdayNames: readonly string[] = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
];

const mostDays = 5;
const latestDay = 30;

/** Days that are typed: `2, 5`. Nothing typed is none. */
const days = z
  .string()
  .nullish()
  .transform((typed, issue) => {
    const pieces = [...new Set((typed ?? '').split(/[\s,;]+/).filter(Boolean))];
    const bad = pieces.find(
      (piece) => !/^\d{1,2}$/.test(piece) || Number(piece) < 1 || Number(piece) > latestDay,
    );
    const problem = bad
      ? `“${bad.slice(0, 20)}” is not a number from 1 to ${latestDay}.`
      : `Enter at most ${mostDays} days.`;
    if (bad || pieces.length > mostDays) issue.addIssue({ code: 'custom', message: problem });
    return [...new Set(pieces.map(Number))];
  });

const oneOf = (choices: readonly number[], problem: string) =>
  z
    .string({ error: problem })
    .transform(Number)
    .refine((chosen) => choices.includes(chosen), problem);

/** What the form of the reminders sends. Days are stored in the order in which they come. */
export const reminderSettingsInput = z
  .object({
    inviteeDays: days.transform((found) => found.sort((a, b) => a - b)),
    approverFirstDays: oneOf(reminderChoices.approverFirstDays, 'Choose after how many days.'),
    approverTimes: oneOf(reminderChoices.approverTimes, 'Choose how many times.'),
    ownersAfterDays: oneOf(reminderChoices.ownersAfterDays, 'Choose after how many days.'),
    requestExpiryDays: oneOf(reminderChoices.requestExpiryDays, 'Choose after how many days.'),
    accessEndDays: days.transform((found) => found.sort((a, b) => b - a)),
    quietFrom: oneOf(reminderChoices.hours, 'Choose an hour.'),
    quietUntil: oneOf(reminderChoices.hours, 'Choose an hour.'),
    workingDays: z
      .array(oneOf(upTo(7), 'Tick working days.'), { error: 'Tick at least one working day.' })
      .min(1, 'Tick at least one working day.')
      .transform((ticked) => [...new Set(ticked)].sort()),
    timeZone: z.string({ error: 'Choose a time zone.' }).max(60).refine(isTimeZone, 'Choose a time zone.'),
    weeklyDigest: z
      .array(z.string())
      .default([])
      .transform((ticked) => ticked.length > 0),
  })
  .superRefine(({ quietFrom, quietUntil }, issue) => {
    if (quietFrom !== quietUntil) return;
    const message = 'Choose another hour than the one at which they begin.';
    issue.addIssue({ code: 'custom', path: ['quietUntil'], message });
  });

/** The same as the form shows it: texts by the name of the field. */
export type ReminderForm = Partial<Record<keyof ReminderSettings, string | string[]>>;

/** What the form shows of the settings that hold. */
export function reminderForm(settings: ReminderSettings): ReminderForm {
  const { inviteeDays, accessEndDays, workingDays, weeklyDigest, timeZone } = settings;
  return {
    inviteeDays: inviteeDays.join(', '),
    approverFirstDays: String(settings.approverFirstDays),
    approverTimes: String(settings.approverTimes),
    ownersAfterDays: String(settings.ownersAfterDays),
    requestExpiryDays: String(settings.requestExpiryDays),
    accessEndDays: accessEndDays.join(', '),
    quietFrom: String(settings.quietFrom),
    quietUntil: String(settings.quietUntil),
    workingDays: workingDays.map(String),
    timeZone,
    weeklyDigest: weeklyDigest ? ['yes'] : [],
  };
}
