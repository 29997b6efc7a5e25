import { appConversationId } from './identity.ts';
import { asText } from './json.ts';
import type { Person } from './screen.ts';
import { mistake, SlackError } from './slack-error.ts';
import type { ConversationRecord } from './types.ts';
import { appConversation, type World } from './world.ts';

/** The conversation that a message goes to; throws what keeps the app from posting there. */
export function conversationToPost(world: World, channel: unknown): ConversationRecord {
  const id = asText(channel);
  if (id === '') throw mistake('invalid_arguments', '[ERROR] missing required field: channel');
  const conversation = /^[UW][A-Z0-9]+$/.test(id)
    ? conversationWith(world, id)
    : namedConversation(world, id);
  if (conversation === undefined) throw new SlackError('channel_not_found');
  if (conversation.kind === 'app') {
    if (!world.manifest.messagesTab) throw new SlackError('messages_tab_disabled', { violation: true });
    return conversation;
  }
  const isMember = hasApp(world, conversation);
  if (conversation.kind === 'private-channel' && !isMember) throw new SlackError('channel_not_found');
  if (conversation.archived) throw new SlackError('is_archived');
  if (!isMember && !world.manifest.scopes.has('chat:write.public')) throw new SlackError('not_in_channel');
  return conversation;
}

/** A conversation that the app can see, by its id alone. */
export function visibleConversation(world: World, channel: unknown): ConversationRecord {
  const conversation = world.state.conversations[asText(channel)];
  if (conversation === undefined) throw new SlackError('channel_not_found');
  if (conversation.kind !== 'channel' && !hasApp(world, conversation))
    throw new SlackError('channel_not_found');
  return conversation;
}

export function hasApp(world: World, conversation: ConversationRecord): boolean {
  return conversation.members.includes(world.identity.botUserId);
}

/** The app knows everyone of its workspace, and from outside those with whom it shares a channel. */
export function isReachable(world: World, person: Person): boolean {
  return person.isHome || sharesChannel(world, person);
}

export function sharesChannel(world: World, person: Person): boolean {
  const own = appConversationId(world.workspace.id, person.id);
  return Object.values(world.state.conversations).some(
    (one) => one.id !== own && one.members.includes(person.id) && hasApp(world, one),
  );
}

function conversationWith(world: World, userId: string): ConversationRecord | undefined {
  const person = world.people.get(userId);
  if (person === undefined || !isReachable(world, person)) return undefined;
  // The tab is checked first: a refused message must not open the conversation.
  if (!world.manifest.messagesTab) throw new SlackError('messages_tab_disabled', { violation: true });
  return appConversation(world, userId);
}

function namedConversation(world: World, id: string): ConversationRecord | undefined {
  const name = id.replace(/^#/, '');
  return (
    world.state.conversations[id] ??
    Object.values(world.state.conversations).find((one) => one.kind !== 'app' && one.name === name)
  );
}
