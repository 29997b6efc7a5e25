import { actionIds } from '../../views/common/ids.ts';
import { noticeMessage } from '../../views/common/notices.ts';
import { approveProposal, denyProposal } from '../services/invitations/proposals.ts';
import { refreshHome } from './home.ts';
import { thenRedraw } from './redraw-reminder.ts';
import type { ActionTurn, Feature } from './turn.ts';

/** The second approver's answer to an invitation to a privileged role: on its card, or on Home. */
export const proposals: Feature = {
  actions: {
    [actionIds.proposalApprove]: thenRedraw(approve),
    [actionIds.proposalDeny]: thenRedraw(refuse),
  },
};

async function approve(turn: ActionTurn): Promise<void> {
  const { email } = await approveProposal(turn.context, turn.value);
  refreshHome(turn);
  await turn.tell(
    noticeMessage(`You agreed as the second approver. The invitation of ${email} is sent now.`),
  );
}

async function refuse(turn: ActionTurn): Promise<void> {
  const { email } = await denyProposal(turn.context, turn.value);
  refreshHome(turn);
  await turn.tell(
    noticeMessage(`You did not agree. The invitation of ${email} has ended; whoever proposed it is told.`),
  );
}
