import type { KnownBlock } from '@slack/types';
import { LIMITS } from '../rules/index.ts';
import { messageProblems } from './answers.ts';
import { withIds } from './elements.ts';
import { asText, type Obj } from './json.ts';
import { addMessage, findMessage, removeMessage, rewriteMessage } from './messages.ts';
import { mistake, SlackError } from './slack-error.ts';
import type { MessageRecord, ResponseUrlRecord } from './types.ts';
import { violation, type World } from './world.ts';

/** Serves one POST to a response_url; throws Slack's refusal. */
export function useResponseUrl(world: World, id: string, body: Obj): Obj {
  const record = world.state.responseUrls[id];
  if (record === undefined) throw new SlackError('invalid_url');
  const age = world.now().getTime() - new Date(record.createdAt).getTime();
  if (age > LIMITS.responseUrlMs) throw mistake('expired_url');
  if (record.uses >= LIMITS.responseUrlUses) throw mistake('used_url');

  const original = originalOf(world, record);
  if (body.delete_original === true) {
    if (original === undefined) throw new SlackError('message_not_found');
    record.uses += 1;
    removeMessage(world, original);
    return {};
  }
  const content = readContent(body);
  record.uses += 1;
  if (body.replace_original === true && record.source !== undefined && original === undefined) {
    throw new SlackError('message_not_found');
  }
  if (body.replace_original === true && original !== undefined) {
    noteSwitch(world, original, body.response_type);
    rewriteMessage(world, original, content);
    return {};
  }
  if (body.thread_ts !== undefined && body.replace_original !== false) {
    violation(world, 'response_url: a reply in a thread needs replace_original: false');
  }
  post(world, record, body, content);
  return {};
}

/** The message that `replace_original` and `delete_original` mean; never the person's own command. */
function originalOf(world: World, record: ResponseUrlRecord): MessageRecord | undefined {
  const ts = record.source ?? record.last;
  return ts === undefined ? undefined : findMessage(world, record.conversation, ts);
}

function readContent(body: Obj): { text: string; blocks: KnownBlock[] } {
  const text = asText(body.text);
  const { blocks, response_type: type } = body;
  if (blocks !== undefined && !Array.isArray(blocks)) throw mistake('invalid_blocks_format');
  if (type !== undefined && type !== 'ephemeral' && type !== 'in_channel')
    throw mistake('invalid_response_type');
  const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
  if (text === '' && !hasBlocks) throw mistake('no_text');
  if (text.length > LIMITS.messageText) throw mistake('msg_too_long');
  const problems = hasBlocks ? messageProblems(text || '-', blocks) : [];
  // The limit on all text of the blocks together holds for chat.postMessage only.
  const broken = problems.filter((problem) => !problem.startsWith('/blocks hold more'));
  if (broken.length > 0) throw mistake('invalid_blocks', ...broken.map((problem) => `[ERROR] ${problem}`));
  return { text, blocks: withIds(hasBlocks ? blocks : []) as KnownBlock[] };
}

/** What only one person sees stays so, and the other way round. */
function noteSwitch(world: World, original: MessageRecord, type: unknown): void {
  const isEphemeral = original.onlyFor !== undefined;
  if (type === undefined || (type === 'ephemeral') === isEphemeral) return;
  violation(world, `response_url: a message cannot be replaced by one that is ${String(type)}`);
}

function post(
  world: World,
  record: ResponseUrlRecord,
  body: Obj,
  content: { text: string; blocks: KnownBlock[] },
): void {
  const conversation = world.state.conversations[record.conversation];
  if (conversation === undefined) throw new SlackError('channel_not_found');
  const message = addMessage(world, {
    conversation,
    author: { kind: 'app', id: world.identity.botUserId },
    ...content,
    ...(body.response_type === 'in_channel' ? {} : { onlyFor: record.userId }),
    ...(typeof body.thread_ts === 'string' ? { threadTs: body.thread_ts } : {}),
  });
  record.last = message.ts;
  world.changed();
}
