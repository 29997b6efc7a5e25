import type { StaticSelect as Select } from '@slack/types';
import type { Field } from './field.ts';
import { NativeSelect } from './native-select.tsx';
import { groupsOf, optionWords, selectedOption } from './options.ts';
import { useChoice } from './use-choice.ts';

export function StaticSelect({ element, field }: { element: Select; field: Field }) {
  const initial = { type: element.type, selected_option: element.initial_option ?? null };
  const { current, choose } = useChoice(field, initial, element.confirm);
  const groups = groupsOf(element);

  return (
    <NativeSelect
      field={field}
      placeholder={element.placeholder?.text ?? 'Choose an option'}
      groups={groups.map(({ label, options }) => ({
        label,
        choices: options.map((option) => ({ value: option.value ?? '', words: optionWords(option) })),
      }))}
      selected={selectedOption(current)?.value ?? null}
      focusOnLoad={element.focus_on_load ?? false}
      choose={(value) => {
        const option = groups.flatMap(({ options }) => options).find((one) => (one.value ?? '') === value);
        return choose({ type: element.type, selected_option: option ?? null });
      }}
    />
  );
}
