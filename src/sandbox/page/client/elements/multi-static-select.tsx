import type { MultiStaticSelect as MultiSelect } from '@slack/types';
import { Boxes } from './boxes.tsx';
import type { Field } from './field.ts';
import { groupsOf, selectedOptions } from './options.ts';
import { useChoice } from './use-choice.ts';

/** A list of boxes to tick: the same choice as Slack's menu of tokens, and all of it in sight. */
export function MultiStaticSelect({ element, field }: { element: MultiSelect; field: Field }) {
  const initial = { type: element.type, selected_options: element.initial_options ?? [] };
  const { current, choose } = useChoice(field, initial, element.confirm);
  const options = groupsOf(element).flatMap((group) => group.options);
  const selected = selectedOptions(current).map(({ value }) => value);
  const isFull = selected.length >= (element.max_selected_items ?? Number.POSITIVE_INFINITY);

  return (
    <Boxes
      field={field}
      type="checkbox"
      isScrolling
      options={options}
      focusOnLoad={element.focus_on_load ?? false}
      isChosen={({ value }) => selected.includes(value)}
      isDisabled={({ value }) => isFull && !selected.includes(value)}
      toggle={({ value }) => {
        const isChosen = selected.includes(value);
        const next = options.filter((option) =>
          option.value === value ? !isChosen : selected.includes(option.value),
        );
        return choose({ type: element.type, selected_options: next });
      }}
    />
  );
}
