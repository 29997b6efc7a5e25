import type { SlackMessage } from '../../views/common/message.ts';
import {
  nothingWaitsMessage,
  reminderBlock,
  reminderMessage,
} from '../../views/reminders/reminder-message.ts';
import { DomainError } from '../domain/errors.ts';
import { reminderFacts } from '../services/briefings/account.ts';
import { newestReminder } from '../services/reminders/newest.ts';
import type { ActionHandler, ActionTurn, Turn } from './turn.ts';

/** The codes after which a button is of no more use: what it was about is over, or others do it now. */
const endings: ReadonlySet<DomainError['code']> = new Set(['deny', 'stale']);

/** Whether a press happened in a reminder, which is about more than what was pressed. */
export function isInReminder({ view, blockId }: ActionTurn): boolean {
  return view === null && blockId.startsWith(reminderBlock);
}

/** A press after which a reminder that it happened in is drawn anew, also when it came too late (A44, A50). */
export function thenRedraw(handle: ActionHandler): ActionHandler {
  const press = redrawWhenLate(handle);
  return async (turn) => {
    await press(turn);
    redrawReminder(turn);
  };
}

/** A press after which a reminder that it happened in is drawn anew only when it came too late: else it stays as it is. */
export function redrawWhenLate(handle: ActionHandler): ActionHandler {
  return async (turn) => {
    try {
      await handle(turn);
    } catch (error) {
      if (error instanceof DomainError && endings.has(error.code)) redrawReminder(turn);
      throw error;
    }
  };
}

/** After a press in a reminder, and behind its answer: it shows what waits for the person now. Elsewhere nothing happens. */
export function redrawReminder(turn: ActionTurn): void {
  const { account } = turn.context.actor;
  if (!account || !isInReminder(turn)) return;
  turn.inBackground(async () => turn.rewrite(await whatWaitsNow(turn, account.id)));
}

/** After a decision in a modal, which may have been opened from a reminder: the newest one shows what waits for the person now. */
export function redrawNewestReminder(turn: Turn): void {
  const { account } = turn.context.actor;
  if (!account) return;
  turn.inBackground(async () => {
    const place = await newestReminder(turn.context);
    if (place) await turn.client.chat.update({ ...place, ...(await whatWaitsNow(turn, account.id)) });
  });
}

async function whatWaitsNow({ context }: Turn, accountId: string): Promise<SlackMessage> {
  const facts = await reminderFacts(context, context.actor.tenantId, accountId);
  return facts ? reminderMessage(facts) : nothingWaitsMessage();
}
