import type { EmailInput, NumberInput, PlainTextInput, URLInput } from '@slack/types';
import { type Field, naming } from './field.ts';
import { useValue } from './use-value.ts';

type Input = PlainTextInput | EmailInput | URLInput | NumberInput;

const KEYBOARD = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'decimal',
} as const;

const TYPING_MS = 250;
const DISPATCHING_MS = 400;

export function TextInput({ element, field }: { element: Input; field: Field }) {
  const { current, change, flush } = useValue(field, { type: element.type, value: initialOf(element) });
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const onCharacter = field.dispatches && triggers.includes('on_character_entered');
  const onEnter = field.dispatches && triggers.includes('on_enter_pressed');
  const isMultiline = element.type === 'plain_text_input' && element.multiline === true;
  const shown = (current.value as string | null | undefined) ?? '';
  const stateOf = (text: string) => ({ type: element.type, value: text === '' ? null : text });

  const attributes = {
    id: field.id,
    class: 'control',
    value: shown,
    autoComplete: 'off',
    'data-focus-on-load': element.focus_on_load || undefined,
    ...(element.placeholder && { placeholder: element.placeholder.text }),
    ...lengthsOf(element),
    ...naming(field, element.placeholder?.text),
    onInput: (event: { currentTarget: { value: string } }) =>
      change(stateOf(event.currentTarget.value), { delay: onCharacter ? DISPATCHING_MS : TYPING_MS }),
    onBlur: () => void flush(),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.isComposing || !onEnter) return;
      if (isMultiline && !event.metaKey && !event.ctrlKey) return;
      event.preventDefault();
      change(stateOf(shown), { enter: true });
    },
  };

  return (
    <>
      {isMultiline ? (
        <textarea rows={4} {...attributes} />
      ) : (
        <input
          type="text"
          inputMode={KEYBOARD[element.type]}
          spellcheck={element.type === 'plain_text_input'}
          {...attributes}
        />
      )}
      {onEnter && <p class="hint">Press {isMultiline ? 'Ctrl+Enter' : 'Enter'} to check.</p>}
    </>
  );
}

const initialOf = (element: Input) => element.initial_value ?? null;

function lengthsOf(element: Input) {
  if (element.type !== 'plain_text_input') return {};
  const { min_length: minLength, max_length: maxLength } = element;
  return { ...(minLength !== undefined && { minLength }), ...(maxLength !== undefined && { maxLength }) };
}
