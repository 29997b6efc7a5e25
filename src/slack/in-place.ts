import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import { slackErrorOf } from './slack-error.ts';
import type { Turn } from './turn.ts';

/** Milliseconds after which a result looks for its view: Slack shows that view only after the answer to the form has come. */
const tries = [300, 700, 1500];

/**
 * Shows what long work has led to, in the view that the answer to a form has opened for it.
 * @returns false when the view is not open any more, or Slack does not take it
 */
export async function showInPlace(turn: Turn, externalId: string, view: ModalView): Promise<boolean> {
  for (const ms of tries) {
    await sleep(ms);
    try {
      await turn.client.views.update({ external_id: externalId, view });
      return true;
    } catch (error) {
      if (slackErrorOf(error) === 'not_found') continue;
      turn.log.warn({ err: error }, 'result not shown in its view');
      return false;
    }
  }
  return false;
}
