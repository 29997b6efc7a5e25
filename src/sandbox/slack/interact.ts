import { listedOptions, placedElement, stateField, stateFor } from './elements.ts';
import { asList, asObj, type Obj } from './json.ts';
import { actionPayload, suggestionPayload } from './payloads.ts';
import { messageStateKey, type Place, placeOf } from './place.ts';
import type { ElementState, GestureResult, OptionList, Person, StateValues, Surface } from './screen.ts';
import { NOT_INTERACTIVE, type Talk, TIMED_OUT, TROUBLE } from './talk.ts';
import { acceptedValue, suggestedOptions } from './values.ts';
import { notify, shown, violation, type World } from './world.ts';

interface Touch {
  on: Surface;
  blockId: string;
  actionId: string;
  value?: ElementState;
  enter?: boolean;
}

const GONE: GestureResult = { ok: false, error: 'This is no longer here.' };

/** Presses a button or an item of an overflow menu. */
export async function press(talk: Talk, person: Person, touch: Touch): Promise<GestureResult> {
  const place = placeOf(talk.world, person.id, touch.on);
  const placed = place && placedElement(place.blocks, touch.blockId, touch.actionId);
  if (place === undefined || placed === undefined) return GONE;
  const { element } = placed;
  const ids = { type: element.type, action_id: touch.actionId, block_id: touch.blockId };
  if (element.type === 'button' || element.type === 'workflow_button') {
    const { text, value, url, style, confirm } = element;
    return act(talk, person, place, { ...ids, ...defined({ text, value, url, style, confirm }) });
  }
  if (element.type === 'overflow') {
    const wanted = asObj(touch.value?.selected_option).value;
    const option = listedOptions(element).find((one) => one.value === wanted);
    if (option === undefined) return { ok: false, error: 'This menu has no such item.' };
    return act(talk, person, place, { ...ids, selected_option: option });
  }
  return touch.value === undefined ? GONE : change(talk, person, { ...touch, value: touch.value });
}

/** Enters or chooses a value; the app hears of it when the block asks for that. */
export async function change(
  talk: Talk,
  person: Person,
  touch: Touch & { value: ElementState },
): Promise<GestureResult> {
  const { world } = talk;
  const place = placeOf(world, person.id, touch.on);
  const placed = place && placedElement(place.blocks, touch.blockId, touch.actionId);
  if (place === undefined || placed === undefined) return GONE;
  const { element, block } = placed;
  const offered = world.offered.get(offerKey(person.id, place, touch)) ?? [];
  const value = acceptedValue(world, person.id, element, touch.value, offered);
  if (value === undefined) return { ok: false, error: 'This choice is not offered.' };

  const state = stateOf(world, person.id, place);
  state[touch.blockId] = { ...state[touch.blockId], [touch.actionId]: value };
  if (place.type === 'view') delete place.record.errors[touch.blockId];
  shown(world);
  if (!dispatches(block, element, touch.enter === true)) return { ok: true };
  const ids = { type: element.type, action_id: touch.actionId, block_id: touch.blockId };
  return act(talk, person, place, { ...ids, ...value });
}

/** Asks the app for the options of a select with external data. */
export async function suggest(
  { world, courier }: Talk,
  person: Person,
  touch: { on: Surface; blockId: string; actionId: string; query: string },
): Promise<OptionList> {
  const place = placeOf(world, person.id, touch.on);
  const placed = place && placedElement(place.blocks, touch.blockId, touch.actionId);
  if (place === undefined || !String(placed?.element.type).includes('external')) return [];
  const least = Number(placed?.element.min_query_length ?? 3);
  if (touch.query.length < least) return [];
  if (!world.manifest.suggestions) {
    violation(world, `${touch.actionId} needs message_menu_options_url in the manifest`);
    return [];
  }
  const payload = suggestionPayload(world, person, place, touch);
  const delivery = await courier.deliver({ kind: 'interactive', payload });
  if (delivery.outcome !== 'acked') return [];
  const answer = suggestedOptions(delivery.body);
  if ('problem' in answer) {
    violation(world, `The answer to block_suggestion ${touch.actionId} ${answer.problem}`);
    return [];
  }
  const key = offerKey(person.id, place, touch);
  world.offered.set(key, [...(world.offered.get(key) ?? []), ...answer.options]);
  return answer.options.map(({ text, value, description }) => ({
    text: String(asObj(text).text),
    value: String(value),
    ...(description === undefined ? {} : { description: String(asObj(description).text) }),
  }));
}

/** What a person has entered on a surface. */
export function stateOf(world: World, userId: string, place: Place): StateValues {
  if (place.type === 'view') return place.record.state;
  const key = messageStateKey(userId, place.message);
  const state = stateFor(place.blocks, world.messageStates.get(key));
  world.messageStates.set(key, state);
  return state;
}

async function act(talk: Talk, person: Person, place: Place, action: Obj): Promise<GestureResult> {
  const { world, courier } = talk;
  if (!world.manifest.interactive) {
    notify(world, person.id, 'error', NOT_INTERACTIVE);
    return { ok: false, error: NOT_INTERACTIVE };
  }
  const payload = actionPayload(world, person, place, action, stateOf(world, person.id, place));
  if (place.type === 'message') world.changed();
  const delivery = await courier.deliver({ kind: 'interactive', payload });
  if (delivery.outcome === 'acked') return { ok: true };
  const error = delivery.outcome === 'timeout' ? TIMED_OUT : TROUBLE;
  notify(world, person.id, 'error', error);
  return { ok: false, error };
}

/** Elements outside input blocks always tell the app; input blocks only with `dispatch_action`. */
function dispatches(block: Obj, element: Obj, enter: boolean): boolean {
  if (block.type !== 'input') return true;
  if (block.dispatch_action !== true) return false;
  if (stateField(element.type) !== 'value') return true;
  const configured = asObj(element.dispatch_action_config).trigger_actions_on;
  const triggers = configured === undefined ? ['on_enter_pressed'] : asList(configured);
  return triggers.includes('on_character_entered') || (enter && triggers.includes('on_enter_pressed'));
}

function offerKey(
  userId: string,
  place: Place,
  { blockId, actionId }: { blockId: string; actionId: string },
): string {
  const surface = place.type === 'view' ? place.record.id : messageStateKey(userId, place.message);
  return `${surface} ${blockId} ${actionId}`;
}

function defined(fields: Obj): Obj {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
