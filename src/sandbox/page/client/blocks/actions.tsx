import type { ActionsBlock as Actions } from '@slack/types';
import { Element } from '../elements/element.tsx';
import { fieldOf } from '../elements/field.ts';
import { useSurface } from './surface-context.ts';

export function ActionsBlock({ block }: { block: Actions }) {
  const surface = useSurface();
  return (
    <div class="block-actions">
      {block.elements.map((element, i) => (
        <Element
          key={element.action_id ?? i}
          element={element}
          field={fieldOf(surface, block, element, {})}
        />
      ))}
    </div>
  );
}
