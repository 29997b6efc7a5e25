/** Checkboxes, radio buttons, and the pickers of dates and times. */
import { z } from 'zod';
import { actionable, choiceOption, confirmable, focusable, placeholdable } from './composition.ts';
import { LIMITS } from './limits.ts';
import { checkOffered } from './offering.ts';

const choices = { ...actionable, ...confirmable, ...focusable };

const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...choices,
    options: z.array(choiceOption).min(1).max(LIMITS.choiceOptions),
    initial_options: z.array(choiceOption).min(1).optional(),
  })
  .superRefine(checkOffered);

const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...choices,
    options: z.array(choiceOption).min(1).max(LIMITS.choiceOptions),
    initial_option: choiceOption.optional(),
  })
  .superRefine(checkOffered);

const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...choices,
  ...placeholdable,
  initial_date: z.iso.date('must be a date as YYYY-MM-DD').optional(),
});

const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...choices,
  ...placeholdable,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time as HH:mm')
    .optional(),
  timezone: z.string().refine(isTimeZone, 'must be an IANA time zone').optional(),
});

export const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...choices,
  initial_date_time: z
    .int()
    .refine((seconds) => /^\d{10}$/.test(String(seconds)), 'must be a Unix time in seconds with 10 digits')
    .optional(),
});

export const pickers = [checkboxes, radioButtons, datepicker, timepicker] as const;

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
