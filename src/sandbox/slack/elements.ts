import type { AnyBlock } from '@slack/types';
import { randomText } from './identity.ts';
import { asList, asObj, isObj, type Obj, objects } from './json.ts';
import type { ElementState, StateValues } from './screen.ts';

/** An interactive element and the block that holds it. */
export interface Placed {
  block: Obj;
  element: Obj;
  blockId: string;
  actionId: string;
}

/** The state field of each element that holds a value, and the field of its first value. */
const FIELDS: Record<string, [field: string, initial: string, empty: unknown]> = {
  plain_text_input: ['value', 'initial_value', null],
  email_text_input: ['value', 'initial_value', null],
  url_text_input: ['value', 'initial_value', null],
  number_input: ['value', 'initial_value', null],
  static_select: ['selected_option', 'initial_option', null],
  external_select: ['selected_option', 'initial_option', null],
  radio_buttons: ['selected_option', 'initial_option', null],
  checkboxes: ['selected_options', 'initial_options', []],
  multi_static_select: ['selected_options', 'initial_options', []],
  multi_external_select: ['selected_options', 'initial_options', []],
  users_select: ['selected_user', 'initial_user', null],
  multi_users_select: ['selected_users', 'initial_users', []],
  conversations_select: ['selected_conversation', 'initial_conversation', null],
  multi_conversations_select: ['selected_conversations', 'initial_conversations', []],
  channels_select: ['selected_channel', 'initial_channel', null],
  multi_channels_select: ['selected_channels', 'initial_channels', []],
  datepicker: ['selected_date', 'initial_date', null],
  timepicker: ['selected_time', 'initial_time', null],
  datetimepicker: ['selected_date_time', 'initial_date_time', null],
  rich_text_input: ['rich_text_value', 'initial_value', null],
  file_input: ['files', '', []],
};

/** The field of `view.state` that holds an element's value; undefined for buttons and overflow menus. */
export function stateField(type: unknown): string | undefined {
  return FIELDS[String(type)]?.[0];
}

/** What an element's state is before anybody touches it. */
function initialState(element: Obj): ElementState | undefined {
  const fields = FIELDS[String(element.type)];
  if (fields === undefined) return undefined;
  const [field, initial, empty] = fields;
  return { type: String(element.type), [field]: structuredClone(element[initial] ?? empty) };
}

/** Every interactive element of the blocks, in order. */
export function placedElements(blocks: unknown): Placed[] {
  return objects(blocks).flatMap((block) => {
    const candidates =
      block.type === 'input'
        ? [block.element]
        : block.type === 'section'
          ? [block.accessory]
          : block.type === 'actions' || block.type === 'context_actions'
            ? asList(block.elements)
            : [];
    return candidates
      .filter(isObj)
      .filter((element) => element.type !== 'image')
      .map((element) => ({
        block,
        element,
        blockId: String(block.block_id),
        actionId: String(element.action_id),
      }));
  });
}

export function placedElement(blocks: unknown, blockId: string, actionId: string): Placed | undefined {
  return placedElements(blocks).find((placed) => placed.blockId === blockId && placed.actionId === actionId);
}

/** A copy of the blocks in which every block and every interactive element has an id, as Slack hands out. */
export function withIds(blocks: unknown): AnyBlock[] {
  const copy = structuredClone(asList(blocks)).map(asObj);
  for (const block of copy) block.block_id ??= randomText(5);
  for (const { element } of placedElements(copy)) element.action_id ??= randomText(5);
  return copy as unknown as AnyBlock[];
}

/** State for these blocks: what was entered under the same block_id and action_id stays, the rest begins anew. */
export function stateFor(blocks: unknown, previous: StateValues = {}): StateValues {
  const values: StateValues = {};
  for (const { element, blockId, actionId } of placedElements(blocks)) {
    const initial = initialState(element);
    if (initial === undefined) continue;
    const kept = previous[blockId]?.[actionId];
    const state = kept?.type === initial.type ? kept : initial;
    values[blockId] = { ...values[blockId], [actionId]: state };
  }
  return values;
}

/** The options that an element itself lists, those of its groups included. */
export function listedOptions(element: Obj): Obj[] {
  const grouped = objects(element.option_groups).flatMap((group) => objects(group.options));
  return [...objects(element.options), ...grouped];
}
