/** Composition objects: the parts that blocks and elements are made of. */
import { z } from 'zod';
import { LIMITS } from './limits.ts';

/** A `plain_text` object. */
export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });

/** A text object of either type. */
export const anyText = (max: number) => oneType('a text object', [plainText(max), mrkdwn(max)]);

/** A union over `type` whose refusal names the place and what may stand there. */
export function oneType<const Schemas extends readonly [z.ZodObject, ...z.ZodObject[]]>(
  place: string,
  schemas: Schemas,
) {
  return z.discriminatedUnion('type', schemas, {
    error: ({ code, input }) => {
      if (code !== 'invalid_union') return undefined;
      const type = (input as { type?: unknown }).type;
      return type === undefined ? 'is missing' : `"${String(type)}" is not possible as ${place}`;
    },
  });
}

/** A web address that Slack opens or loads. */
export const webUrl = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url), 'must be an http or https URL');

/** The parts every interactive element may have. */
export const actionable = { action_id: z.string().min(1).max(LIMITS.actionId).optional() };

export const focusable = { focus_on_load: z.boolean().optional() };
export const placeholdable = { placeholder: plainText(LIMITS.placeholder).optional() };
export const maxSelectable = { max_selected_items: z.int().min(1).optional() };

const style = z.enum(['primary', 'danger']);
export const styleable = { style: style.optional() };

export const confirmable = {
  confirm: z
    .strictObject({
      title: plainText(LIMITS.confirmTitle).optional(),
      text: anyText(LIMITS.confirmText),
      confirm: plainText(LIMITS.confirmButton).optional(),
      deny: plainText(LIMITS.confirmButton).optional(),
      style: style.optional(),
    })
    .optional(),
};

const trigger = z.enum(['on_enter_pressed', 'on_character_entered']);
export const dispatchable = {
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(trigger).min(1).max(2).optional() })
    .optional(),
};

const optionParts = {
  value: z.string().min(1).max(LIMITS.optionValue),
  description: plainText(LIMITS.optionDescription).optional(),
};

/** An option of a select menu. */
export const option = z.strictObject({ text: plainText(LIMITS.optionText), ...optionParts });

/** An option of checkboxes and radio buttons, which may use mrkdwn. */
export const choiceOption = z.strictObject({ text: anyText(LIMITS.optionText), ...optionParts });

/** An option of an overflow menu, which alone may open a URL. */
export const overflowOption = option.extend({ url: webUrl(LIMITS.url).optional() });

export const optionGroup = z.strictObject({
  label: plainText(LIMITS.optionGroupLabel),
  options: z.array(option).min(1).max(LIMITS.selectOptions),
});

export const filterable = {
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .refine((filter) => Object.keys(filter).length > 0, 'needs at least one criterion')
    .optional(),
};

const slackFile = z
  .strictObject({ id: z.string().min(1).optional(), url: webUrl(LIMITS.imageUrl).optional() })
  .refine((file) => (file.id === undefined) !== (file.url === undefined), 'needs either an id or a url');

/** The source and the description of an image; `oneImageSource` completes the rule. */
export const image = {
  alt_text: z.string().min(1).max(LIMITS.altText),
  image_url: webUrl(LIMITS.imageUrl).optional(),
  slack_file: slackFile.optional(),
};

export const oneImageSource = (value: { image_url?: unknown; slack_file?: unknown }) =>
  (value.image_url === undefined) !== (value.slack_file === undefined);
