import { asObj, type Obj } from './json.ts';
import { apiMessage } from './messages.ts';
import type { Place } from './place.ts';
import { responseUrlsOf } from './response-urls-of.ts';
import type { Person, StateValues } from './screen.ts';
import { newResponseUrl, newTrigger } from './triggers.ts';
import type { ConversationRecord, ViewRecord } from './types.ts';
import { apiView } from './views.ts';
import { teamOf, type World } from './world.ts';

export function commandPayload(
  world: World,
  person: Person,
  conversation: ConversationRecord,
  command: string,
  text: string,
): Obj {
  return {
    token: world.identity.token,
    team_id: world.workspace.id,
    team_domain: domainOf(world),
    channel_id: conversation.id,
    channel_name: channelName(conversation),
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: world.identity.appId,
    is_enterprise_install: 'false',
    response_url: newResponseUrl(world, 'commands', { userId: person.id, conversation: conversation.id }),
    trigger_id: newTrigger(world, person.id),
  };
}

export function shortcutPayload(world: World, person: Person, callbackId: string): Obj {
  return {
    type: 'shortcut',
    token: world.identity.token,
    action_ts: actionTs(),
    team: homeTeam(world),
    user: { id: person.id, username: person.name, team_id: teamOf(world, person) },
    is_enterprise_install: false,
    enterprise: null,
    callback_id: callbackId,
    trigger_id: newTrigger(world, person.id),
  };
}

/** A `block_actions` payload for one action on a message, in a modal or on Home. */
export function actionPayload(
  world: World,
  person: Person,
  place: Place,
  action: Obj,
  state: StateValues,
): Obj {
  const viewId = place.type === 'view' ? place.record.id : undefined;
  const common = {
    type: 'block_actions',
    user: userOf(world, person),
    api_app_id: world.identity.appId,
    token: world.identity.token,
    ...containerOf(world, place),
    trigger_id: newTrigger(
      world,
      person.id,
      place.type === 'view' && place.record.view.type === 'modal' ? viewId : undefined,
    ),
    team: homeTeam(world),
    enterprise: null,
    is_enterprise_install: false,
    actions: [{ ...action, action_ts: actionTs() }],
  };
  if (place.type === 'view') return common;
  const { conversation, message } = place;
  return {
    ...common,
    channel: { id: conversation.id, name: channelName(conversation) },
    // Slack keeps no copy of an ephemeral message, so its content is not in the payload.
    ...(message.onlyFor === undefined ? { message: apiMessage(world, message) } : {}),
    state: { values: structuredClone(state) },
    response_url: newResponseUrl(world, 'actions', {
      userId: person.id,
      conversation: conversation.id,
      source: message.ts,
    }),
  };
}

export function suggestionPayload(
  world: World,
  person: Person,
  place: Place,
  { blockId, actionId, query }: { blockId: string; actionId: string; query: string },
): Obj {
  return {
    type: 'block_suggestion',
    user: userOf(world, person),
    ...withoutState(containerOf(world, place)),
    api_app_id: world.identity.appId,
    token: world.identity.token,
    action_id: actionId,
    block_id: blockId,
    value: query,
    team: homeTeam(world),
    enterprise: null,
    is_enterprise_install: false,
    ...(place.type === 'message'
      ? { channel: { id: place.conversation.id, name: channelName(place.conversation) } }
      : {}),
  };
}

export function submissionPayload(world: World, person: Person, record: ViewRecord): Obj {
  return {
    type: 'view_submission',
    team: personTeam(world, person),
    user: userOf(world, person),
    api_app_id: world.identity.appId,
    token: world.identity.token,
    trigger_id: newTrigger(world, person.id, record.id),
    view: apiView(world, record),
    response_urls: responseUrlsOf(world, person, record),
    is_enterprise_install: false,
    enterprise: null,
  };
}

export function closedPayload(world: World, person: Person, record: ViewRecord, isCleared: boolean): Obj {
  return {
    type: 'view_closed',
    team: personTeam(world, person),
    user: userOf(world, person),
    api_app_id: world.identity.appId,
    token: world.identity.token,
    view: apiView(world, record),
    is_cleared: isCleared,
    is_enterprise_install: false,
    enterprise: null,
  };
}

/** `directmessage` and `privategroup` stand for names that Slack keeps to itself. */
function channelName(conversation: ConversationRecord): string {
  if (conversation.kind === 'app') return 'directmessage';
  return conversation.kind === 'private-channel' ? 'privategroup' : conversation.name;
}

function containerOf(world: World, place: Place): Obj {
  if (place.type === 'view') {
    return { container: { type: 'view', view_id: place.record.id }, view: apiView(world, place.record) };
  }
  const { message, conversation } = place;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: conversation.id,
      is_ephemeral: message.onlyFor !== undefined,
    },
  };
}

/**
 * What was filled in does not come reliably with `block_suggestion`, so here it never does.
 * @see https://github.com/slackapi/bolt-js/issues/1146
 */
function withoutState(container: Obj): Obj {
  if (container.view === undefined) return container;
  return { ...container, view: { ...asObj(container.view), state: { values: {} } } };
}

function userOf(world: World, person: Person): Obj {
  return { id: person.id, username: person.name, name: person.name, team_id: teamOf(world, person) };
}

function homeTeam(world: World): Obj {
  return { id: world.workspace.id, domain: domainOf(world) };
}

function personTeam(world: World, person: Person): Obj {
  return person.isHome ? homeTeam(world) : { id: teamOf(world, person), domain: 'another-workspace' };
}

function domainOf(world: World): string {
  return world.workspace.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

function actionTs(): string {
  return `${(Date.now() / 1000).toFixed(3)}000`;
}
