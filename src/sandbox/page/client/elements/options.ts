/** Options as Slack writes them, and as elements keep them in their state. */
import type { Option, PlainTextOption } from '@slack/types';
import type { ElementState } from '../../../slack/screen.ts';
import { wordsOf } from '../blocks/text.tsx';

export const selectedOption = (state: ElementState) => (state.selected_option ?? null) as Option | null;
export const selectedOptions = (state: ElementState) => (state.selected_options ?? []) as Option[];

export const optionWords = ({ text, description }: Option) =>
  description ? `${wordsOf(text)} – ${wordsOf(description)}` : wordsOf(text);

export interface OptionGroup {
  label: string | null;
  options: PlainTextOption[];
}

interface Offering {
  options?: PlainTextOption[];
  option_groups?: { label: { text: string }; options: PlainTextOption[] }[];
}

export function groupsOf({ options, option_groups: groups }: Offering): OptionGroup[] {
  if (groups) return groups.map(({ label, options: grouped }) => ({ label: label.text, options: grouped }));
  return [{ label: null, options: options ?? [] }];
}
