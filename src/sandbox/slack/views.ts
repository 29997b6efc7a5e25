import type { View } from '@slack/types';
import { checkView, LIMITS } from '../rules/index.ts';
import { placedElements, stateFor, withIds } from './elements.ts';
import { newId, randomText } from './identity.ts';
import { isObj, type Obj, parseJson } from './json.ts';
import { invalid, mistake, SlackError } from './slack-error.ts';
import type { ViewRecord } from './types.ts';
import { shown, teamOf, type World } from './world.ts';

/** Reads and checks a view argument; throws Slack's refusal. */
export function readView(argument: unknown, type: 'modal' | 'home'): View {
  const view = typeof argument === 'string' ? parseJson(argument) : argument;
  if (!isObj(view)) throw mistake('invalid_arguments', '[ERROR] missing required field: view');
  if (Buffer.byteLength(JSON.stringify(view)) > LIMITS.viewBytes) throw mistake('view_too_large');
  if (view.type !== type) {
    throw mistake('invalid_arguments', `[ERROR] must be a ${type} view [json-pointer:/view/type]`);
  }
  const problems = checkView(view);
  if (problems.length > 0) throw invalid('invalid_arguments', problems, '/view');
  return { ...view, blocks: withIds(view.blocks) } as View;
}

/** A file input works only for an app that may read files. */
function refuseUnreadableFiles({ manifest }: World, { blocks }: View): void {
  const asksForFiles = placedElements(blocks).some(({ element }) => element.type === 'file_input');
  if (!asksForFiles || manifest.scopes.has('files:read')) return;
  const provided = [...manifest.scopes].join(',');
  throw new SlackError('missing_scope', { extra: { needed: 'files:read', provided }, violation: true });
}

/** The modals of a person, lowest first. */
export function stackOf(world: World, userId: string): ViewRecord[] {
  const stack = world.stacks.get(userId) ?? [];
  world.stacks.set(userId, stack);
  return stack;
}

export function findView(world: World, id: string): ViewRecord | undefined {
  return allViews(world).find((record) => record.id === id);
}

export function findByExternalId(world: World, externalId: string): ViewRecord | undefined {
  return allViews(world).find((record) => record.view.external_id === externalId);
}

function allViews(world: World): ViewRecord[] {
  return [...[...world.stacks.values()].flat(), ...Object.values(world.state.homes)];
}

/** Opens a modal for a person, as the only one. */
export function openView(world: World, userId: string, view: View): ViewRecord {
  refuseTakenExternalId(world, view);
  const record = newRecord(world, userId, view, null);
  world.stacks.set(userId, [record]);
  shown(world);
  return record;
}

/** Puts a modal on top of a person's open ones. */
export function pushView(world: World, userId: string, view: View): ViewRecord {
  const stack = stackOf(world, userId);
  const top = stack.at(-1);
  if (top === undefined) throw new SlackError('not_found');
  if (stack.length >= LIMITS.viewStack) throw mistake('push_limit_reached');
  refuseTakenExternalId(world, view);
  const record = newRecord(world, userId, view, top);
  stack.push(record);
  shown(world);
  return record;
}

/** Shows other content in an open view; what was entered stays where ids stay. */
export function updateView(world: World, record: ViewRecord, view: View, hash?: string): void {
  if (hash !== undefined && hash !== record.hash) throw new SlackError('hash_conflict');
  refuseTakenExternalId(world, view, record);
  refuseUnreadableFiles(world, view);
  record.view = view;
  record.hash = newHash(world);
  record.state = stateFor(view.blocks, record.state);
  record.errors = {};
  if (view.type === 'home') world.changed();
  else shown(world);
}

/** Publishes a person's Home tab. */
export function publishHome(world: World, userId: string, view: View, hash?: string): ViewRecord {
  const existing = world.state.homes[userId];
  if (existing !== undefined) {
    updateView(world, existing, view, hash);
    return existing;
  }
  if (hash !== undefined) throw new SlackError('hash_conflict');
  refuseTakenExternalId(world, view);
  const record = newRecord(world, userId, view, null);
  world.state.homes[userId] = record;
  world.changed();
  return record;
}

/** A view as the Web API and payloads show it. */
export function apiView(world: World, record: ViewRecord): Obj {
  const { identity, workspace } = world;
  const { view } = record;
  const person = world.people.get(record.userId);
  return {
    id: record.id,
    team_id: person === undefined ? workspace.id : teamOf(world, person),
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    state: { values: structuredClone(record.state) },
    hash: record.hash,
    ...(view.type === 'modal'
      ? { title: view.title, submit: view.submit ?? null, close: view.close ?? null }
      : { title: { type: 'plain_text', text: 'View Title', emoji: true }, submit: null, close: null }),
    clear_on_close: view.type === 'modal' && view.clear_on_close === true,
    notify_on_close: view.type === 'modal' && view.notify_on_close === true,
    previous_view_id: record.previousId,
    root_view_id: record.rootId,
    app_id: identity.appId,
    external_id: view.external_id ?? '',
    app_installed_team_id: workspace.id,
    bot_id: identity.botId,
  };
}

function newRecord(world: World, userId: string, view: View, below: ViewRecord | null): ViewRecord {
  refuseUnreadableFiles(world, view);
  const id = newId('V');
  return {
    id,
    userId,
    hash: newHash(world),
    view,
    state: stateFor(view.blocks),
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    errors: {},
    busy: false,
  };
}

function refuseTakenExternalId(world: World, view: View, own?: ViewRecord): void {
  if (!view.external_id) return;
  const holder = findByExternalId(world, view.external_id);
  if (holder !== undefined && holder !== own) throw mistake('duplicate_external_id');
}

function newHash(world: World): string {
  return `${Math.floor(world.now().getTime() / 1000)}.${randomText(8).toLowerCase()}`;
}
