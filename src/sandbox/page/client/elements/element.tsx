import type { ActionsBlockElement, InputBlockElement, SectionBlockAccessory } from '@slack/types';
import { Picture } from '../blocks/image.tsx';
import { Unknown } from '../blocks/unknown.tsx';
import { ButtonElement } from './button.tsx';
import { Checkboxes } from './checkboxes.tsx';
import { Datepicker } from './datepicker.tsx';
import { ExternalSelect } from './external-select.tsx';
import type { Field } from './field.ts';
import { FileInput } from './file-input.tsx';
import { ConversationsSelect, UsersSelect } from './id-select.tsx';
import { MultiStaticSelect } from './multi-static-select.tsx';
import { OverflowElement } from './overflow.tsx';
import { RadioButtons } from './radio-buttons.tsx';
import { StaticSelect } from './static-select.tsx';
import { TextInput } from './text-input.tsx';
import { Timepicker } from './timepicker.tsx';

type AnyElement = ActionsBlockElement | InputBlockElement | SectionBlockAccessory;

/** One interactive element, or a red box for one that this page does not know. */
export function Element({ element, field }: { element: AnyElement; field: Field }) {
  switch (element.type) {
    case 'button':
      return <ButtonElement element={element} field={field} />;
    case 'overflow':
      return <OverflowElement element={element} field={field} />;
    case 'image':
      return <Picture image={element} size="medium" />;
    case 'static_select':
      return <StaticSelect element={element} field={field} />;
    case 'external_select':
      return <ExternalSelect element={element} field={field} />;
    case 'multi_static_select':
      return <MultiStaticSelect element={element} field={field} />;
    case 'users_select':
      return <UsersSelect element={element} field={field} />;
    case 'conversations_select':
    case 'channels_select':
      return <ConversationsSelect element={element} field={field} />;
    case 'radio_buttons':
      return <RadioButtons element={element} field={field} />;
    case 'checkboxes':
      return <Checkboxes element={element} field={field} />;
    case 'datepicker':
      return <Datepicker element={element} field={field} />;
    case 'timepicker':
      return <Timepicker element={element} field={field} />;
    case 'file_input':
      return <FileInput element={element} field={field} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <TextInput element={element} field={field} />;
    default:
      return <Unknown what="element" type={element.type} />;
  }
}

/** Elements of several controls, which a `<label>` cannot point at. */
export const isGroup = (type: string) =>
  type === 'radio_buttons' || type === 'checkboxes' || type === 'multi_static_select';
