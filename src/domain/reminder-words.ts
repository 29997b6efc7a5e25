/** An organization's reminders in words: what the settings say will happen. */
import { type ReminderSettings, reminderSettingsInput, weekdayNames } from './reminder-settings.ts';

/** One sentence for each kind of reminder, and for when there are none. */
export function reminderWords(settings: ReminderSettings): string[] {
  return [
    invitees(settings),
    approvers(settings),
    endings(settings),
    quietTimes(settings),
    settings.weeklyDigest
      ? `Weekly digest: Mondays at 09:00 (${settings.timeZone}), when there is something to do.`
      : 'Weekly digest: none.',
  ];
}

/** The same for a form that is being filled in; what is wrong with it, where it is. */
export function reminderPreview(form: unknown): string[] {
  const read = reminderSettingsInput.safeParse(form);
  if (read.success) return reminderWords(read.data);
  return [...new Set(read.error.issues.map(({ message }) => message))];
}

/** An hour as a clock shows it: `09:00`. */
export function clockHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function invitees({ inviteeDays }: ReminderSettings): string {
  if (inviteeDays.length === 0) return 'Invitees: no reminders.';
  return `Invitees: after ${and(inviteeDays.map(String))} ${inviteeDays.at(-1) === 1 ? 'day' : 'days'}.`;
}

function approvers(settings: ReminderSettings): string {
  const { approverFirstDays, approverTimes, ownersAfterDays, requestExpiryDays } = settings;
  const first = `after ${amount(approverFirstDays, 'working day')}`;
  const often =
    approverTimes === 1 ? 'once' : `then daily, ${times[approverTimes] ?? `${approverTimes} times`}`;
  const owners = `owners after ${amount(ownersAfterDays, 'working day')}`;
  const end = `Without a decision, a request expires after ${amount(requestExpiryDays, 'day')}.`;
  return `Approvers: ${first}, ${often}; ${owners}. ${end}`;
}

function endings({ accessEndDays }: ReminderSettings): string {
  if (accessEndDays.length === 0) return 'Access that ends: no warnings.';
  return `Access that ends: ${and(accessEndDays.map((one) => amount(one, 'day')))} before.`;
}

function quietTimes({ quietFrom, quietUntil, workingDays, timeZone }: ReminderSettings): string {
  const free = weekdayNames.filter((_, index) => !workingDays.includes(index + 1));
  const days = free.length === 0 ? '' : `, or on ${and(free)}`;
  const hours = `between ${clockHour(quietFrom)} and ${clockHour(quietUntil)}`;
  return `Nobody is reminded ${hours}${days}, by the clock of the person, or of ${timeZone} where that is not known.`;
}

const times: Readonly<Record<number, string>> = {
  2: 'twice',
  3: 'three times',
  4: 'four times',
  5: 'five times',
  6: 'six times',
  7: 'seven times',
  8: 'eight times',
  9: 'nine times',
  10: 'ten times',
};

function amount(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}

function and(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
