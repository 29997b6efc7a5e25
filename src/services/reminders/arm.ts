import {
  approverTurn,
  inviteeTurn,
  nextApproverReminder,
  nextInviteeReminder,
  type Turn,
} from '../../domain/reminder-plan.ts';
import type { ReminderSettings } from '../../domain/reminder-settings.ts';
import { settingsOf } from '../../domain/settings.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Context } from '../context.ts';

type Organization = Pick<OrganizationRecord, 'settings'>;
/** An invitation, as far as its reminders depend on it. */
export type Reminding = Pick<
  InvitationRecord,
  'status' | 'createdAt' | 'sentAt' | 'expiresAt' | 'remindersSent'
>;
export type RemindingRequest = Pick<
  AccessRequestRecord,
  'createdAt' | 'expiresAt' | 'remindersSent' | 'escalatedAt'
>;

/** When an invitation's invitee, or the second approver that it waits for, is reminded next; null when nobody is. */
export function nextReminderOf(invitation: Reminding, organization: Organization): Date | null {
  const { reminders } = settingsOf(organization);
  if (invitation.status === 'pending') return nextInviteeReminder(inviteePlan(invitation), reminders);
  if (invitation.status === 'proposed') return nextApproverReminder(proposalPlan(invitation), reminders);
  return null;
}

/** What is due of an invitation that waits for its invitee or for a second approver. */
export function turnOfInvitation(invitation: Reminding, settings: ReminderSettings, now: Date): Turn {
  return invitation.status === 'proposed'
    ? approverTurn(proposalPlan(invitation), settings, now)
    : inviteeTurn(inviteePlan(invitation), settings, now);
}

/** When those who hold a pending request are reminded next; null when nobody is. */
export function nextReminderOfRequest(request: RemindingRequest, organization: Organization): Date | null {
  return nextApproverReminder(requestPlan(request), settingsOf(organization).reminders);
}

/** What is due of a pending request. */
export function turnOfRequest(request: RemindingRequest, settings: ReminderSettings, now: Date): Turn {
  return approverTurn(requestPlan(request), settings, now);
}

/** The fields of a record that is armed from the beginning. */
export function armed(nextReminderAt: Date | null): { nextReminderAt?: Date } {
  return nextReminderAt ? { nextReminderAt } : {};
}

/** The update that sets these fields, and arms a record so, however it was armed before. `unset`: fields that are to go besides. */
export function arming<Fields extends object>(
  fields: Fields,
  nextReminderAt: Date | null,
  unset: Record<string, 1> = {},
): { $set: Fields & { nextReminderAt?: Date }; $unset: Record<string, 1> } {
  return {
    $set: { ...fields, ...armed(nextReminderAt) },
    $unset: nextReminderAt ? unset : { ...unset, nextReminderAt: 1 },
  };
}

/** The fields of an invitation that is sent or proposed now, again or at last: its reminders begin anew. */
export function sentNow(
  context: Context,
  { status, expiresAt }: Pick<InvitationRecord, 'status' | 'expiresAt'>,
  organization: Organization,
) {
  const sentAt = context.now();
  const fields = { status, expiresAt, sentAt, remindersSent: 0 };
  return { fields, nextReminderAt: nextReminderOf({ ...fields, createdAt: sentAt }, organization) };
}

function inviteePlan({ createdAt, sentAt = createdAt, expiresAt, remindersSent = 0 }: Reminding) {
  return { sentAt, expiresAt, remindersSent };
}

/** All who may agree are asked from the beginning, so there is nobody else to draw in. */
function proposalPlan({ createdAt, sentAt = createdAt, expiresAt, remindersSent = 0 }: Reminding) {
  return { createdAt: sentAt, expiresAt, remindersSent, escalatedAt: sentAt };
}

function requestPlan({ createdAt, expiresAt, remindersSent = 0, escalatedAt }: RemindingRequest) {
  return { createdAt, expiresAt, remindersSent, escalatedAt };
}
