import { command } from './command.ts';
import { type Context, newId } from './context.ts';

/** Whether this delivery of an event is the first: Slack may send one several times (A48). */
export async function isFirstDelivery(context: Context): Promise<boolean> {
  const mine = newId(context, 'cmd');
  const first = await command(context, 'event.receive', () => Promise.resolve(mine));
  return first === mine;
}
