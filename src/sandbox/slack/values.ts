import { checkOptions } from '../rules/index.ts';
import { listedOptions, placedElements, stateField } from './elements.ts';
import { acceptedFiles } from './file-inputs.ts';
import { asList, asObj, asText, isObj, type Obj, objects } from './json.ts';
import type { ElementState, StateValues } from './screen.ts';
import type { World } from './world.ts';

const EMAIL = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+\.[^\s@<>(),;:"[\]\\.]{2,}$/;

/**
 * The value that an element takes when a person enters or chooses `value`; undefined when Slack's client would
 * not let them, because the choice is not offered or has the wrong form.
 */
export function acceptedValue(
  world: World,
  userId: string,
  element: Obj,
  value: ElementState,
  offered: Obj[],
): ElementState | undefined {
  const type = String(element.type);
  const field = stateField(type);
  if (field === undefined || value.type !== type) return undefined;
  const entered = value[field] ?? null;
  const result =
    entered === null ? emptyOf(field) : accepted({ world, userId, element, field, offered }, entered);
  return result === undefined ? undefined : { type, [field]: result };
}

interface Choice {
  world: World;
  userId: string;
  element: Obj;
  field: string;
  offered: Obj[];
}

function emptyOf(field: string): unknown {
  return field.endsWith('s') ? [] : null;
}

/** What becomes of an entered value; undefined when it is refused. */
function accepted({ world, userId, element, field, offered }: Choice, entered: unknown): unknown {
  switch (field) {
    case 'value':
      return typeof entered === 'string' ? entered || null : undefined;
    case 'selected_option':
      return offeredOption(element, entered, offered);
    case 'selected_options':
      return allOrNothing(element, entered, (one) => offeredOption(element, one, offered));
    case 'selected_date':
      return isDate(entered) ? entered : undefined;
    case 'selected_time':
      return /^([01]\d|2[0-3]):[0-5]\d$/.test(asText(entered)) ? entered : undefined;
    case 'selected_date_time':
      return Number.isInteger(entered) ? entered : undefined;
    case 'rich_text_value':
      return entered;
    case 'files':
      return acceptedFiles(world, userId, element, asList(entered));
    default: {
      const pick = (id: unknown) => (isSelectable(world, userId, asText(element.type), id) ? id : undefined);
      return field.endsWith('s') ? allOrNothing(element, entered, pick) : pick(entered);
    }
  }
}

function allOrNothing(
  element: Obj,
  entered: unknown,
  accept: (one: unknown) => unknown,
): unknown[] | undefined {
  const values = asList(entered).map(accept);
  const { max_selected_items: most } = element;
  if (values.includes(undefined) || (typeof most === 'number' && values.length > most)) return undefined;
  return values;
}

function offeredOption(element: Obj, chosen: unknown, offered: Obj[]): Obj | undefined {
  const value = isObj(chosen) ? chosen.value : undefined;
  const initial = [element.initial_option, ...asList(element.initial_options)].filter(isObj);
  const external = asText(element.type).includes('external');
  const options = external ? [...initial, ...offered] : listedOptions(element);
  const option = options.find((one) => one.value === value);
  return option === undefined ? undefined : structuredClone(option);
}

function isDate(value: unknown): boolean {
  const text = asText(value);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isSelectable(world: World, userId: string, type: string, id: unknown): boolean {
  if (type.includes('users')) return world.people.has(String(id)) || id === world.identity.botUserId;
  const conversation = world.state.conversations[String(id)];
  if (conversation === undefined || conversation.archived) return false;
  if (type.includes('channels')) return conversation.kind === 'channel';
  return conversation.kind === 'channel' || conversation.members.includes(userId);
}

/** What Slack's client finds wrong with a form before it sends anything, by block_id. */
export function inputErrors(blocks: unknown, state: StateValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, element, blockId, actionId } of placedElements(blocks)) {
    if (block.type !== 'input') continue;
    const value = state[blockId]?.[actionId];
    const problem = isEmpty(value)
      ? block.optional !== true && 'Please complete this required field.'
      : textProblem(element, value?.value);
    if (problem) errors[blockId] = problem;
  }
  return errors;
}

function isEmpty(state: ElementState | undefined): boolean {
  const value = state?.[stateField(state.type) ?? ''];
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

function textProblem(element: Obj, entered: unknown): string | undefined {
  if (typeof entered !== 'string') return undefined;
  const { type, min_length: min, max_length: max } = element;
  const longest = typeof max === 'number' ? max : 3000;
  if (type === 'plain_text_input') {
    if (typeof min === 'number' && entered.length < min) return `Please enter at least ${min} characters.`;
    if (entered.length > longest) return `Please enter no more than ${longest} characters.`;
  }
  if (type === 'email_text_input' && !EMAIL.test(entered)) return 'Please enter a valid email address.';
  if (type === 'url_text_input' && !/^https?:\/\/\S+$/.test(entered)) return 'Please enter a valid URL.';
  return type === 'number_input' ? numberProblem(element, entered) : undefined;
}

function numberProblem(element: Obj, entered: string): string | undefined {
  const number = Number(entered);
  if (entered.trim() === '' || !Number.isFinite(number)) return 'Please enter a valid number.';
  if (element.is_decimal_allowed !== true && !Number.isInteger(number)) return 'Please enter a whole number.';
  const { min_value: min, max_value: max } = element;
  if (min !== undefined && number < Number(min)) return `Please enter a number of ${min} or more.`;
  if (max !== undefined && number > Number(max)) return `Please enter a number of ${max} or less.`;
  return undefined;
}

/** The options of an app's answer to `block_suggestion`, or why it is not a valid one. */
export function suggestedOptions(body: unknown): { options: Obj[] } | { problem: string } {
  const [problem] = checkOptions(body);
  if (problem !== undefined) return { problem: `${problem.path} ${problem.message}` };
  const { options, option_groups: groups } = asObj(body);
  const grouped = objects(groups).flatMap((group) => objects(group.options));
  return { options: [...objects(options), ...grouped] };
}
