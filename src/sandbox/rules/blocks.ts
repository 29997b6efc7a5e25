/** The blocks of a modal, a Home tab or a message. */
import { z } from 'zod';
import { anyText, image, oneImageSource, oneType, plainText } from './composition.ts';
import {
  accessory,
  actionElement,
  imageElement,
  inputElement,
  SURFACES_OF,
  type Surface,
} from './elements.ts';
import { LIMITS } from './limits.ts';
import { type Problem, pointer, problemsIn } from './problem.ts';
import { richTextParts } from './rich-text.ts';

const identified = { block_id: z.string().min(1).max(LIMITS.blockId).optional() };

const section = z
  .strictObject({
    type: z.literal('section'),
    ...identified,
    text: anyText(LIMITS.sectionText).optional(),
    fields: z.array(anyText(LIMITS.sectionFieldText)).min(1).max(LIMITS.sectionFields).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'needs text or fields');

const input = z
  .strictObject({
    type: z.literal('input'),
    ...identified,
    label: plainText(LIMITS.inputLabel),
    hint: plainText(LIMITS.inputHint).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: inputElement,
  })
  .refine(({ dispatch_action, element }) => !(dispatch_action && element.type === 'file_input'), {
    path: ['dispatch_action'],
    message: 'is not possible with a file_input',
  });

const block = oneType('a block', [
  section,
  input,
  z.strictObject({ type: z.literal('divider'), ...identified }),
  z.strictObject({ type: z.literal('header'), ...identified, text: plainText(LIMITS.headerText) }),
  z.strictObject({
    type: z.literal('context'),
    ...identified,
    elements: z
      .array(oneType('an element of a context block', [...anyText(LIMITS.text).options, imageElement]))
      .min(1)
      .max(LIMITS.contextElements),
  }),
  z.strictObject({
    type: z.literal('actions'),
    ...identified,
    elements: z.array(actionElement).min(1).max(LIMITS.actionsElements),
  }),
  z
    .strictObject({
      type: z.literal('image'),
      ...identified,
      ...image,
      title: plainText(LIMITS.imageTitle).optional(),
    })
    .refine(oneImageSource, 'needs either an image_url or a slack_file'),
  z.strictObject({ type: z.literal('rich_text'), ...identified, elements: richTextParts }),
]);

const MAX_BLOCKS = { modal: LIMITS.modalBlocks, home: LIMITS.homeBlocks, message: LIMITS.messageBlocks };
const blockList = {
  modal: z.array(block).max(MAX_BLOCKS.modal),
  home: z.array(block).max(MAX_BLOCKS.home),
  message: z.array(block).max(MAX_BLOCKS.message),
};

/** Checks a list of blocks, and the rules that hold between them, for the surface they are shown on. */
export function checkBlocks(blocks: unknown, surface: Surface): Problem[] {
  const problems = problemsIn(blockList[surface], blocks, '/blocks');
  if (!Array.isArray(blocks)) return problems;
  const found = blocks.flatMap((candidate, i) => elementsOf(candidate, `/blocks/${i}`));
  return [
    ...problems,
    ...duplicateBlockIds(blocks),
    ...blocks.flatMap((candidate, i) => duplicateActionIds(candidate, `/blocks/${i}`)),
    ...misplaced(found, surface),
    ...secondFocus(found),
  ];
}

/** Whether a list of blocks holds an input block. */
export function hasInput(blocks: unknown): boolean {
  return (
    Array.isArray(blocks) && blocks.some((candidate) => isRecord(candidate) && candidate.type === 'input')
  );
}

/** The length of all text in a list of blocks. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textLength(item), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : textLength(item)),
    0,
  );
}

interface Placed {
  path: string;
  element: Record<string, unknown>;
  block: string;
}

function elementsOf(candidate: unknown, path: string): Placed[] {
  if (!isRecord(candidate)) return [];
  const block = String(candidate.type);
  const at = (element: unknown, ...steps: PropertyKey[]): Placed[] =>
    isRecord(element) ? [{ element, block, path: path + pointer(steps) }] : [];
  if (block === 'section') return at(candidate.accessory, 'accessory');
  if (block === 'input') return at(candidate.element, 'element');
  if (block !== 'actions' || !Array.isArray(candidate.elements)) return [];
  return candidate.elements.flatMap((element, i) => at(element, 'elements', i));
}

function duplicateBlockIds(blocks: unknown[]): Problem[] {
  const ids = blocks.map((candidate) => (isRecord(candidate) ? candidate.block_id : undefined));
  return repeated(ids).map((i) => ({
    path: `/blocks/${i}/block_id`,
    message: `"${ids[i]}" is used by an earlier block`,
  }));
}

/** Slack asks for unique action ids within one block; the same id in another block is fine. */
function duplicateActionIds(candidate: unknown, path: string): Problem[] {
  const elements = elementsOf(candidate, path);
  const ids = elements.map(({ element }) => element.action_id);
  return repeated(ids).map((i) => ({
    path: `${elements[i]?.path}/action_id`,
    message: `"${ids[i]}" is used by an earlier element of this block`,
  }));
}

function misplaced(found: Placed[], surface: Surface): Problem[] {
  return found.flatMap(({ element, block, path }) => {
    const type = String(element.type);
    const problems: Problem[] = [];
    if (SURFACES_OF[type]?.includes(surface) === false) {
      problems.push({ path, message: `"${type}" is not available in a ${surface}` });
    }
    if (element.response_url_enabled === true && !(surface === 'modal' && block === 'input')) {
      problems.push({
        path: `${path}/response_url_enabled`,
        message: 'works only in an input block of a modal',
      });
    }
    return problems;
  });
}

function secondFocus(found: Placed[]): Problem[] {
  return found
    .filter(({ element }) => element.focus_on_load === true)
    .slice(1)
    .map(({ path }) => ({ path: `${path}/focus_on_load`, message: 'is already set on an earlier element' }));
}

/** The positions whose value occurs earlier in the list. */
function repeated(values: unknown[]): number[] {
  return values.flatMap((value, i) => (value !== undefined && values.indexOf(value) < i ? [i] : []));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
