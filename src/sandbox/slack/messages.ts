import type { KnownBlock } from '@slack/types';
import { apiFile } from './files.ts';
import { isObj, type Obj } from './json.ts';
import type { ConversationRecord, MessageRecord } from './types.ts';
import { nextTs, type World } from './world.ts';

export interface NewMessage {
  conversation: ConversationRecord;
  author: MessageRecord['author'];
  text: string;
  blocks?: KnownBlock[];
  onlyFor?: string;
  threadTs?: string;
  metadata?: Obj;
  /** Ids of files that are shared with it. */
  files?: string[];
}

/** Puts a message into a conversation and counts it as unread for everyone else who is in it. */
export function addMessage(world: World, message: NewMessage): MessageRecord {
  const { conversation, author, text, blocks = [], onlyFor, threadTs, metadata, files } = message;
  const record: MessageRecord = {
    ts: nextTs(world),
    conversation: conversation.id,
    author,
    text,
    blocks,
    edited: false,
    pings: pingsOf(text, blocks),
    at: world.now().toISOString(),
    ...(onlyFor === undefined ? {} : { onlyFor }),
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(files === undefined ? {} : { files }),
  };
  const list = world.state.messages[conversation.id] ?? [];
  list.push(record);
  world.state.messages[conversation.id] = list;
  if (onlyFor === undefined) countUnread(world, conversation, author.id);
  world.changed();
  return record;
}

/** Gives a message new words; blocks that are not given go away. */
export function rewriteMessage(
  world: World,
  message: MessageRecord,
  { text, blocks = [], metadata }: { text: string; blocks?: KnownBlock[]; metadata?: Obj },
): void {
  message.text = text;
  message.edited = message.edited || (blocks.length === 0 && message.onlyFor === undefined);
  message.blocks = blocks;
  message.pings = pingsOf(text, blocks);
  if (metadata !== undefined) message.metadata = metadata;
  world.changed();
}

export function removeMessage(world: World, message: MessageRecord): void {
  const list = world.state.messages[message.conversation] ?? [];
  world.state.messages[message.conversation] = list.filter((one) => one !== message);
  world.changed();
}

export function findMessage(world: World, conversation: string, ts: string): MessageRecord | undefined {
  return world.state.messages[conversation]?.find((message) => message.ts === ts);
}

/** A message as the Web API and payloads show it. */
export function apiMessage(world: World, message: MessageRecord): Obj {
  const { identity, workspace } = world;
  const fromApp = message.author.kind === 'app';
  return {
    type: 'message',
    user: message.author.id,
    ts: message.ts,
    ...(fromApp ? { bot_id: identity.botId, app_id: identity.appId } : {}),
    text: message.text,
    team: workspace.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
    ...(message.files === undefined
      ? {}
      : { files: message.files.map((id) => apiFile(world, id)), upload: true }),
    ...(message.edited ? { edited: { user: message.author.id, ts: message.ts } } : {}),
  };
}

function countUnread(world: World, conversation: ConversationRecord, authorId: string): void {
  for (const member of conversation.members) {
    if (member === authorId || member === world.identity.botUserId) continue;
    const counts = world.state.unread[member] ?? {};
    counts[conversation.id] = (counts[conversation.id] ?? 0) + 1;
    world.state.unread[member] = counts;
  }
}

const MENTION = /<(?:@([UW][A-Z0-9]+)|!(channel|here|everyone)|!subteam\^(\w+))(?:\|[^>]*)?>/g;

/** Whom a message would notify: mentions in its text, in mrkdwn anywhere in its blocks, and in rich text. */
function pingsOf(text: string, blocks: readonly unknown[]): string[] {
  const found = [...pingsInText(text), ...blocks.flatMap(pingsInBlock)];
  return [...new Set(found)];
}

function pingsInText(text: string): string[] {
  return Array.from(text.matchAll(MENTION), ([, user, range, group]) => user ?? range ?? group ?? '');
}

function pingsInBlock(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(pingsInBlock);
  if (!isObj(value)) return [];
  if (value.type === 'mrkdwn') return pingsInText(String(value.text));
  if (value.type === 'markdown') return pingsInText(String(value.text));
  if (value.type === 'broadcast') return [String(value.range)];
  if (value.type === 'user' && typeof value.user_id === 'string') return [value.user_id];
  if (value.type === 'usergroup' && typeof value.usergroup_id === 'string') return [value.usergroup_id];
  return Object.values(value).flatMap(pingsInBlock);
}
