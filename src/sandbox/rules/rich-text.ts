/** The rich_text block. */
import { z } from 'zod';
import { oneType, webUrl } from './composition.ts';
import { LIMITS } from './limits.ts';

const flag = z.boolean().optional();
const styled = {
  style: z.strictObject({ bold: flag, code: flag, italic: flag, strike: flag, underline: flag }).optional(),
};
const border = { border: z.union([z.literal(0), z.literal(1)]).optional() };
const id = z.string().min(1);

const text = z.strictObject({ type: z.literal('text'), text: z.string().min(1), ...styled });
const link = z.strictObject({
  type: z.literal('link'),
  url: webUrl(LIMITS.url),
  text: z.string().min(1).optional(),
  unsafe: flag,
  ...styled,
});

const inline = oneType('an element of rich text', [
  text,
  link,
  z.strictObject({ type: z.literal('user'), user_id: id, ...styled }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: id, ...styled }),
  z.strictObject({ type: z.literal('channel'), channel_id: id, ...styled }),
  z.strictObject({ type: z.literal('team'), team_id: id, ...styled }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), ...styled }),
  z.strictObject({
    type: z.literal('color'),
    value: z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a hex color'),
    ...styled,
  }),
  z.strictObject({
    type: z.literal('emoji'),
    name: id,
    unicode: id.optional(),
    url: webUrl(LIMITS.url).optional(),
    ...styled,
  }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string().min(1),
    url: webUrl(LIMITS.url).optional(),
    fallback: z.string().optional(),
    ...styled,
  }),
]);

const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline) });

const part = oneType('a part of rich text', [
  section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(section).min(1),
    indent: z.int().min(0).max(LIMITS.richTextIndent).optional(),
    offset: z.int().min(0).optional(),
    ...border,
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline), ...border }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(oneType('an element of preformatted text', [text, link])),
    ...border,
  }),
]);

export const richTextParts = z.array(part).min(1);
