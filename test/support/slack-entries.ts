/** How a test's short value becomes the state of a Block Kit element. */
import { listedOptions, stateField } from '../../src/sandbox/slack/elements.ts';
import type { ElementState, OptionList, Screen } from '../../src/sandbox/slack/screen.ts';

/** Text, a choice by its text or value, several choices, a number, a tick for a single checkbox, or null to clear. */
export type Entry = string | number | boolean | null | string[];

/** The state of an element after a person has entered or chosen `entry`; throws when it is not on offer. */
export async function chosenState(
  screen: Screen,
  element: Record<string, unknown>,
  entry: Entry,
  search: (query: string) => Promise<OptionList>,
): Promise<ElementState> {
  const type = String(element.type);
  const field = stateField(type);
  if (field === undefined) throw new Error(`A ${type} takes no value.`);
  const state = (value: unknown): ElementState => ({ type, [field]: value });

  if (field === 'value') return state(entry === null ? null : String(entry));
  if (field === 'selected_option')
    return state(entry === null ? null : await optionOf(element, String(entry), search));
  if (field === 'selected_options') {
    const wanted = ticked(element, entry);
    return state(await Promise.all(wanted.map((one) => optionOf(element, one, search))));
  }
  if (Array.isArray(entry)) return state(entry.map((one) => idOf(screen, type, one)));
  return state(typeof entry === 'string' ? idOf(screen, type, entry) : entry);
}

function ticked(element: Record<string, unknown>, entry: Entry): string[] {
  if (entry === true) return listedOptions(element).map(({ value }) => String(value));
  if (entry === false || entry === null) return [];
  return Array.isArray(entry) ? entry : [String(entry)];
}

async function optionOf(
  element: Record<string, unknown>,
  wanted: string,
  search: (query: string) => Promise<OptionList>,
): Promise<unknown> {
  const isWanted = (one: { text: string; value: string }) => one.text === wanted || one.value === wanted;
  if (String(element.type).includes('external')) {
    const queries = [
      wanted,
      wanted.split(/\s/)[0] ?? '',
      wanted.slice(0, Number(element.min_query_length ?? 3)),
    ];
    const seen: OptionList = [];
    for (const query of new Set(queries)) {
      const options = await search(query);
      const option = options.find(isWanted);
      if (option !== undefined) return asOption(option);
      seen.push(...options);
    }
    throw new Error(`"${wanted}" is not offered, but ${names(seen)}.`);
  }
  const options = listedOptions(element).map((option) => ({
    text: String((option.text as { text?: string } | undefined)?.text),
    value: String(option.value),
  }));
  const option = options.find(isWanted);
  if (option === undefined) throw new Error(`"${wanted}" is not offered, but ${names(options)}.`);
  return asOption(option);
}

function asOption({ text, value }: { text: string; value: string }) {
  return { text: { type: 'plain_text', text }, value };
}

function names(options: { text: string }[]): string {
  return options.map(({ text }) => `"${text}"`).join(', ') || 'nothing';
}

/** The id of a person or a conversation that is given by name. */
function idOf(screen: Screen, type: string, name: string): string {
  if (type.includes('users'))
    return screen.people.find((one) => one.name === name || one.realName === name)?.id ?? name;
  const plain = name.replace(/^#/, '');
  return screen.conversations.find((one) => one.name === plain)?.id ?? name;
}
