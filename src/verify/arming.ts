/** I8: who is to be reminded or warned will be, and nobody of what is over. */
import { isDeepStrictEqual } from 'node:util';
import { nextApproverReminder, nextInviteeReminder } from '../domain/reminder-plan.ts';
import { defaultReminders } from '../domain/reminder-settings.ts';
import { settingsOf } from '../domain/settings.ts';
import type { AccessRequestRecord } from '../store/models/access-request.ts';
import type { GrantRecord } from '../store/models/grant.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import type { OrganizationRecord } from '../store/models/organization.ts';
import type { View } from './view.ts';
import { type Violation, violationsOf } from './violation.ts';

/** Whether an organization reminds people as all do that have never decided otherwise: then the plan is known for certain. */
type IsUsual = (organizationId: string) => boolean;

interface Judging {
  isUsual: IsUsual;
  /** What is over by now may have been left alone before its end is stored. */
  now: Date;
}

export async function usualReminders(
  view: View,
  records: readonly { organizationId: string }[],
): Promise<IsUsual> {
  const ids = [...new Set(records.map(({ organizationId }) => organizationId))];
  const organizations = await view.find<OrganizationRecord>(
    view.store.organizations,
    { _id: { $in: ids } },
    { settings: 1 },
  );
  const usual = organizations.filter((one) => isDeepStrictEqual(settingsOf(one).reminders, defaultReminders));
  const known = new Set(usual.map(({ _id }) => _id));
  return (organizationId) => known.has(organizationId);
}

/** An invitation waits for its invitee or for a second approver, or is remembered by nobody. */
export function invitationIsArmed(invitation: InvitationRecord, { isUsual, now }: Judging): Violation[] {
  const { _id, organizationId, status, createdAt, sentAt = createdAt, nextReminderAt } = invitation;
  if (status !== 'pending' && status !== 'proposed') return disarmed(_id, status, nextReminderAt);
  const { expiresAt, remindersSent = 0 } = invitation;
  if (nextReminderAt || expiresAt <= now || !isUsual(organizationId)) return [];
  const plan = { createdAt: sentAt, sentAt, escalatedAt: sentAt, expiresAt, remindersSent };
  const planned = status === 'pending' ? nextInviteeReminder : nextApproverReminder;
  return planned(plan, defaultReminders) ? [unarmed(_id, status)] : [];
}

export function requestIsArmed(request: AccessRequestRecord, { isUsual, now }: Judging): Violation[] {
  const { _id, organizationId, status, nextReminderAt } = request;
  if (status !== 'pending') return disarmed(_id, status, nextReminderAt);
  const { createdAt, expiresAt, remindersSent = 0, escalatedAt } = request;
  if (nextReminderAt || expiresAt <= now || !isUsual(organizationId)) return [];
  const plan = { createdAt, expiresAt, remindersSent, escalatedAt };
  return nextApproverReminder(plan, defaultReminders) ? [unarmed(_id, status)] : [];
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
