import type { ListedInvitation, TimelineEntry } from '../../domain/overviews.ts';
import type { AuditRecord } from '../../store/models/audit.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Context } from '../context.ts';
import { getInvitation } from './list.ts';

/** An invitation and what happened to it lately, oldest first: from the audit and from what was delivered. */
export async function invitationTimeline(
  context: Context,
  invitationId: string,
): Promise<{ invitation: ListedInvitation; timeline: TimelineEntry[] }> {
  const { invitation, record } = await getInvitation(context, invitationId);
  const { tenantId } = record;
  const subjects = [invitationId, ...(record.requestId ? [record.requestId] : [])];
  const events = await context.store.audit
    .find({ tenantId, subjects: { $in: subjects } })
    .sort({ _id: -1 })
    .limit(100)
    .lean();
  const mails = await context.store.outbox
    .find({ tenantId, 'about.id': invitationId, 'to.via': 'mail' })
    .sort({ _id: -1 })
    .limit(50)
    .lean();
  const entries = [
    ...events.reverse().flatMap((event) => fromAudit(event, record.kind)),
    ...mails.reverse().flatMap(fromMail),
  ];
  const timeline = entries.sort((a, b) => a.at.getTime() - b.at.getTime());
  return { invitation, timeline: withExpiry(timeline, invitation, record) };
}

function fromAudit(event: AuditRecord, kind: InvitationRecord['kind']): TimelineEntry[] {
  const { at } = event;
  const text = sentence(event, kind);
  return text ? [{ at, text }] : [];
}

function sentence(
  { action, actorName: by, detail }: AuditRecord,
  kind: InvitationRecord['kind'],
): string | null {
  switch (action) {
    case 'invitation.created':
      return detail.status === 'waitlisted' ? `Put on the waitlist by ${by}` : `Invited by ${by}`;
    case 'invitation.resent':
      return kind === 'join' ? `Sent again by ${by}, with a new code` : `Sent again by ${by}`;
    case 'invitation.approved':
      return `Approved by ${by} as the second approver`;
    case 'invitation.promoted':
      return 'Left the waitlist: a seat is free';
    case 'invitation.restored':
      return `Revocation taken back by ${by}`;
    case 'invitation.role-changed':
      return `Role changed by ${by}`;
    case 'invitation.reminded':
      if (detail.approvers) return 'Approvers reminded';
      return detail.automatic ? 'Reminded' : `Reminded by ${by}`;
    case 'invitation.extended':
      return `Extended by ${by}, until ${String(detail.until).slice(0, 10)}`;
    case 'invitation.claimed':
      return `Account ${String(detail.username ?? '')} found`;
    case 'invitation.code-spent':
      return detail.forwarded
        ? `Code used by ${String(detail.username ?? by)}, who was not invited`
        : `Code used by ${String(detail.username ?? by)}`;
    case 'invitation.revoked':
      return `Revoked by ${by}`;
    case 'invitation.accepted':
      return detail.atOnce ? 'Access given at once' : `Accepted by ${by}`;
    case 'invitation.declined':
      return `Declined by ${by}`;
    case 'invitation.redeemed':
      return `Code used by ${String(detail.username ?? by)}`;
    case 'invitation.expired':
      return 'Expired';
    case 'invitation.undeliverable':
      return `Could not be delivered: ${String(detail.reason ?? 'the mail server refused it')}`;
    case 'invitation.renewal-asked':
      return `A new one asked for by ${by}`;
    case 'invitation.code-locked':
      return 'Code locked after too many wrong tries';
    case 'code.refused':
      return 'A code was tried and refused';
    case 'request.created':
      return `Access requested by ${String(detail.username ?? by)}`;
    case 'request.approved':
      return `Request approved by ${by}`;
    case 'request.endorsed':
      return `Request approved by ${by}, as the first of two`;
    case 'request.reopened':
      return `Decision taken back by ${by}`;
    case 'request.denied':
      return `Request denied by ${by}`;
    case 'request.withdrawn':
      return `Request withdrawn by ${by}`;
    case 'request.reminded':
      return 'Approvers reminded';
    case 'request.escalated':
      return 'Owners drawn in, because nobody had decided';
    case 'request.expired':
      return 'Request expired';
    case 'request.restored':
    case 'request.fulfilled':
    case 'request.lapsed':
    case 'grant.created':
    case 'organization.created':
    case 'organization.edited':
    case 'organization.settings-changed':
    case 'app.created':
    case 'app.edited':
    case 'app.archived':
    case 'subscription.created':
    case 'subscription.edited':
    case 'subscription.archived':
    case 'grant.role-changed':
    case 'grant.end-changed':
    case 'grant.revoked':
    case 'grant.expired':
    case 'grant.warned':
    case 'workgroup.created':
    case 'workgroup.edited':
    case 'workgroup.archived':
    case 'collaboration.created':
    case 'collaboration.renewed':
    case 'collaboration.removed':
    case 'collaboration.left':
    case 'collaboration.allowed':
    case 'import.started':
    case 'import.finished':
    case 'import.cancelled':
    case 'import.report-asked':
    case 'people.exported':
    case 'account.created':
    case 'code.attack':
    case 'organization.vacant':
    case 'organization.taken-over':
    case 'request.snoozed':
    case 'request.muted':
    case 'grant.suspended':
    case 'grant.resumed':
    case 'audit.exported':
    case 'message.retried':
    case 'message.given-up':
    case 'account.deactivated':
    case 'account.reactivated':
    case 'tenant.frozen':
    case 'tenant.resumed':
    case 'retention.purged':
      return null;
  }
}

function fromMail({ template, status, endedAt, problem, attempts }: OutboxRecord): TimelineEntry[] {
  if (template !== 'join-invitation' && template !== 'offer' && template !== 'offer-reminder') return [];
  if (!endedAt) return [];
  if (status === 'sent')
    return [{ at: endedAt, text: template === 'offer-reminder' ? 'Reminder mailed' : 'Mailed' }];
  if (status === 'dead')
    return [{ at: endedAt, text: `Mail given up after ${attempts} tries: ${problem ?? 'no reason given'}` }];
  return [];
}

/** An expiry that the sweep has not stored yet shows all the same. */
function withExpiry(
  timeline: TimelineEntry[],
  invitation: ListedInvitation,
  record: InvitationRecord,
): TimelineEntry[] {
  if (invitation.status !== 'expired' || record.status === 'expired') return timeline;
  return [...timeline, { at: record.expiresAt, text: 'Expired' }];
}
