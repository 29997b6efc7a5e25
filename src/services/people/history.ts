import type { Access } from '../../domain/access.ts';
import type { AuditAction } from '../../domain/audit.ts';
import type { TimelineEntry } from '../../domain/overviews.ts';
import type { AuditRecord } from '../../store/models/audit.ts';
import { describeAccesses } from '../access.ts';
import { accessIn, phrase } from '../audit/access-of.ts';
import type { Context } from '../context.ts';

const shown = 50;

/** What happened between an organization and an account: the newest 50 events, oldest first. */
export async function historyOf(
  context: Context,
  { accountId, organizationId }: { accountId: string; organizationId: string },
): Promise<TimelineEntry[]> {
  const { tenantId } = context.actor;
  const events = await context.store.audit
    .find({
      tenantId,
      subjects: accountId,
      organizationId,
      action: { $in: Object.keys(sentences) as AuditAction[] },
    })
    .sort({ _id: -1 })
    .limit(shown)
    .lean();
  const accesses = events.flatMap((event) => [accessOf(event, 'role'), accessOf(event, 'before')]);
  const describe = await describeAccesses(context, tenantId, accesses);
  const inWords = (access: Access | null) => (access ? phrase(describe(access)) : 'the access');
  return events.reverse().map((event) => {
    const words = { now: inWords(accessOf(event, 'role')), before: inWords(accessOf(event, 'before')) };
    return { at: event.at, text: sentences[event.action]?.(event, words) ?? '' };
  });
}

/** The access that an event is about, and the one that it was before. */
interface Words {
  now: string;
  before: string;
}

type Sentence = (event: AuditRecord, words: Words) => string;

/** An event that is not here says nothing about the person. */
const sentences: Partial<Record<AuditAction, Sentence>> = {
  'invitation.created': ({ actorName: by }) => `Invited by ${by}`,
  'invitation.approved': ({ actorName: by }) => `Invitation approved by ${by}`,
  'invitation.promoted': () => 'A seat became free: the invitation left the waitlist',
  'invitation.resent': ({ actorName: by }) => `Invitation sent again by ${by}`,
  'invitation.role-changed': ({ actorName: by }) => `Role of the invitation changed by ${by}`,
  'invitation.extended': ({ actorName: by }) => `Invitation extended by ${by}`,
  'invitation.accepted': ({ detail }) =>
    detail.atOnce ? 'Given without an invitation to accept' : 'Invitation accepted',
  'invitation.redeemed': () => 'Code used',
  'invitation.declined': () => 'Invitation declined',
  'invitation.revoked': ({ actorName: by }) => `Invitation revoked by ${by}`,
  'invitation.restored': ({ actorName: by }) => `Invitation restored by ${by}`,
  'invitation.expired': () => 'Invitation expired',
  'invitation.renewal-asked': () => 'Asked for a new invitation',
  'invitation.undeliverable': () => 'Invitation could not be delivered',
  'request.created': () => 'Access requested',
  'request.approved': ({ actorName: by }) => `Request approved by ${by}`,
  'request.denied': ({ actorName: by }) => `Request denied by ${by}`,
  'request.reopened': ({ actorName: by }) => `Decision taken back by ${by}`,
  'request.restored': ({ actorName: by }) => `Request restored by ${by}`,
  'request.withdrawn': () => 'Request withdrawn',
  'request.expired': () => 'Request expired',
  'grant.created': (_, { now }) => `Access given: ${now}`,
  'grant.role-changed': ({ actorName: by }, { before, now }) =>
    `Role changed from ${before} to ${now} by ${by}`,
  'grant.end-changed': ({ actorName: by, detail }, { now }) => {
    const day = typeof detail.after === 'string' ? detail.after.slice(0, 10) : null;
    return day
      ? `End of the access set to ${day} by ${by}: ${now}`
      : `End of the access removed by ${by}: ${now}`;
  },
  'grant.warned': (_, { now }) => `Warned that the access ends: ${now}`,
  'grant.suspended': (_, { now }) => `Access suspended with the Slack user: ${now}`,
  'grant.resumed': (_, { now }) => `Access resumed: ${now}`,
  'grant.revoked': ({ actorName: by }, { now }) => `Access ended by ${by}: ${now}`,
  'grant.expired': (_, { now }) => `Access ended on its date: ${now}`,
  'account.deactivated': () => 'Account deactivated with its Slack user',
  'account.reactivated': () => 'Account active again',
};

function accessOf({ action, detail }: AuditRecord, field: 'role' | 'before'): Access | null {
  if (!action.startsWith('grant.') || (field === 'before' && action !== 'grant.role-changed')) return null;
  return accessIn(detail, field);
}
