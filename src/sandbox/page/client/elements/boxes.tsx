import type { Option } from '@slack/types';
import { Text } from '../blocks/text.tsx';
import { type Field, naming } from './field.ts';

interface Props<T extends Option> {
  field: Field;
  type: 'radio' | 'checkbox';
  options: T[];
  focusOnLoad: boolean;
  isScrolling?: boolean;
  isChosen(option: T): boolean;
  isDisabled?(option: T): boolean;
  toggle(option: T): Promise<boolean>;
}

/** Radio buttons or checkboxes, each with its words and its description. */
export function Boxes<T extends Option>(props: Props<T>) {
  const { field, type, options, focusOnLoad, isScrolling = false, isChosen, isDisabled, toggle } = props;

  return (
    <div
      id={field.id}
      class={`boxes${isScrolling ? ' boxes-scrolling' : ''}`}
      role={type === 'radio' ? 'radiogroup' : 'group'}
      {...naming(field)}
    >
      {options.map((option, i) => (
        <label key={option.value ?? i} class="box">
          <input
            id={`${field.id}-${i}`}
            type={type}
            name={field.id}
            checked={isChosen(option)}
            disabled={isDisabled?.(option) ?? false}
            data-focus-on-load={(focusOnLoad && i === 0) || undefined}
            onChange={async (event) => {
              const box = event.currentTarget;
              if (!(await toggle(option))) box.checked = isChosen(option);
            }}
          />
          <span>
            <Text text={option.text} />
            {option.description && (
              <small>
                <Text text={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
