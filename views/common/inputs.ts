/**
 * Input blocks. The name of a field is its `action_id` and the key of its error, and its `block_id` too, except where a scope makes
 * the field forget its value.
 */
import type { DispatchActionConfig, InputBlock, PlainTextOption } from '@slack/types';
import { expiryChoices } from '../../src/domain/invitations.ts';
import { cut, plain, shorten } from './escape.ts';
import { scopedBlockId } from './ids.ts';
import { count } from './words.ts';

interface Field {
  name: string;
  label: string;
  hint?: string | undefined;
  optional?: true;
  /** With another scope it is another, empty field (`scopedBlockId`). */
  scope?: string;
}

interface TextInput extends Field {
  placeholder?: string;
  value?: string | null | undefined;
  max: number;
  multiline?: true;
  /** Ask the app at every character, as for the username. */
  dispatch?: true;
}

const atEveryCharacter: DispatchActionConfig = { trigger_actions_on: ['on_character_entered'] };

export function textInput(field: TextInput): InputBlock {
  return {
    ...input(field),
    ...(field.dispatch ? { dispatch_action: true } : {}),
    element: {
      type: 'plain_text_input',
      action_id: field.name,
      max_length: field.max,
      ...(field.multiline ? { multiline: true } : {}),
      ...(field.value ? { initial_value: cut(field.value, field.max) } : {}),
      ...(field.placeholder ? { placeholder: plain`${field.placeholder}` } : {}),
      ...(field.dispatch ? { dispatch_action_config: atEveryCharacter } : {}),
    },
  };
}

export function emailInput(field: Pick<TextInput, keyof Field | 'value'>): InputBlock {
  return {
    ...input(field),
    element: {
      type: 'email_text_input',
      action_id: field.name,
      ...(field.value ? { initial_value: cut(field.value, 254) } : {}),
    },
  };
}

export interface Choice {
  value: string;
  text: string;
  description?: string;
}

interface ChoiceInput extends Field {
  choices: readonly Choice[];
  value?: string | null | undefined;
  /** Tell the app at once what was chosen. */
  dispatch?: true;
}

/** One of a few, all of them visible. */
export function radioInput(field: ChoiceInput): InputBlock {
  const options = field.choices.slice(0, 10).map(option);
  return {
    ...input(field),
    ...(field.dispatch ? { dispatch_action: true } : {}),
    element: { type: 'radio_buttons', action_id: field.name, options, ...initial(options, field.value) },
  };
}

/** One of many; the first hundred, which is what Slack's menus hold. */
export function selectInput(field: ChoiceInput): InputBlock {
  const options = field.choices.slice(0, 100).map(option);
  const hint = field.choices.length > 100 ? 'The first 100 are shown.' : field.hint;
  return {
    ...input({ ...field, hint }),
    ...(field.dispatch ? { dispatch_action: true } : {}),
    element: { type: 'static_select', action_id: field.name, options, ...initial(options, field.value) },
  };
}

/** Any number of many; the first hundred, which is what Slack's menus hold. */
export function multiSelectInput(
  field: Field & { choices: readonly Choice[]; values: readonly string[]; placeholder: string },
): InputBlock {
  const options = field.choices.slice(0, 100).map(option);
  const chosen = options.filter(({ value }) => value !== undefined && field.values.includes(value));
  return {
    ...input(field),
    element: {
      type: 'multi_static_select',
      action_id: field.name,
      placeholder: plain`${field.placeholder}`,
      options,
      ...(chosen.length === 0 ? {} : { initial_options: chosen }),
    },
  };
}

/** How long an invitation is valid. */
export function expiryInput(field: Field & { days: number }): InputBlock {
  return selectInput({
    ...field,
    choices: expiryChoices.map((days) => ({ value: String(days), text: count(days, 'day', 'days') })),
    value: String(field.days),
  });
}

/** Any number of a few, all of them visible. `dispatch`: tell the app at once what is ticked. */
export function checkboxesInput(
  field: Field & { choices: readonly Choice[]; values: readonly string[]; dispatch?: true },
): InputBlock {
  const options = field.choices.slice(0, 10).map(option);
  const ticked = options.filter(({ value }) => value !== undefined && field.values.includes(value));
  return {
    ...input(field),
    ...(field.dispatch ? { dispatch_action: true } : {}),
    element: {
      type: 'checkboxes',
      action_id: field.name,
      options,
      ...(ticked.length === 0 ? {} : { initial_options: ticked }),
    },
  };
}

/** Something that the app finds by what is typed. `dispatch`: tell the app at once what was chosen. */
export function searchInput(
  field: Field & { placeholder: string; chosen?: Choice | undefined; dispatch?: true },
): InputBlock {
  const { name, placeholder, chosen } = field;
  return {
    ...input(field),
    ...(field.dispatch ? { dispatch_action: true } : {}),
    element: {
      type: 'external_select',
      action_id: name,
      min_query_length: 1,
      placeholder: plain`${placeholder}`,
      ...(chosen === undefined ? {} : { initial_option: option(chosen) }),
    },
  };
}

/** Somebody whom the app finds by what is typed. `chosen` is whom it shows at first. */
export function personInput(field: Field & { chosen?: Choice | undefined }): InputBlock {
  return { ...input(field), element: personMenu(field.name, field.chosen) };
}

/** The menu of `personInput`, for where a choice is an action. */
export function personMenu(action: string, chosen?: Choice) {
  return {
    type: 'external_select' as const,
    action_id: action,
    min_query_length: 1,
    placeholder: plain`Name, e-mail or username`,
    ...(chosen === undefined ? {} : { initial_option: option(chosen) }),
  };
}

/** A day, as the picker sends it: `2025-11-30`. A time stands for its day in UTC. */
export function dateInput(field: Field & { value?: string | Date | null | undefined }): InputBlock {
  const day = field.value instanceof Date ? field.value.toISOString().slice(0, 10) : field.value;
  return {
    ...input(field),
    element: {
      type: 'datepicker',
      action_id: field.name,
      placeholder: plain`Choose a day`,
      ...(day && dayPattern.test(day) ? { initial_date: day } : {}),
    },
  };
}

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** A whole number. */
export function numberInput(
  field: Field & { value?: number | null | undefined; min: number; max: number },
): InputBlock {
  const { name, value, min, max } = field;
  return {
    ...input(field),
    element: {
      type: 'number_input',
      action_id: name,
      is_decimal_allowed: false,
      min_value: String(min),
      max_value: String(max),
      ...(value === null || value === undefined ? {} : { initial_value: String(value) }),
    },
  };
}

export function option({ value, text, description }: Choice): PlainTextOption {
  return {
    value,
    text: plain`${shorten(text, 70)}`,
    ...(description === undefined ? {} : { description: plain`${shorten(description, 75)}` }),
  };
}

function initial(options: readonly PlainTextOption[], value: string | null | undefined) {
  const chosen = options.find((candidate) => candidate.value === value);
  return chosen === undefined ? {} : { initial_option: chosen };
}

function input(field: Field): Omit<InputBlock, 'element'> {
  return {
    type: 'input',
    block_id: scopedBlockId(field.name, field.scope ?? ''),
    label: plain`${field.label}`,
    ...(field.hint ? { hint: plain`${field.hint}` } : {}),
    ...(field.optional ? { optional: true } : {}),
  };
}
