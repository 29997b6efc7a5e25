import type { KnownBlock } from '@slack/types';
import { checkMessage, LIMITS } from '../rules/index.ts';
import { withIds } from './elements.ts';
import { asText, isObj, type Obj, parseJson } from './json.ts';
import { conversationToPost, hasApp, visibleConversation } from './lookup.ts';
import { addMessage, apiMessage, findMessage, removeMessage, rewriteMessage } from './messages.ts';
import type { Method } from './method.ts';
import { invalid, mistake, SlackError } from './slack-error.ts';
import type { MessageRecord } from './types.ts';
import { violation, type World } from './world.ts';

const base = { token: 'bot', scope: 'chat:write' } as const;

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': {
    ...base,
    limit: 'special',
    run({ world }, args) {
      const conversation = conversationToPost(world, args.channel);
      const content = readContent(world, 'chat.postMessage', args);
      const message = addMessage(world, {
        conversation,
        author: appAuthor(world),
        ...content,
        ...thread(args),
      });
      return { channel: conversation.id, ts: message.ts, message: apiMessage(world, message) };
    },
  },
  'chat.postEphemeral': {
    ...base,
    limit: 100,
    run({ world }, args) {
      if (/^[UW]/.test(asText(args.channel))) throw mistake('channel_not_found');
      const conversation = conversationToPost(world, args.channel);
      const user = asText(args.user);
      if (!conversation.members.includes(user)) throw new SlackError('user_not_in_channel');
      const content = readContent(world, 'chat.postEphemeral', args);
      const author = appAuthor(world);
      const message = addMessage(world, { conversation, author, ...content, ...thread(args), onlyFor: user });
      return { message_ts: message.ts };
    },
  },
  'chat.update': {
    ...base,
    limit: 50,
    run({ world }, args) {
      const message = ownMessage(world, args, 'cant_update_message');
      if (world.state.conversations[message.conversation]?.archived) throw new SlackError('is_inactive');
      if (asText(args.text).length > LIMITS.updateText) throw mistake('msg_too_long');
      rewriteMessage(world, message, readContent(world, 'chat.update', args));
      const { channel, ts, text } = { channel: message.conversation, ts: message.ts, text: message.text };
      return { channel, ts, text, message: apiMessage(world, message) };
    },
  },
  'chat.delete': {
    ...base,
    limit: 50,
    run({ world }, args) {
      const message = ownMessage(world, args, 'cant_delete_message');
      removeMessage(world, message);
      return { channel: message.conversation, ts: message.ts };
    },
  },
  'chat.getPermalink': {
    token: 'bot',
    limit: 'special',
    run({ world }, args) {
      const conversation = visibleConversation(world, args.channel);
      const message = findMessage(world, conversation.id, asText(args.message_ts));
      if (message === undefined || message.onlyFor !== undefined) throw new SlackError('message_not_found');
      const permalink = `${world.origin}/archives/${conversation.id}/p${message.ts.replace('.', '')}`;
      return { channel: conversation.id, permalink };
    },
  },
};

/** Text and blocks of a message argument, checked; throws Slack's refusal. */
function readContent(
  world: World,
  method: string,
  args: Obj,
): { text: string; blocks: KnownBlock[]; metadata?: Obj } {
  let text = asText(args.text) || asText(args.markdown_text);
  const blocks = typeof args.blocks === 'string' ? parseJson(args.blocks) : args.blocks;
  if (args.blocks !== undefined && args.blocks !== '' && !Array.isArray(blocks)) {
    throw mistake('invalid_blocks_format');
  }
  const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
  if (text === '' && !hasBlocks && !args.attachments) throw mistake('no_text');
  if (text === '')
    violation(world, `${method} without text: notifications and screen readers have nothing to say`);
  if (text.length > LIMITS.messageText) {
    violation(world, `${method} with a text of ${text.length} characters, which Slack cuts off`);
    text = text.slice(0, LIMITS.messageText);
  }
  if (hasBlocks) refuseBadBlocks(method, text, blocks);
  const metadata = typeof args.metadata === 'string' ? parseJson(args.metadata) : args.metadata;
  return {
    text,
    blocks: withIds(hasBlocks ? blocks : []) as KnownBlock[],
    ...(isObj(metadata) ? { metadata } : {}),
  };
}

/** The limit on all text together holds for `chat.postMessage` only. */
function refuseBadBlocks(method: string, text: string, blocks: unknown[]): void {
  const problems = checkMessage({ text: text || '-', blocks }).filter(
    ({ path }) => !path.startsWith('/text'),
  );
  const tooLong = problems.filter(
    ({ path, message }) => path === '/blocks' && message.startsWith('hold more'),
  );
  const others = problems.filter((problem) => !tooLong.includes(problem));
  if (others.length > 0) throw invalid('invalid_blocks', others);
  if (tooLong.length > 0 && method === 'chat.postMessage') throw invalid('msg_blocks_too_long', tooLong);
}

/** A message that the app may change: its own, lasting, addressed by a conversation id. */
function ownMessage(world: World, args: Obj, refusal: string): MessageRecord {
  const channel = asText(args.channel);
  // A user id opens a conversation when posting, but names none when updating.
  if (!/^[CDG][A-Z0-9]+$/.test(channel)) throw mistake('channel_not_found');
  const conversation = visibleConversation(world, channel);
  const message = findMessage(world, conversation.id, asText(args.ts));
  if (message === undefined || message.onlyFor !== undefined) throw new SlackError('message_not_found');
  if (message.author.kind !== 'app') throw mistake(refusal);
  if (conversation.kind !== 'channel' && !hasApp(world, conversation))
    throw new SlackError('channel_not_found');
  return message;
}

function appAuthor(world: World): MessageRecord['author'] {
  return { kind: 'app', id: world.identity.botUserId };
}

function thread(args: Obj): { threadTs?: string } {
  return typeof args.thread_ts === 'string' ? { threadTs: args.thread_ts } : {};
}
