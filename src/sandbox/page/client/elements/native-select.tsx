import type { Field } from './field.ts';
import { naming } from './field.ts';

interface Choice {
  value: string;
  words: string;
}

interface ChoiceGroup {
  label: string | null;
  choices: Choice[];
}

interface Props {
  field: Field;
  placeholder: string;
  groups: ChoiceGroup[];
  selected: string | null;
  focusOnLoad: boolean;
  /** Null: nothing. Resolves false when the choice is taken back. */
  choose(value: string | null): Promise<boolean>;
}

const NOTHING = '';

/** A drop-down list. The browser's own: it is the one that every keyboard, phone and screen reader knows. */
export function NativeSelect({ field, placeholder, groups, selected, focusOnLoad, choose }: Props) {
  const canClear = field.optional && selected !== null;
  // Values may be any text, so the control works with positions.
  const all = groups.flatMap(({ choices }) => choices);
  const position = all.findIndex(({ value }) => value === selected);
  const shown = position < 0 ? NOTHING : String(position);

  const onChange = async (event: Event) => {
    const control = event.currentTarget as HTMLSelectElement;
    const chosen = control.value === NOTHING ? null : (all[Number(control.value)]?.value ?? null);
    if (!(await choose(chosen))) control.value = shown;
  };

  return (
    <select
      id={field.id}
      class="control"
      value={shown}
      onChange={(event) => void onChange(event)}
      data-focus-on-load={focusOnLoad || undefined}
      data-empty={position < 0 || undefined}
      {...naming(field, placeholder)}
    >
      <option value={NOTHING} disabled={!canClear && position >= 0} hidden={!canClear && position >= 0}>
        {placeholder}
      </option>
      {groups.map(({ label, choices }) => {
        const options = choices.map((choice) => (
          <option key={choice.value} value={String(all.indexOf(choice))}>
            {choice.words}
          </option>
        ));
        return label === null ? (
          options
        ) : (
          <optgroup key={label} label={label}>
            {options}
          </optgroup>
        );
      })}
    </select>
  );
}
