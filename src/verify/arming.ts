/** I8: who is to be reminded or warned will be, and nobody of what is over. */
import { nextApproverReminder, nextInviteeReminder } from '../domain/reminder-plan.ts';
import type { ReminderSettings } from '../domain/reminder-settings.ts';
import type { AccessRequestRecord } from '../store/models/access-request.ts';
import type { GrantRecord } from '../store/models/grant.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import type { IsWhole } from './purged.ts';
import type { RemindersSince } from './settings-history.ts';
import { type Violation, violationsOf } from './violation.ts';

interface Judging {
  remindersSince: RemindersSince;
  isWhole: IsWhole;
  /** What is over by now may have been left alone before its end is stored. */
  now: Date;
}

/** An invitation waits for its invitee or for a second approver, or is remembered by nobody. */
export function invitationIsArmed(invitation: InvitationRecord, judging: Judging): Violation[] {
  const { _id, status, createdAt, sentAt = createdAt, nextReminderAt } = invitation;
  if (status !== 'pending' && status !== 'proposed') return disarmed(_id, status, nextReminderAt);
  const { expiresAt, remindersSent = 0 } = invitation;
  if (nextReminderAt || expiresAt <= judging.now) return [];
  const plan = { createdAt: sentAt, sentAt, escalatedAt: sentAt, expiresAt, remindersSent };
  const planned = status === 'pending' ? nextInviteeReminder : nextApproverReminder;
  const isPlanned = isCertain(judging, invitation, sentAt, (settings) => planned(plan, settings));
  return isPlanned ? [unarmed(_id, status)] : [];
}

export function requestIsArmed(request: AccessRequestRecord, judging: Judging): Violation[] {
  const { _id, status, nextReminderAt } = request;
  if (status !== 'pending') return disarmed(_id, status, nextReminderAt);
  const { createdAt, expiresAt, remindersSent = 0, escalatedAt } = request;
  if (nextReminderAt || expiresAt <= judging.now) return [];
  const plan = { createdAt, expiresAt, remindersSent, escalatedAt };
  const isPlanned = isCertain(judging, request, createdAt, (settings) =>
    nextApproverReminder(plan, settings),
  );
  return isPlanned ? [unarmed(_id, status)] : [];
}

/** It was planned last at some time since then: by all settings that have been in force, somebody is to be reminded. */
function isCertain(
  { remindersSince, isWhole }: Judging,
  record: { _id: string; tenantId: string; organizationId: string },
  since: Date,
  planned: (settings: ReminderSettings) => Date | null,
): boolean {
  // What retention has removed may have been a change of the settings.
  if (!isWhole('audit', record)) return false;
  const inForce = remindersSince(record.organizationId, since);
  return inForce.length > 0 && inForce.every((settings) => planned(settings) !== null);
}

/** When an access is warned of depends on when it was given, so that only what is over shows. */
export function grantIsDisarmed({ _id, status, endsAt, nextWarningAt }: GrantRecord): Violation[] {
  return status === 'active' && endsAt ? [] : disarmed(_id, status, nextWarningAt);
}

function disarmed(id: string, status: string, at: Date | undefined): Violation[] {
  return at
    ? [violationsOf(id)('I8', `is ${status}, and somebody is to hear of it on ${at.toISOString()}`)]
    : [];
}

function unarmed(id: string, status: string): Violation {
  return violationsOf(id)('I8', `is ${status}, and nobody is reminded of it`);
}
