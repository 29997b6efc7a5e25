import { checkCommandAnswer } from './answers.ts';
import { escapeText, isObj } from './json.ts';
import { isBuiltInCommand } from './manifest.ts';
import { addMessage } from './messages.ts';
import { commandPayload } from './payloads.ts';
import type { GestureResult, Person } from './screen.ts';
import type { Talk } from './talk.ts';
import type { ConversationRecord } from './types.ts';
import { notify, violation, type World } from './world.ts';

/** A line that a person sends from the composer of a conversation. */
export async function say(
  talk: Talk,
  person: Person,
  conversationId: string,
  line: string,
): Promise<GestureResult> {
  const { world } = talk;
  const conversation = world.state.conversations[conversationId];
  if (!conversation?.members.includes(person.id)) return refuse('You are not in this conversation.');
  if (conversation.archived) return refuse('You are viewing an archived channel.');
  if (isReadOnly(world, conversation)) return refuse('Sending messages to this app has been turned off.');
  if (line.trim() === '') return refuse('There is nothing to send.');
  return line.startsWith('/')
    ? command(talk, person, conversation, line)
    : message(talk, person, conversation, line);
}

/** Nobody can write in the app's Messages tab when the manifest closes it. */
export function isReadOnly(world: World, conversation: ConversationRecord): boolean {
  if (conversation.kind !== 'app') return false;
  return !world.manifest.messagesTab || world.manifest.readOnly;
}

function refuse(error: string): GestureResult {
  return { ok: false, error };
}

async function command(
  { world, courier }: Talk,
  person: Person,
  conversation: ConversationRecord,
  line: string,
): Promise<GestureResult> {
  const [, name = '', rest = ''] = /^(\/\S*)\s*([\s\S]*)$/.exec(line) ?? [];
  const fail = (text: string) => {
    notify(world, person.id, 'error', text);
    return refuse(text);
  };
  if (isBuiltInCommand(name)) return fail(`${name} is Slack's own command; the sandbox leaves it out.`);
  const known = world.manifest.commands.find((one) => one.command === name);
  if (known === undefined || !person.isHome) return fail(`${name} is not a valid command.`);

  const text = known.escape ? escapeMentions(world, rest.trim()) : rest.trim();
  const payload = commandPayload(world, person, conversation, name, text);
  world.changed();
  const delivery = await courier.deliver({ kind: 'slash_commands', payload });
  if (delivery.outcome === 'timeout') return fail(`${name} failed with the error "operation_timeout"`);
  if (delivery.outcome === 'failed') return fail(`${name} failed with the error "dispatch_failed"`);
  if (!isObj(delivery.body)) return { ok: true };

  const answer = checkCommandAnswer(delivery.body);
  if ('problem' in answer) {
    violation(world, `${name} was answered with a body that ${answer.problem}`);
    return fail(`${name} failed with the error "dispatch_unknown_error"`);
  }
  addMessage(world, {
    conversation,
    author: { kind: 'app', id: world.identity.botUserId },
    text: answer.text,
    blocks: answer.blocks,
    ...(answer.inChannel ? {} : { onlyFor: person.id }),
  });
  return { ok: true };
}

async function message(
  { world, events }: Talk,
  person: Person,
  conversation: ConversationRecord,
  line: string,
): Promise<GestureResult> {
  const text = escapeMentions(world, line);
  const author = { kind: 'person', id: person.id } as const;
  const posted = addMessage(world, { conversation, author, text });
  const { botUserId } = world.identity;
  if (!conversation.members.includes(botUserId)) return { ok: true };

  const about = { user: person.id, text, ts: posted.ts, channel: conversation.id, event_ts: posted.ts };
  const type = { app: 'im', channel: 'channel', 'private-channel': 'group' }[conversation.kind];
  const name = { app: 'im', channel: 'channels', 'private-channel': 'groups' }[conversation.kind];
  if (world.manifest.events.has(`message.${name}`)) {
    await events.send({ type: 'message', channel_type: type, team: world.workspace.id, ...about });
  }
  if (posted.pings.includes(botUserId) && world.manifest.events.has('app_mention')) {
    await events.send({ type: 'app_mention', team: world.workspace.id, ...about });
  }
  return { ok: true };
}

/** Escapes what a person typed: people, channels, links and addresses become Slack's own notation. */
function escapeMentions(world: World, typed: string): string {
  const people = [...world.people.values()];
  const channels = Object.values(world.state.conversations).filter((one) => one.kind === 'channel');
  return escapeText(typed)
    .replaceAll(/(?<![\w.+-])@([\w.-]+)/g, (whole, name: string) => {
      const range = ['channel', 'here', 'everyone'].find((one) => one === name);
      if (range !== undefined) return `<!${range}>`;
      const person = people.find((one) => one.name === name);
      if (person !== undefined) return `<@${person.id}|${person.name}>`;
      return name === world.appName ? `<@${world.identity.botUserId}>` : whole;
    })
    .replaceAll(/(?<!\S)#([\w-]+)/g, (whole, name: string) => {
      const channel = channels.find((one) => one.name === name);
      return channel === undefined ? whole : `<#${channel.id}|${channel.name}>`;
    })
    .replaceAll(/(?<!\S)https?:\/\/[^\s<>|]+/g, (url) => `<${url}>`)
    .replaceAll(/(?<![\w.+@<|:-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, (email) => `<mailto:${email}|${email}>`);
}
