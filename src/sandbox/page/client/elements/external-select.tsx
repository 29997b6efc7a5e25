import type { PlainTextOption, ExternalSelect as Select } from '@slack/types';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OptionList } from '../../../slack/screen.ts';
import { useSurface } from '../blocks/surface-context.ts';
import { Icon } from '../icon.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { type Field, naming } from './field.ts';
import { optionWords, selectedOption } from './options.ts';
import { useChoice } from './use-choice.ts';
import { useSuggestions } from './use-suggestions.ts';

/** Type-ahead over what the app offers, in the manner of the ARIA combobox pattern. */
export function ExternalSelect({ element, field }: { element: Select; field: Field }) {
  const { on } = useSurface();
  const { loadOptions } = useSandbox();
  const initial = { type: element.type, selected_option: element.initial_option ?? null };
  const { current, choose } = useChoice(field, initial, element.confirm);
  const selected = selectedOption(current);
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const minimum = element.min_query_length ?? 3;
  const suggestions = useSuggestions(query, minimum, (text) =>
    loadOptions(on, field.blockId, field.actionId, text),
  );
  const isOpen = query !== null;
  const offered = suggestions.options;
  const listId = `${field.id}-list`;
  const optionId = (i: number) => `${field.id}-option-${i}`;

  const open = (text: string) => {
    setQuery(text);
    setActive(0);
  };
  const close = () => setQuery(null);
  const pick = async (option: OptionList[number] | undefined) => {
    close();
    await choose({ type: element.type, selected_option: option ? asSlackOption(option) : null });
    input.current?.focus();
  };

  useEffect(() => {
    if (isOpen) list.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen, offered.length]);
  useEffect(() => {
    if (isOpen) document.getElementById(optionId(active))?.scrollIntoView({ block: 'nearest' });
  }, [isOpen, active]);

  const move = (step: 1 | -1) => {
    if (!isOpen) open('');
    else if (offered.length > 0) setActive((active + step + offered.length) % offered.length);
  };
  /** Not what an earlier query found: that is no longer what is asked for. */
  const pickActive = () => {
    if (suggestions.isCurrent && offered[active]) void pick(offered[active]);
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    ...(isOpen && { Escape: close, Enter: pickActive }),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (!act) return;
    // Escape closes the list and not the modal; Enter chooses and does not submit.
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  return (
    <div class="combobox">
      <input
        ref={input}
        id={field.id}
        class="control"
        type="text"
        role="combobox"
        autoComplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={isOpen && offered[active] ? optionId(active) : undefined}
        placeholder={element.placeholder?.text ?? 'Type to search'}
        value={query ?? (selected ? optionWords(selected) : '')}
        data-focus-on-load={element.focus_on_load || undefined}
        onInput={(event) => open(event.currentTarget.value)}
        onClick={() => !isOpen && open('')}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={close}
        onKeyDown={onKeyDown}
        {...naming(field, element.placeholder?.text)}
      />
      {selected && !isOpen && field.optional && (
        <button
          type="button"
          class="combobox-clear"
          aria-label={`Clear ${optionWords(selected)}`}
          onClick={() => void pick(undefined)}
        >
          <Icon name="close" />
        </button>
      )}
      <div
        class="combobox-list"
        ref={list}
        role="listbox"
        id={listId}
        hidden={!isOpen}
        aria-label="Suggestions"
      >
        {offered.map((option, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the text field, which keeps the focus.
          <div
            key={option.value}
            id={optionId(i)}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => void pick(option)}
          >
            {option.text}
            {option.description && <small>{option.description}</small>}
          </div>
        ))}
        {suggestions.message && <p role="status">{suggestions.message}</p>}
      </div>
    </div>
  );
}

function asSlackOption({ text, value, description }: OptionList[number]): PlainTextOption {
  const plain = (words: string) => ({ type: 'plain_text' as const, text: words });
  return { text: plain(text), value, ...(description !== undefined && { description: plain(description) }) };
}
