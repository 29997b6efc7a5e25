/** Slack's documented limits, checked before Slack would. An empty list of problems means valid. */
import { z } from 'zod';
import { checkBlocks, hasInput, textLength } from './blocks.ts';
import { option, optionGroup, plainText } from './composition.ts';
import { LIMITS } from './limits.ts';
import { asSent, type Problem, problemsIn } from './problem.ts';

export { LIMITS } from './limits.ts';
export type { Problem } from './problem.ts';

const common = {
  // `checkBlocks` looks inside, knowing the surface.
  blocks: z.unknown(),
  private_metadata: z.string().max(LIMITS.privateMetadata).optional(),
  callback_id: z.string().min(1).max(LIMITS.callbackId).optional(),
  external_id: z.string().min(1).max(LIMITS.externalId).optional(),
};

const modal = z.strictObject({
  type: z.literal('modal'),
  ...common,
  title: plainText(LIMITS.viewTitle),
  submit: plainText(LIMITS.viewSubmit).optional(),
  close: plainText(LIMITS.viewClose).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
});

const home = z.strictObject({ type: z.literal('home'), ...common });

/** Checks a modal or a Home tab, as `views.open`, `views.push`, `views.update` and `views.publish` take it. */
export function checkView(view: unknown): Problem[] {
  const sent = asSent(view);
  if (typeof sent !== 'object' || sent === null) return [{ path: '', message: 'is not a view' }];
  const { type, blocks, submit } = sent as Record<string, unknown>;
  if (type !== 'modal' && type !== 'home') return [{ path: '/type', message: 'must be "modal" or "home"' }];

  const problems = [...problemsIn(type === 'modal' ? modal : home, sent), ...checkBlocks(blocks, type)];
  if (type === 'modal' && submit === undefined && hasInput(blocks)) {
    problems.push({ path: '/submit', message: 'is missing, but the modal has an input block' });
  }
  if (Buffer.byteLength(JSON.stringify(sent)) > LIMITS.viewBytes) {
    problems.push({ path: '', message: `is larger than ${LIMITS.viewBytes} bytes` });
  }
  return problems;
}

const text = z.string().min(1).max(LIMITS.messageText);

/** Checks what a message says, as `chat.postMessage` and a `response_url` take it. */
export function checkMessage(message: { text?: string; blocks?: unknown }): Problem[] {
  const problems = problemsIn(text, message.text, '/text');
  const blocks = asSent(message.blocks);
  if (blocks === undefined) return problems;
  problems.push(...checkBlocks(blocks, 'message'));
  if (textLength(blocks) > LIMITS.messageBlocksText) {
    problems.push({
      path: '/blocks',
      message: `hold more than ${LIMITS.messageBlocksText} characters of text`,
    });
  }
  return problems;
}

const optionsReply = z
  .strictObject({
    options: z.array(option).max(LIMITS.selectOptions).optional(),
    option_groups: z.array(optionGroup).max(LIMITS.optionGroups).optional(),
  })
  .refine((reply) => (reply.options === undefined) !== (reply.option_groups === undefined), {
    message: 'needs either options or option_groups',
  });

/** Checks the answer to a `block_suggestion`, which may be an empty list of options. */
export function checkOptions(reply: unknown): Problem[] {
  return problemsIn(optionsReply, asSent(reply));
}
