import type { Overflow } from '@slack/types';
import { wordsOf } from '../blocks/text.tsx';
import { Menu } from '../menu.tsx';
import type { Field } from './field.ts';
import { usePress } from './use-press.ts';

export function OverflowElement({ element, field }: { element: Overflow; field: Field }) {
  const { press } = usePress(field, element.confirm);
  return (
    <Menu
      id={field.id}
      label={field.label ? `More actions: ${field.label}` : 'More actions'}
      icon="more"
      items={element.options.map((option) => ({
        name: wordsOf(option.text),
        ...(option.description && { description: wordsOf(option.description) }),
        choose() {
          if (option.url) open(option.url, '_blank', 'noopener,noreferrer');
          void press({ type: 'overflow', selected_option: option });
        },
      }))}
    />
  );
}
