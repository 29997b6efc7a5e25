import type { ModalView } from '@slack/types';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeView } from '../../views/common/notices.ts';
import { settingsModal } from '../../views/organizations/settings-modal.ts';
import { editSettings, getSettings } from '../services/settings.ts';
import { refreshHome } from './home.ts';
import { openReminderForm } from './reminder-settings.ts';
import type { ActionTurn, Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';
import { withOrganization } from './which-organization.ts';

/** `/gatehouse settings`: what an organization decides for itself. */
export const settings: Feature = {
  actions: { [actionIds.openSettings]: openChosen },
  submissions: { [callbackIds.settings]: submit },
};

/**
 * The settings of the organization that the person owns, or of the one that is named or chosen of several. What follows
 * `reminders` is about the form of the reminders.
 */
export async function openSettingsForm(turn: Turn, typed: string): Promise<void> {
  const [word, ...rest] = typed.split(' ');
  if (word === 'reminders') return openReminderForm(turn, rest.join(' '));
  const question = {
    permission: 'settings:edit',
    typed,
    action: actionIds.openSettings,
    command: '/gatehouse settings',
  } as const;
  await withOrganization(turn, question, async (id) => turn.show(await form(turn, id)));
}

/** Chosen on Home, or in the question which one: that has its answer then. */
async function openChosen(turn: ActionTurn): Promise<void> {
  const isAsked = turn.view?.callbackId === callbackIds.organizations;
  await (isAsked ? turn.replace : turn.show)(await form(turn, turn.value));
}

async function form(turn: Turn, organizationId: string): Promise<ModalView> {
  const found = await getSettings(turn.context, organizationId);
  const metadata = turn.seal(callbackIds.settings, organizationId);
  return settingsModal({ metadata, organizationId, ...found });
}

async function submit(turn: SubmissionTurn): Promise<Verdict> {
  const { organizationName } = await editSettings(turn.context, turn.form.subject, turn.values);
  refreshHome(turn);
  const text = `The settings of ${organizationName} are saved. They hold for what is sent from now on.`;
  return { response_action: 'update', view: noticeView({ text }) };
}
