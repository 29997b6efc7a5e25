import type { Checkboxes as Checks } from '@slack/types';
import { Boxes } from './boxes.tsx';
import type { Field } from './field.ts';
import { selectedOptions } from './options.ts';
import { useChoice } from './use-choice.ts';

export function Checkboxes({ element, field }: { element: Checks; field: Field }) {
  const initial = { type: element.type, selected_options: element.initial_options ?? [] };
  const { current, choose } = useChoice(field, initial, element.confirm);
  const selected = selectedOptions(current).map(({ value }) => value);

  return (
    <Boxes
      field={field}
      type="checkbox"
      options={element.options}
      focusOnLoad={element.focus_on_load ?? false}
      isChosen={({ value }) => selected.includes(value)}
      toggle={({ value }) => {
        const isChosen = selected.includes(value);
        const next = element.options.filter((option) =>
          option.value === value ? !isChosen : selected.includes(option.value),
        );
        return choose({ type: element.type, selected_options: next });
      }}
    />
  );
}
