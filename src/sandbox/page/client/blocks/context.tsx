import type { ContextBlock as Context } from '@slack/types';
import { Picture } from './image.tsx';
import { Text } from './text.tsx';
import { Unknown } from './unknown.tsx';

export function ContextBlock({ block }: { block: Context }) {
  return (
    <div class="block-context">
      {block.elements.map((element, i) => (
        <ContextElement key={`${i}-${element.type}`} element={element} />
      ))}
    </div>
  );
}

function ContextElement({ element }: { element: Context['elements'][number] }) {
  switch (element.type) {
    case 'image':
      return <Picture image={element} size="small" />;
    case 'mrkdwn':
    case 'plain_text':
      return <Text text={element} />;
    default:
      return <Unknown what="context element" type={(element as { type: string }).type} />;
  }
}
