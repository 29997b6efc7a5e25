import type { ViewStateValue } from '@slack/bolt';
import { fieldOf } from '../../views/common/ids.ts';

/**
 * What was filled into a form, by the name of the field. Empty inputs are absent; only boxes of which none is ticked are an
 * empty list.
 */
export type Values = Record<string, string | string[]>;

/** The texts of the chosen options, by the name of the field. */
export type Labels = Record<string, string>;

/** How large the chosen files are, in bytes, by the name of the field: as the payload says. */
export type FileSizes = Record<string, number[]>;

type State = Record<string, Record<string, ViewStateValue>>;

/** Reads `view.state.values`: texts, numbers, dates, chosen options, conversations, ticked boxes, and files by their ids. */
export function readValues(state: State): Values {
  return byField(state, readValue);
}

/** Reads what the chosen options of `view.state.values` are called. */
export function readLabels(state: State): Labels {
  return byField(state, ({ selected_option: option }) => option?.text?.text ?? null);
}

/** Reads how large the files of `view.state.values` are. */
export function readFileSizes(state: State): FileSizes {
  return byField(state, ({ files }) => files?.map(({ size = 0 }) => size) ?? null);
}

/** A field that holds one text. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** The text, choice or choices that one element holds. */
export function readValue(value: ViewStateValue): string | string[] | null {
  const { files } = value;
  if (files) return files.map(({ id }) => id);
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

function byField<T>(state: State, read: (value: ViewStateValue) => T | null): Record<string, T> {
  const found: Record<string, T> = {};
  for (const [blockId, elements] of Object.entries(state)) {
    for (const element of Object.values(elements)) {
      const value = read(element);
      if (value !== null) found[fieldOf(blockId)] = value;
    }
  }
  return found;
}
