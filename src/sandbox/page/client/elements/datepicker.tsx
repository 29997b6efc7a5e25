import type { Datepicker as Picker } from '@slack/types';
import { type Field, naming } from './field.ts';
import { useChoice } from './use-choice.ts';

export function Datepicker({ element, field }: { element: Picker; field: Field }) {
  const initial = { type: element.type, selected_date: element.initial_date ?? null };
  const { current, choose } = useChoice(field, initial, element.confirm);
  const shown = (current.selected_date as string | null | undefined) ?? '';

  return (
    <input
      id={field.id}
      class="control control-short"
      type="date"
      value={shown}
      data-focus-on-load={element.focus_on_load || undefined}
      onChange={async (event) => {
        const input = event.currentTarget;
        if (!(await choose({ type: element.type, selected_date: input.value || null }))) input.value = shown;
      }}
      {...naming(field, element.placeholder?.text)}
    />
  );
}
