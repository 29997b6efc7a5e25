import type { InputBlock as Input } from '@slack/types';
import { Element, isGroup } from '../elements/element.tsx';
import { fieldOf } from '../elements/field.ts';
import { PlainText } from './plain-text.tsx';
import { useSurface } from './surface-context.ts';

/** A labelled field with its hint and its error. */
export function InputBlock({ block }: { block: Input }) {
  const surface = useSurface();
  const { element, label, hint, optional = false, dispatch_action: dispatches = false } = block;
  const error = surface.errors[block.block_id ?? ''];
  const base = fieldOf(surface, block, element, { optional, dispatches });
  const ids = { label: `${base.id}-label`, hint: `${base.id}-hint`, error: `${base.id}-error` };
  const described = [error === undefined ? null : ids.error, hint ? ids.hint : null].filter(
    (id) => id !== null,
  );
  const field = {
    ...base,
    labelledBy: ids.label,
    isInvalid: error !== undefined,
    ...(described.length > 0 && { describedBy: described.join(' ') }),
  };
  const caption = (
    <>
      <PlainText text={label} />
      {optional && <span class="optional"> (optional)</span>}
    </>
  );

  return (
    <div class={`block-input${error === undefined ? '' : ' has-error'}`}>
      {isGroup(element.type) ? (
        <div class="label" id={ids.label}>
          {caption}
        </div>
      ) : (
        <label class="label" id={ids.label} for={base.id}>
          {caption}
        </label>
      )}
      <Element element={element} field={field} />
      {error !== undefined && (
        <p class="field-error" id={ids.error}>
          {error}
        </p>
      )}
      {hint && (
        <p class="hint" id={ids.hint}>
          <PlainText text={hint} />
        </p>
      )}
    </div>
  );
}
