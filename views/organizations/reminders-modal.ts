import type { KnownBlock, ModalView } from '@slack/types';
import { type ReminderForm, reminderChoices, weekdayNames } from '../../src/domain/reminder-settings.ts';
import { clockHour, reminderPreview } from '../../src/domain/reminder-words.ts';
import { header, section } from '../common/blocks.ts';
import { plainLines, shorten } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { checkboxesInput, searchInput, selectInput, textInput } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';
import { count } from '../common/words.ts';

/** When an organization reminds people. What it comes to stands at the top, in words, and follows each choice. */
export function remindersModal(data: {
  metadata: string;
  organizationName: string;
  values: ReminderForm;
}): ModalView {
  const { metadata, organizationName, values } = data;
  return modal({
    callback: callbackIds.reminders,
    title: 'Reminders',
    submit: 'Save',
    metadata,
    blocks: [
      header(organizationName),
      section(plainLines(reminderPreview(values)), { id: 'preview' }),
      ...whom(values),
      header('When nobody is reminded'),
      ...when(values),
    ],
  });
}

function whom(values: ReminderForm): KnownBlock[] {
  return [
    daysInput(values, {
      name: 'inviteeDays',
      label: 'Remind invitees after',
      hint: 'Days after the invitation was sent, such as 2, 5. Leave it empty for no reminders.',
    }),
    daysSelect(values, 'approverFirstDays', 'Remind approvers first after', 'working day'),
    select(values, {
      name: 'approverTimes',
      label: 'Remind approvers',
      hint: 'Once each working day.',
      choices: reminderChoices.approverTimes.map((times) => ({
        value: String(times),
        text: count(times, 'time', 'times'),
      })),
    }),
    daysSelect(values, 'ownersAfterDays', 'Ask the owners too after', 'working day'),
    daysSelect(values, 'requestExpiryDays', 'Requests without a decision expire after', 'day'),
    daysInput(values, {
      name: 'accessEndDays',
      label: 'Warn before an access ends',
      hint: 'Days before the end, such as 7, 1. Leave it empty for no warnings.',
    }),
    checkboxesInput({
      name: 'weeklyDigest',
      label: 'Weekly digest',
      choices: [{ value: 'yes', text: 'Tell owners and admins on Mondays what is to be done' }],
      values: listOf(values.weeklyDigest),
      optional: true,
      dispatch: true,
    }),
  ];
}

function when(values: ReminderForm): KnownBlock[] {
  const hours = reminderChoices.hours.map((hour) => ({ value: String(hour), text: clockHour(hour) }));
  const timeZone = shorten(textOf(values.timeZone) ?? '', 60);
  return [
    select(values, { name: 'quietFrom', label: 'Quiet hours from', choices: hours }),
    select(values, { name: 'quietUntil', label: 'Quiet hours until', choices: hours }),
    checkboxesInput({
      name: 'workingDays',
      label: 'Working days',
      choices: weekdayNames.map((text, index) => ({ value: String(index + 1), text })),
      values: listOf(values.workingDays),
      dispatch: true,
    }),
    searchInput({
      name: 'timeZone',
      label: 'Time zone',
      hint: 'For people whose own time zone is not known, and for the weekly digest.',
      placeholder: 'City or region',
      chosen: timeZone ? { value: timeZone, text: timeZone } : undefined,
      dispatch: true,
    }),
  ];
}

function daysInput(
  values: ReminderForm,
  field: { name: 'inviteeDays' | 'accessEndDays'; label: string; hint: string },
) {
  return textInput({ ...field, value: textOf(values[field.name]), max: 40, optional: true });
}

type DaysField = 'approverFirstDays' | 'ownersAfterDays' | 'requestExpiryDays';

function daysSelect(values: ReminderForm, name: DaysField, label: string, unit: string) {
  const choices = reminderChoices[name].map((days) => ({
    value: String(days),
    text: count(days, unit, `${unit}s`),
  }));
  return select(values, { name, label, choices });
}

function select(
  values: ReminderForm,
  field: {
    name: DaysField | 'approverTimes' | 'quietFrom' | 'quietUntil';
    label: string;
    hint?: string;
    choices: { value: string; text: string }[];
  },
) {
  return selectInput({ ...field, value: textOf(values[field.name]), dispatch: true });
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function listOf(value: string | string[] | undefined): string[] {
  return Array.isArray(value) ? value : [];
}
