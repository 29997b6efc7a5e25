import type { HomeView, ModalView } from '@slack/types';
import { shownFile } from './files.ts';
import { stateOf } from './interact.ts';
import { isReadOnly } from './say.ts';
import type { Conversation, Person, Screen, ShownMessage, StateValues } from './screen.ts';
import type { ConversationRecord, MessageRecord } from './types.ts';
import { stackOf } from './views.ts';
import type { World } from './world.ts';

/** Everything that one person sees now. Views and blocks are replaced as a whole, never changed, so they are not copied. */
export function screenOf(world: World, person: Person): Screen {
  const { manifest, identity, state } = world;
  const mine = Object.values(state.conversations).filter((one) => one.members.includes(person.id));
  const home = state.homes[person.id];
  return {
    version: world.version,
    now: world.now().toISOString(),
    workspace: world.workspace,
    me: person,
    people: [...world.people.values()],
    app: {
      id: identity.appId,
      name: world.appName,
      userId: identity.botUserId,
      // Commands and shortcuts are only for people of the workspace that installed the app.
      commands: person.isHome
        ? manifest.commands.map(({ command, description, usageHint }) => ({
            command,
            description,
            usageHint,
          }))
        : [],
      shortcuts: person.isHome
        ? manifest.shortcuts
            .filter(({ type }) => type === 'global')
            .map(({ callbackId, name }) => ({ callbackId, name }))
        : [],
    },
    conversations: mine.map((one) => shownConversation(world, person, one)),
    messages: Object.fromEntries(mine.map((one) => [one.id, shownMessages(world, person, one)])),
    modals: stackOf(world, person.id).map((record) => ({
      id: record.id,
      view: record.view as ModalView,
      state: structuredClone(record.state),
      errors: { ...record.errors },
      busy: record.busy,
    })),
    home: home === undefined ? null : { view: home.view as HomeView, state: structuredClone(home.state) },
    notices: [...(world.notices.get(person.id) ?? [])],
  };
}

function shownConversation(world: World, person: Person, conversation: ConversationRecord): Conversation {
  const { id, kind, name, archived } = conversation;
  const unread = world.state.unread[person.id]?.[id] ?? 0;
  return { id, kind, name, unread, readOnly: archived || isReadOnly(world, conversation) };
}

function shownMessages(world: World, person: Person, conversation: ConversationRecord): ShownMessage[] {
  return (world.state.messages[conversation.id] ?? [])
    .filter(({ onlyFor }) => onlyFor === undefined || onlyFor === person.id)
    .map((message) => shownMessage(world, person, conversation, message));
}

function shownMessage(
  world: World,
  person: Person,
  conversation: ConversationRecord,
  message: MessageRecord,
): ShownMessage {
  const { ts, text, blocks, edited, pings, at, author, onlyFor, files = [] } = message;
  const name = author.kind === 'person' ? world.people.get(author.id)?.realName : world.appName;
  const place = { type: 'message', message, conversation, blocks } as const;
  return {
    ts,
    conversation: conversation.id,
    author: { ...author, name: name ?? author.id },
    text,
    blocks,
    files: files.flatMap((id) => shownFile(world, id)),
    ephemeral: onlyFor !== undefined,
    edited,
    pings,
    state: copied(stateOf(world, person.id, place)),
    at,
  };
}

function copied(state: StateValues): StateValues {
  return Object.keys(state).length === 0 ? {} : structuredClone(state);
}
