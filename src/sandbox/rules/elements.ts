/** Block elements, and where each may stand. */
import { z } from 'zod';
import {
  actionable,
  confirmable,
  image,
  oneImageSource,
  oneType,
  overflowOption,
  plainText,
  styleable,
  webUrl,
} from './composition.ts';
import { inputs } from './inputs.ts';
import { LIMITS } from './limits.ts';
import { menus } from './menus.ts';
import { checkOffered } from './offering.ts';
import { datetimepicker, pickers } from './pickers.ts';

export type Surface = 'modal' | 'home' | 'message';

/** Elements that Slack does not offer on every surface; the others work everywhere. */
export const SURFACES_OF: Readonly<Record<string, readonly Surface[]>> = {
  datetimepicker: ['modal', 'message'],
  email_text_input: ['modal'],
  file_input: ['modal'],
  number_input: ['modal'],
  url_text_input: ['modal'],
};

const button = z.strictObject({
  type: z.literal('button'),
  ...actionable,
  ...confirmable,
  ...styleable,
  text: plainText(LIMITS.buttonText),
  value: z.string().max(LIMITS.buttonValue).optional(),
  url: webUrl(LIMITS.url).optional(),
  accessibility_label: z.string().min(1).max(LIMITS.accessibilityLabel).optional(),
});

const overflow = z
  .strictObject({
    type: z.literal('overflow'),
    ...actionable,
    ...confirmable,
    options: z.array(overflowOption).min(1).max(LIMITS.overflowOptions),
  })
  .superRefine(checkOffered);

/** An image inside a section or a context block. */
export const imageElement = z
  .strictObject({ type: z.literal('image'), ...image })
  .refine(oneImageSource, 'needs either an image_url or a slack_file');

/** What may stand beside the text of a section. */
export const accessory = oneType('a section accessory', [
  button,
  imageElement,
  overflow,
  ...menus,
  ...pickers,
]);

/** What may stand in an actions block. */
export const actionElement = oneType('an element of an actions block', [
  button,
  overflow,
  datetimepicker,
  ...menus,
  ...pickers,
]);

/** What may stand in an input block. */
export const inputElement = oneType('the element of an input block', [
  ...inputs,
  datetimepicker,
  ...menus,
  ...pickers,
]);
