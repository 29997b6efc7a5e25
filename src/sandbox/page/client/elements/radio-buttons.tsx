import type { RadioButtons as Radio } from '@slack/types';
import { Boxes } from './boxes.tsx';
import type { Field } from './field.ts';
import { selectedOption } from './options.ts';
import { useChoice } from './use-choice.ts';

export function RadioButtons({ element, field }: { element: Radio; field: Field }) {
  const initial = { type: element.type, selected_option: element.initial_option ?? null };
  const { current, choose } = useChoice(field, initial, element.confirm);

  return (
    <Boxes
      field={field}
      type="radio"
      options={element.options}
      focusOnLoad={element.focus_on_load ?? false}
      isChosen={({ value }) => selectedOption(current)?.value === value}
      toggle={(option) => choose({ type: element.type, selected_option: option })}
    />
  );
}
