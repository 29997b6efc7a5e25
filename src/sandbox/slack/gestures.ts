import { change, press } from './interact.ts';
import { shortcutPayload } from './payloads.ts';
import { say } from './say.ts';
import type { Gesture, GestureResult, Person } from './screen.ts';
import { close, submit } from './submit.ts';
import { NOT_INTERACTIVE, type Talk, TIMED_OUT, TROUBLE } from './talk.ts';
import { apiView } from './views.ts';
import { appConversation, notify, shown } from './world.ts';

/** Does what a person does on their screen. */
export async function perform(talk: Talk, person: Person, gesture: Gesture): Promise<GestureResult> {
  switch (gesture.kind) {
    case 'say':
      return say(talk, person, gesture.conversation, gesture.text);
    case 'shortcut':
      return shortcut(talk, person, gesture.callbackId);
    case 'open-home':
      return openHome(talk, person);
    case 'read':
      return read(talk, person, gesture.conversation);
    case 'press':
      return press(talk, person, gesture);
    case 'change':
      return change(talk, person, gesture);
    case 'submit':
      return submit(talk, person, gesture.viewId);
    case 'close':
      return close(talk, person, gesture.viewId, gesture.all === true);
    case 'dismiss':
      return dismiss(talk, person, gesture.noticeId);
  }
}

async function shortcut(talk: Talk, person: Person, callbackId: string): Promise<GestureResult> {
  const { world, courier } = talk;
  const known = world.manifest.shortcuts.find(
    (one) => one.callbackId === callbackId && one.type === 'global',
  );
  if (known === undefined || !person.isHome) return { ok: false, error: 'There is no such shortcut.' };
  if (!world.manifest.interactive) return { ok: false, error: NOT_INTERACTIVE };
  const payload = shortcutPayload(world, person, callbackId);
  const delivery = await courier.deliver({ kind: 'interactive', payload });
  if (delivery.outcome === 'acked') return { ok: true };
  const error = delivery.outcome === 'timeout' ? TIMED_OUT : TROUBLE;
  notify(world, person.id, 'error', error);
  return { ok: false, error };
}

async function openHome(talk: Talk, person: Person): Promise<GestureResult> {
  const { world } = talk;
  if (!world.manifest.homeTab) return { ok: false, error: 'This app has no Home tab.' };
  await opened(talk, person, 'home');
  return { ok: true };
}

async function read(talk: Talk, person: Person, conversationId: string): Promise<GestureResult> {
  const { world } = talk;
  const conversation = world.state.conversations[conversationId];
  if (!conversation?.members.includes(person.id))
    return { ok: false, error: 'You are not in this conversation.' };
  const counts = world.state.unread[person.id];
  if (counts?.[conversationId] !== undefined) {
    delete counts[conversationId];
    world.changed();
  }
  if (conversation.kind === 'app') await opened(talk, person, 'messages');
  return { ok: true };
}

/** `app_home_opened` goes out at every opening, of either tab. */
async function opened({ world, events }: Talk, person: Person, tab: 'home' | 'messages'): Promise<void> {
  const conversation = appConversation(world, person.id);
  if (!world.state.opened.includes(person.id)) {
    world.state.opened.push(person.id);
    world.changed();
  }
  if (!world.manifest.events.has('app_home_opened')) return;
  const home = world.state.homes[person.id];
  await events.send({
    type: 'app_home_opened',
    user: person.id,
    channel: conversation.id,
    tab,
    ...(tab === 'home' && home !== undefined ? { view: apiView(world, home) } : {}),
  });
}

function dismiss({ world }: Talk, person: Person, noticeId: string): GestureResult {
  const notices = world.notices.get(person.id) ?? [];
  world.notices.set(
    person.id,
    notices.filter(({ id }) => id !== noticeId),
  );
  shown(world);
  return { ok: true };
}
