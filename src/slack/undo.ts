import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeMessage, noticeView } from '../../views/common/notices.ts';
import { undo } from '../services/undo.ts';
import { refreshHome } from './home.ts';
import { invitationDetail } from './invitations.ts';
import type { ActionTurn, Feature } from './turn.ts';

/** *Undo*, wherever it is shown: to the maker of a decision, for ten minutes. */
export const undoing: Feature = { actions: { [actionIds.undo]: press } };

async function press(turn: ActionTurn): Promise<void> {
  const { what, who } = await undo(turn.context, turn.value);
  refreshHome(turn);
  const text = whatNow[what](who);
  if (turn.view?.callbackId === callbackIds.invitation) {
    return turn.replace(await invitationDetail(turn, turn.value));
  }
  if (turn.view?.view.type === 'modal') return turn.replace(noticeView({ title: 'Taken back', text }));
  await turn.tell(noticeMessage(text));
}

const whatNow = {
  approved: (who: string) =>
    `Your approval is taken back. The request of ${who} waits again, and the person is told.`,
  denied: (who: string) =>
    `Your denial is taken back. The request of ${who} waits again, and the person is told.`,
  revoked: (who: string) => `The invitation of ${who} is valid again, and the person is told.`,
} as const;
