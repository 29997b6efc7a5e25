import type { ModalView } from '@slack/types';
import { accountModal } from '../../views/accounts/account-modal.ts';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeView } from '../../views/common/notices.ts';
import { takeOverModal } from '../../views/organizations/take-over-modal.ts';
import { deny } from '../domain/errors.ts';
import { verifiedEmail } from '../services/accounts.ts';
import { takeOverOrganization, vacantOrganization } from '../services/people/take-over.ts';
import { refreshHome } from './home.ts';
import type { ActionTurn, Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';

/** *Take over* on Home: an admin of the workspace becomes the owner of an organization that has lost its last one (A54). */
export const takeOver: Feature = {
  actions: { [actionIds.takeOver]: open },
  submissions: { [callbackIds.takeOver]: submit },
};

/** Who has no account makes one first; the question follows in its place. */
async function open(turn: ActionTurn): Promise<void> {
  const profile = await turn.profile();
  if (!profile.isWorkspaceAdmin) throw deny();
  if (turn.context.actor.account) return turn.show(await takeOverQuestion(turn, turn.value));
  await vacantOrganization(turn.context, turn.value);
  await turn.show(
    accountModal({
      metadata: turn.seal(callbackIds.account, turn.value),
      email: verifiedEmail(profile).address,
      values: { firstName: profile.firstName, lastName: profile.lastName },
      username: null,
    }),
  );
}

/** The question whether to take it over; its subject is the organization. */
export async function takeOverQuestion(turn: Turn, organizationId: string): Promise<ModalView> {
  const { name: organizationName } = await vacantOrganization(turn.context, organizationId);
  return takeOverModal({ metadata: turn.seal(callbackIds.takeOver, organizationId), organizationName });
}

async function submit(turn: SubmissionTurn): Promise<Verdict> {
  const profile = await turn.profile();
  const { organizationName } = await takeOverOrganization(turn.context, turn.form.subject, profile);
  refreshHome(turn);
  return {
    response_action: 'update',
    view: noticeView({ text: `You are the owner of ${organizationName} now.` }),
  };
}
