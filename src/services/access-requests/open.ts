import type { ActingAccount } from '../../domain/context.ts';
import { day } from '../../domain/invitations.ts';
import { settingsOf } from '../../domain/settings.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { enterDirectory } from '../directory.ts';
import { requestKey } from '../invitations/keys.ts';
import { holdActive } from '../people/hold-active.ts';
import { approverDestinations, directMessages, toEach } from '../recipients.ts';
import { armed, nextReminderOfRequest } from '../reminders/arm.ts';

interface Opening {
  requestId: string;
  organization: OrganizationRecord;
  /** The invitation whose code the account has used. */
  invitation: InvitationRecord;
  account: ActingAccount;
}

/** The writes of a new access request, and the messages to everybody who has to know. @throws deny for who is deactivated */
export async function openRequest(context: Context, effects: Effects, opening: Opening): Promise<void> {
  const { organization, invitation, account } = opening;
  // Approvers find the person from now on, also for other invitations.
  await enterDirectory(context, organization._id, await holdActive(context, account.id));
  const request = newRequest(context, opening);
  await context.store.accessRequests.insertMany([request], { lean: true });
  effects.record({
    action: 'request.created',
    organizationId: organization._id,
    subjects: [request._id, invitation._id, account.id],
    detail: { username: account.username, email: account.email, invitedEmail: request.invitedEmail },
  });
  await tell(context, effects, opening, request);
}

function newRequest(
  context: Context,
  { requestId, organization, invitation, account }: Opening,
): AccessRequestRecord {
  const now = context.now();
  const { requestExpiryDays } = settingsOf(organization).reminders;
  const expiresAt = new Date(now.getTime() + requestExpiryDays * day);
  return {
    _id: requestId,
    tenantId: context.actor.tenantId,
    organizationId: organization._id,
    accountId: account.id,
    invitationId: invitation._id,
    invitedEmail: invitation.emailKey === account.emailKey ? null : invitation.email,
    inviterName: invitation.inviterName,
    status: 'pending',
    createdAt: now,
    expiresAt,
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    reason: null,
    access: null,
    wanted: invitation.access,
    approvals: [],
    ...armed(nextReminderOfRequest({ createdAt: now, expiresAt }, organization)),
    liveKey: requestKey(organization._id, account.id),
  };
}

/** The notification address and every approver hear of the request; the sender too when the code was passed on (A28). */
async function tell(
  context: Context,
  { send }: Effects,
  { organization, invitation }: Opening,
  request: AccessRequestRecord,
): Promise<void> {
  const about = { type: 'request', id: request._id } as const;
  const key = `request-opened:${request._id}`;
  const address = organization.notificationEmail;
  send({ key: `${key}:mail`, template: 'request-opened', about, to: { via: 'mail', address } });
  const approvers = await approverDestinations(context, organization, request.accountId);
  for (const message of toEach(approvers, { key, template: 'request-opened', about })) send(message);
  if (!request.invitedEmail) return;
  const inviter = await directMessages(context, [invitation.invitedBy]);
  const forwarded = { key: `code-forwarded:${request._id}`, template: 'code-forwarded', about } as const;
  for (const message of toEach(inviter, forwarded)) send(message);
}
