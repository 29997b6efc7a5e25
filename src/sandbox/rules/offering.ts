/** What a menu or a group offers, and what of it is preselected. */
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { choiceOption } from './composition.ts';

type Refinement = z.core.$RefinementCtx;
type Option = z.infer<typeof choiceOption>;

interface Offering {
  options?: Option[] | undefined;
  option_groups?: { options: Option[] }[] | undefined;
  initial_option?: Option | undefined;
  initial_options?: Option[] | undefined;
}

/** Options come from one place, have unique values, and what is preselected is one of them, to the letter. */
export function checkOffered(element: Offering, ctx: Refinement): void {
  const { options, option_groups, initial_option, initial_options } = element;
  const refuse = (path: PropertyKey[], message: string) => ctx.addIssue({ code: 'custom', path, message });
  if ((options === undefined) === (option_groups === undefined)) {
    refuse([], 'needs either options or option_groups');
  }

  const all = [...(options ?? []), ...(option_groups ?? []).flatMap((group) => group.options)];
  const values = all.map(({ value }) => value);
  const twice = values.find((value, i) => values.indexOf(value) < i);
  if (twice !== undefined) {
    refuse([options ? 'options' : 'option_groups'], `offers the value "${twice}" twice`);
  }

  const isOffered = (initial: Option) => all.some((candidate) => isDeepStrictEqual(candidate, initial));
  if (initial_option && !isOffered(initial_option)) {
    refuse(['initial_option'], 'is not exactly one of the options');
  }
  for (const [i, initial] of (initial_options ?? []).entries()) {
    if (!isOffered(initial)) refuse(['initial_options', i], 'is not exactly one of the options');
  }
}

/** Not more is preselected than may be selected. */
export function checkSelectable(
  element: { initial_options?: Option[] | undefined; max_selected_items?: number | undefined },
  ctx: Refinement,
): void {
  const { initial_options = [], max_selected_items = Number.POSITIVE_INFINITY } = element;
  if (initial_options.length <= max_selected_items) return;
  ctx.addIssue({
    code: 'custom',
    path: ['initial_options'],
    message: 'has more items than max_selected_items',
  });
}
