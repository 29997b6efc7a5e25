import type { ModalView, PlainTextOption } from '@slack/types';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { option } from '../../views/common/inputs.ts';
import { noticeView } from '../../views/common/notices.ts';
import { remindersModal } from '../../views/organizations/reminders-modal.ts';
import { reminderForm } from '../domain/reminder-settings.ts';
import { timeZonesLike } from '../domain/time-zones.ts';
import { editReminders, getSettings } from '../services/settings.ts';
import { refreshHome } from './home.ts';
import type { ActionTurn, Feature, OptionsTurn, SubmissionTurn, Turn, Verdict } from './turn.ts';
import { withOrganization } from './which-organization.ts';

/** `/gatehouse settings reminders`: when an organization reminds people. The sealed subject of the form is the organization. */
export const reminderSettings: Feature = {
  actions: {
    [actionIds.openReminders]: openChosen,
    approverFirstDays: redraw,
    approverTimes: redraw,
    ownersAfterDays: redraw,
    requestExpiryDays: redraw,
    weeklyDigest: redraw,
    quietFrom: redraw,
    quietUntil: redraw,
    workingDays: redraw,
    timeZone: redraw,
  },
  options: { timeZone: zones },
  submissions: { [callbackIds.reminders]: submit },
};

/** The reminders of the organization that the person owns, or of the one that is named or chosen of several. */
export async function openReminderForm(turn: Turn, typed: string): Promise<void> {
  const question = {
    permission: 'settings:edit',
    typed,
    action: actionIds.openReminders,
    command: '/gatehouse settings reminders',
  } as const;
  await withOrganization(turn, question, async (id) => turn.show(await form(turn, id)));
}

/** Pressed in the settings, or chosen in the question which organization: that has its answer then. */
async function openChosen(turn: ActionTurn): Promise<void> {
  const isAsked = turn.view?.callbackId === callbackIds.organizations;
  await (isAsked ? turn.replace : turn.show)(await form(turn, turn.value));
}

/** A choice changes what the settings come to in words. What is filled in stays. */
async function redraw(turn: ActionTurn): Promise<void> {
  await turn.replace(await form(turn, turn.form().subject, turn.values));
}

/** @param filled what is filled in already; else the form shows what holds */
async function form(turn: Turn, organizationId: string, filled?: ActionTurn['values']): Promise<ModalView> {
  const { organizationName, settings } = await getSettings(turn.context, organizationId);
  const metadata = turn.seal(callbackIds.reminders, organizationId);
  const values = filled ?? reminderForm(settings.reminders);
  return remindersModal({ metadata, organizationName, values });
}

async function zones({ query }: OptionsTurn): Promise<PlainTextOption[]> {
  return timeZonesLike(query).map((zone) => option({ value: zone, text: zone }));
}

async function submit(turn: SubmissionTurn): Promise<Verdict> {
  const { organizationName } = await editReminders(turn.context, turn.form.subject, turn.values);
  refreshHome(turn);
  const text = `The reminders of ${organizationName} are saved. They also hold for what is planned already, when its time comes.`;
  return { response_action: 'update', view: noticeView({ text }) };
}
