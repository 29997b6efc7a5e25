/** Input blocks. The name of a field is its `block_id` and its `action_id`, and the key of its error. */
import type { DispatchActionConfig, InputBlock, PlainTextOption } from '@slack/types';
import { cut, plain, shorten } from './escape.ts';

interface TextInput {
  name: string;
  label: string;
  hint?: string;
  placeholder?: string;
  value?: string | null | undefined;
  max: number;
  multiline?: true;
  optional?: true;
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

export function emailInput(field: Pick<TextInput, 'name' | 'label' | 'hint' | 'value'>): InputBlock {
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

interface ChoiceInput {
  name: string;
  label: string;
  hint?: string;
  choices: readonly Choice[];
  value?: string | undefined;
}

/** One of a few, all of them visible. */
export function radioInput(field: ChoiceInput): InputBlock {
  const options = field.choices.slice(0, 10).map(option);
  return {
    ...input(field),
    element: { type: 'radio_buttons', action_id: field.name, options, ...initial(options, field.value) },
  };
}

/** One of many; the first hundred, which is what Slack's menus hold. */
export function selectInput(field: ChoiceInput): InputBlock {
  const options = field.choices.slice(0, 100).map(option);
  const hint = field.choices.length > 100 ? 'The first 100 are shown.' : field.hint;
  return {
    ...input({ ...field, ...(hint === undefined ? {} : { hint }) }),
    element: { type: 'static_select', action_id: field.name, options, ...initial(options, field.value) },
  };
}

export function option({ value, text, description }: Choice): PlainTextOption {
  return {
    value,
    text: plain`${shorten(text, 70)}`,
    ...(description === undefined ? {} : { description: plain`${shorten(description, 75)}` }),
  };
}

function initial(options: readonly PlainTextOption[], value: string | undefined) {
  const chosen = options.find((candidate) => candidate.value === value);
  return chosen === undefined ? {} : { initial_option: chosen };
}

function input(field: { name: string; label: string; hint?: string; optional?: true }) {
  return {
    type: 'input' as const,
    block_id: field.name,
    label: plain`${field.label}`,
    ...(field.hint ? { hint: plain`${field.hint}` } : {}),
    ...(field.optional ? { optional: true } : {}),
  };
}
