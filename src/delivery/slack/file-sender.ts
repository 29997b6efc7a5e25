import type { WebClient } from '@slack/web-api';
import { isSlackAddress } from '../../domain/slack-address.ts';
import { isHeld } from '../../services/outbox.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { FileToSend } from '../compose.ts';
import { unlessRefused } from '../imports.ts';
import type { Outcome, Sender } from '../outcome.ts';
import { failed, notInstalled, type SlackSenderOptions, silenceOf } from './sender.ts';

/** How long a file waits for the message that it follows. */
const turnMs = 2_000;
/** Less than the row is held. */
const uploadMs = 20_000;

/** Shares rows as files, each after its message: only that says in which conversation, which an upload has to name. */
export function createFileSender({ runtime, compose, clients, tokenOf, log }: SlackSenderOptions): Sender {
  return async (row) => {
    if (row.to.via !== 'slack') throw new TypeError('This row does not go to Slack.');
    const found = await compose.file(row);
    if (!found) return { kind: 'obsolete' };
    if ('laterMs' in found) return { kind: 'wait', ms: found.laterMs };
    const token = await tokenOf(row.tenantId);
    if (!token) return notInstalled;
    const { tenantId } = row;
    const first = await runtime.store.outbox.findOne({ tenantId, key: found.after }).lean();
    if (first?.status === 'pending') return { kind: 'wait', ms: turnMs };
    const bytes = await unlessRefused(bytesOf(found.content));
    if (!bytes) return { kind: 'obsolete' };
    const client = clients(token);
    const silence = await silenceOf(client, row, log);
    if (silence) return silence;
    if (!isHeld(runtime, row)) return { kind: 'lost' };
    const file = { ...found, bytes, first, userId: row.to.channel };
    return deliver(client, file, (error) => failed(log, row, error));
  };
}

/** Only once it is shared, somebody may have it. */
async function deliver(
  client: WebClient,
  file: FileToSend & { bytes: Uint8Array; first: OutboxRecord | null; userId: string },
  verdictOn: (error: unknown) => Outcome,
): Promise<Outcome> {
  let isShared = false;
  try {
    const id = await upload(client, file);
    const channel = conversationOf(file.first, file.userId) ?? (await openConversation(client, file.userId));
    isShared = true;
    await share(client, { ...file, id, channel });
    return { kind: 'sent' };
  } catch (error) {
    const verdict = verdictOn(error);
    return verdict.kind === 'retry' && !isShared ? { ...verdict, isUnsure: false } : verdict;
  }
}

/** Where the message before it went, unless that was to somebody else. */
function conversationOf(first: OutboxRecord | null, userId: string): string | null {
  return (first?.to.via === 'slack' && first.to.channel === userId && first.posted?.channel) || null;
}

/** Only a message opens the conversation with a person: where there is none to follow, once the file is there. */
async function openConversation(client: WebClient, userId: string): Promise<string> {
  const text = 'A file for you follows.';
  const { channel = '' } = await client.chat.postMessage({ channel: userId, text });
  return channel;
}

/** @returns the id of the file, which nobody sees yet */
async function upload(
  client: WebClient,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<string> {
  const { upload_url: url = '', file_id: id = '' } = await client.files.getUploadURLExternal({
    filename: name,
    length: bytes.length,
  });
  if (!isSlackAddress(url, client.slackApiUrl)) throw new Error('the address for a file is not Slack’s');
  const headers = { 'content-type': 'application/octet-stream' };
  const signal = AbortSignal.timeout(uploadMs);
  // A redirect would send the bytes along, wherever it leads.
  const response = await fetch(url, { method: 'POST', body: bytes, headers, signal, redirect: 'error' });
  if (!response.ok) throw new Error(`Slack answered an upload with ${response.status}`);
  return id;
}

async function share(
  client: WebClient,
  { name, comment, id, channel }: Pick<FileToSend, 'name' | 'comment'> & { id: string; channel: string },
): Promise<void> {
  await client.files.completeUploadExternal({
    files: [{ id, title: name }],
    channel_id: channel,
    initial_comment: comment,
  });
}

/** All of it: Slack wants to know its length before the first byte. */
async function bytesOf(content: AsyncIterable<string>): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
