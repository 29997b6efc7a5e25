/** Elements that people type or upload something into. */
import { z } from 'zod';
import { actionable, dispatchable, focusable, placeholdable } from './composition.ts';
import { LIMITS } from './limits.ts';

const textField = { ...actionable, ...dispatchable, ...focusable, ...placeholdable };

const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...textField,
    initial_value: z.string().max(LIMITS.inputText).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(LIMITS.inputText).optional(),
    max_length: z.int().min(1).max(LIMITS.inputText).optional(),
  })
  .refine(({ min_length = 0, max_length = LIMITS.inputText }) => min_length <= max_length, {
    path: ['min_length'],
    message: 'is greater than max_length',
  });

const emailTextInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...textField,
  initial_value: z.string().optional(),
});

const urlTextInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...textField,
  initial_value: z.string().optional(),
});

const numberText = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number written as a string');

const numberInput = z
  .strictObject({
    type: z.literal('number_input'),
    ...textField,
    is_decimal_allowed: z.boolean(),
    initial_value: numberText.optional(),
    min_value: numberText.optional(),
    max_value: numberText.optional(),
  })
  .refine(({ min_value, max_value }) => !min_value || !max_value || Number(min_value) <= Number(max_value), {
    path: ['min_value'],
    message: 'is greater than max_value',
  });

const fileInput = z.strictObject({
  type: z.literal('file_input'),
  ...actionable,
  filetypes: z.array(z.string().min(1)).min(1).optional(),
  max_files: z.int().min(1).max(LIMITS.files).optional(),
});

export const inputs = [plainTextInput, emailTextInput, urlTextInput, numberInput, fileInput] as const;
