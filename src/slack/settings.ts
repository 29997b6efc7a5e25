import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeView } from '../../views/common/notices.ts';
import { settingsModal } from '../../views/organizations/settings-modal.ts';
import { deny } from '../domain/errors.ts';
import { organizationsFor } from '../services/organizations.ts';
import { editSettings, getSettings } from '../services/settings.ts';
import { refreshHome } from './home.ts';
import type { Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';

/** `/gatehouse settings`: what an organization decides for itself. */
export const settings: Feature = {
  actions: { [actionIds.openSettings]: (turn) => openForm(turn, turn.value) },
  submissions: { [callbackIds.settings]: submit },
};

/** The settings of the first organization, by name, that the person owns. */
export async function openSettingsForm(turn: Turn): Promise<void> {
  const [first] = await organizationsFor(turn.context, 'settings:edit');
  if (!first) throw deny();
  await openForm(turn, first.organization._id);
}

async function openForm(turn: Turn, organizationId: string): Promise<void> {
  const found = await getSettings(turn.context, organizationId);
  await turn.show(settingsModal({ metadata: turn.seal(callbackIds.settings, organizationId), ...found }));
}

async function submit(turn: SubmissionTurn): Promise<Verdict> {
  const { organizationName } = await editSettings(turn.context, turn.form.subject, turn.values);
  refreshHome(turn);
  const text = `The settings of ${organizationName} are saved. They hold for what is sent from now on.`;
  return { response_action: 'update', view: noticeView({ text }) };
}
