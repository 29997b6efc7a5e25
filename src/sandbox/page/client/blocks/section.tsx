import type { SectionBlock as Section } from '@slack/types';
import { Element } from '../elements/element.tsx';
import { fieldOf } from '../elements/field.ts';
import { useSurface } from './surface-context.ts';
import { Text, wordsOf } from './text.tsx';

export function SectionBlock({ block }: { block: Section }) {
  const surface = useSurface();
  const { text, fields, accessory } = block;
  const label = text ? wordsOf(text) : (fields ?? []).map(wordsOf).join(' ');

  return (
    <div class="block-section">
      <div class="block-section-text">
        {text && <Text text={text} />}
        {fields && (
          <ul class="block-fields">
            {fields.map((field, i) => (
              <li key={`${i}-${field.text}`}>
                <Text text={field} />
              </li>
            ))}
          </ul>
        )}
      </div>
      {accessory && (
        <div class="block-accessory">
          <Element element={accessory} field={fieldOf(surface, block, accessory, { label })} />
        </div>
      )}
    </div>
  );
}
