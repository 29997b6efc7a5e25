import { actionIds } from '../../views/common/ids.ts';
import { noticeMessage, noticeView } from '../../views/common/notices.ts';
import { renewalAnswerBlock, renewalPlace } from '../../views/reminders/renewal.ts';
import { slackDate } from '../domain/errors.ts';
import { askForRenewal } from '../services/invitations/ask-renewal.ts';
import { muteRequest } from '../services/reminders/mute.ts';
import { snoozeRequest } from '../services/reminders/snooze.ts';
import { refreshHome } from './home.ts';
import { thenRedraw } from './redraw-reminder.ts';
import type { ActionTurn, Feature } from './turn.ts';

/** What can be done about a reminder alone, and the question for a new invitation. *Extend* is the change of an access. */
export const reminders: Feature = {
  actions: {
    [actionIds.requestSnooze]: thenRedraw(snooze),
    [actionIds.requestMute]: thenRedraw(mute),
    [actionIds.renewalAsk]: askAgain,
  },
};

async function snooze(turn: ActionTurn): Promise<void> {
  const { until, personName } = await snoozeRequest(turn.context, turn.value);
  const text = `You are reminded of the request of ${personName} again if it still waits then: ${slackDate(until)}.`;
  await turn.tell(noticeMessage(text));
}

async function mute(turn: ActionTurn): Promise<void> {
  const { personName } = await muteRequest(turn.context, turn.value);
  const text = `You get no more reminders of the request of ${personName}. To decide it, type /access-requests.`;
  await turn.tell(noticeMessage(text));
}

/** Where the button was an answer itself, after a code or an Accept that came too late, this answer takes its place. */
async function askAgain(turn: ActionTurn): Promise<void> {
  const place = renewalPlace(await askForRenewal(turn.context, turn.value));
  refreshHome(turn);
  const text = `Whoever invited you to ${place} is asked for a new invitation. It comes by e-mail and here.`;
  if (turn.view?.view.type === 'modal') return turn.replace(noticeView({ text }));
  const isAnswer = turn.view === null && turn.blockId.startsWith(renewalAnswerBlock);
  if (isAnswer) return turn.rewrite(noticeMessage(text));
  await turn.tell(noticeMessage(text));
}
