import type { SlackMessage } from '../../views/common/message.ts';
import { reminderBlock, reminderMessage } from '../../views/reminders/reminder-message.ts';
import { DomainError } from '../domain/errors.ts';
import { nothingWaits } from '../domain/reminders.ts';
import { aboutAccount } from '../services/briefings/account.ts';
import { newestReminder } from '../services/reminders/newest.ts';
import { noteShown, shownIn } from '../services/reminders/shown.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
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
  if (!turn.context.actor.account || !isInReminder(turn)) return;
  turn.inBackground(async () => {
    // Older ones have no buttons to press.
    const newest = await newestReminder(turn.context);
    if (newest) await turn.rewrite(await whatWaitsNow(turn, newest));
  });
}

/** After a decision in a modal, which may have been opened from a reminder: the newest one shows what waits for the person now. */
export function redrawNewestReminder(turn: Turn): void {
  if (!turn.context.actor.account) return;
  turn.inBackground(async () => {
    const newest = await newestReminder(turn.context);
    if (!newest?.posted) return;
    await turn.client.chat.update({ ...newest.posted, ...(await whatWaitsNow(turn, newest)) });
  });
}

async function whatWaitsNow({ context }: Turn, newest: OutboxRecord): Promise<SlackMessage> {
  const read = async () => {
    const briefing = await aboutAccount(context, newest);
    return briefing?.template === 'reminder' ? briefing : nothingWaits;
  };
  await noteShown(context, newest, shownIn(await read()));
  return reminderMessage(await read());
}
