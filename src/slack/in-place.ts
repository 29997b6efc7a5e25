import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import { noticeMessage, noticeView } from '../../views/common/notices.ts';
import { explain } from './answers.ts';
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

/** What ends together at once, within the time that an answer has; more of it ends after the answer. */
const endedAtOnce = 500;

/** Whether so much ends that it takes longer than an answer may. */
export function isLong({ grants, invitations }: { grants: number; invitations: number }): boolean {
  return grants + invitations > endedAtOnce;
}

/**
 * Does long work after the answer. What it has led to, or why not, comes in place of the view, or as a direct message to
 * whoever has closed it.
 */
export function finishInPlace(turn: Turn, externalId: string, work: () => Promise<string>): void {
  turn.inBackground(async () => {
    const text = await work().catch((error: unknown) => explain(turn.log, error).message);
    if (await showInPlace(turn, externalId, noticeView({ text }))) return;
    const channel = turn.context.actor.identity.userId;
    await turn.client.chat.postMessage({ channel, ...noticeMessage(text) });
  });
}
