import type { Button } from '@slack/types';
import { PlainText } from '../blocks/plain-text.tsx';
import type { Field } from './field.ts';
import { usePress } from './use-press.ts';

export function ButtonElement({ element, field }: { element: Button; field: Field }) {
  const { press, isBusy } = usePress(field, element.confirm);
  const attributes = {
    id: field.id,
    class: `button${element.style ? ` button-${element.style}` : ''}`,
    ...(element.accessibility_label && { 'aria-label': element.accessibility_label }),
  };

  if (element.url !== undefined) {
    return (
      <a
        {...attributes}
        href={element.url}
        target="_blank"
        rel="noopener noreferrer"
        onClick={() => void press()}
      >
        <PlainText text={element.text} />
      </a>
    );
  }

  return (
    <button {...attributes} type="button" aria-busy={isBusy} onClick={() => void press()}>
      <PlainText text={element.text} />
    </button>
  );
}
