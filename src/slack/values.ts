import type { ViewStateValue } from '@slack/bolt';

/** What was filled into a form, by the name of the field (`block_id` = `action_id` = name). Empty inputs are absent. */
export type Values = Record<string, string | string[]>;

type State = Record<string, Record<string, ViewStateValue>>;

/** Reads `view.state.values`: texts, chosen options, conversations and ticked boxes. */
export function readValues(state: State): Values {
  const values: Values = {};
  for (const [name, actions] of Object.entries(state)) {
    for (const value of Object.values(actions)) {
      const read = readValue(value);
      if (read !== null) values[name] = read;
    }
  }
  return values;
}

/** A field that holds one text. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** The text, choice or choices that one element holds. */
export function readValue(value: ViewStateValue): string | string[] | null {
  if (value.selected_options) return value.selected_options.map((option) => option.value);
  return (
    value.selected_option?.value ??
    value.selected_conversation ??
    value.selected_channel ??
    value.selected_user ??
    value.selected_date ??
    value.value ??
    null
  );
}
