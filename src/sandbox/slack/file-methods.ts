import { addFile, apiFile, isReadableByApp } from './files.ts';
import { randomText } from './identity.ts';
import { asText, type Obj, objects, parseJson } from './json.ts';
import { conversationToPost, hasApp } from './lookup.ts';
import { addMessage } from './messages.ts';
import type { Method } from './method.ts';
import { mistake, SlackError } from './slack-error.ts';
import type { ConversationRecord, FileRecord } from './types.ts';
import type { World } from './world.ts';

/** Unlike the other methods, an upload does not take a person's id: @see https://github.com/slackapi/bolt-js/issues/2115 */
const CHANNEL = /^[CGDZ][A-Z0-9]{8,}$/;

export const fileMethods: Record<string, Method> = {
  'files.info': {
    token: 'bot',
    scope: 'files:read',
    limit: 100,
    run({ world }, args) {
      const file = world.state.files[asText(args.file)];
      if (file === undefined || !isReadableByApp(world, file)) throw new SlackError('file_not_found');
      return { file: apiFile(world, file.id), comments: [], response_metadata: { next_cursor: '' } };
    },
  },
  'files.getUploadURLExternal': {
    token: 'bot',
    scope: 'files:write',
    limit: 100,
    run({ world }, args) {
      const name = asText(args.filename);
      const size = Number(args.length);
      if (name === '') throw mistake('invalid_arguments', '[ERROR] missing required field: filename');
      if (!Number.isInteger(size) || size < 1) {
        throw mistake('invalid_arguments', '[ERROR] must be a positive integer [json-pointer:/length]');
      }
      const ticket = randomText(32);
      const { botUserId: userId } = world.identity;
      const { id } = addFile(world, { name, size, userId, status: 'announced', ticket });
      world.changed();
      return { upload_url: `${world.origin}/upload/v1/${ticket}`, file_id: id };
    },
  },
  'files.completeUploadExternal': {
    token: 'bot',
    scope: 'files:write',
    limit: 100,
    run({ world }, args) {
      const wanted = objects(typeof args.files === 'string' ? parseJson(args.files) : args.files);
      if (wanted.length === 0) throw mistake('invalid_arguments', '[ERROR] missing required field: files');
      if (args.channels !== undefined) throw mistake('not_supported_by_the_sandbox');
      const conversation = args.channel_id === undefined ? null : conversationToShare(world, args.channel_id);
      const files = wanted.map((one) => fileToComplete(world, one));
      for (const [i, file] of files.entries()) complete(file, wanted[i]?.title);
      if (conversation !== null) share(world, conversation, files, args);
      world.changed();
      return { files: files.map(({ id, title }) => ({ id, title })) };
    },
  },
};

/** Files want the app in the channel, also where messages do not. */
function conversationToShare(world: World, channel: unknown): ConversationRecord {
  if (!CHANNEL.test(asText(channel))) {
    const pattern = `input must match regex pattern: ${CHANNEL.source}`;
    throw mistake('invalid_arguments', `[ERROR] ${pattern} [json-pointer:/channel_id]`);
  }
  const conversation = conversationToPost(world, channel);
  if (!hasApp(world, conversation)) throw new SlackError('not_in_channel');
  return conversation;
}

/** An upload is completed once, after its bytes have come. */
function fileToComplete({ state, identity }: World, { id }: Obj): FileRecord {
  const file = state.files[asText(id)];
  if (file?.userId !== identity.botUserId || file.status !== 'sent') throw mistake('file_not_found');
  return file;
}

function complete(file: FileRecord, title: unknown): void {
  file.status = 'complete';
  if (typeof title === 'string' && title !== '') file.title = title;
}

function share(world: World, conversation: ConversationRecord, files: FileRecord[], args: Obj): void {
  const message = addMessage(world, {
    conversation,
    author: { kind: 'app', id: world.identity.botUserId },
    text: asText(args.initial_comment),
    files: files.map(({ id }) => id),
    ...(typeof args.thread_ts === 'string' ? { threadTs: args.thread_ts } : {}),
  });
  for (const file of files) file.shares.push({ conversation: conversation.id, ts: message.ts });
}
