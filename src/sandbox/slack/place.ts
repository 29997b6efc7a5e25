import { findMessage } from './messages.ts';
import type { Surface } from './screen.ts';
import type { ConversationRecord, MessageRecord, ViewRecord } from './types.ts';
import type { World } from './world.ts';

/** Where somebody acted, with what is there. */
export type Place =
  | { type: 'message'; message: MessageRecord; conversation: ConversationRecord; blocks: unknown }
  | { type: 'view'; record: ViewRecord; blocks: unknown };

/** Finds the surface of a gesture as this person sees it; undefined when it is gone or not theirs. */
export function placeOf(world: World, userId: string, on: Surface): Place | undefined {
  if (on.type === 'message') {
    const conversation = world.state.conversations[on.conversation];
    const message = findMessage(world, on.conversation, on.ts);
    if (!conversation?.members.includes(userId) || message === undefined) return undefined;
    if (message.onlyFor !== undefined && message.onlyFor !== userId) return undefined;
    return { type: 'message', message, conversation, blocks: message.blocks };
  }
  const record =
    on.type === 'home'
      ? world.state.homes[userId]
      : world.stacks.get(userId)?.find((one) => one.id === on.viewId);
  return record && { type: 'view', record, blocks: record.view.blocks };
}

/** The state of the elements of a message, by person. */
export function messageStateKey(userId: string, message: MessageRecord): string {
  return `${userId} ${message.conversation} ${message.ts}`;
}
