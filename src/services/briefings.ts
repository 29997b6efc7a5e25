import { deriveSecret, formatCode } from '../domain/codes.ts';
import type { Briefing, InvitationTemplate, Template } from '../domain/messages.ts';
import { fullName } from '../domain/people.ts';
import { type InvitationStatus, statusAt } from '../domain/states.ts';
import type { AccessRequestRecord } from '../store/models/access-request.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import { factsOf } from './access-requests/facts.ts';
import type { Runtime } from './context.ts';

/**
 * The facts that a message is written from, as they are at the moment of sending.
 * @returns null when there is nothing left to say: the row is then cancelled
 */
export async function briefingFor(runtime: Runtime, row: OutboxRecord): Promise<Briefing | null> {
  const { tenantId, about } = row;
  switch (about.type) {
    case 'invitation': {
      const invitation = await runtime.store.invitations.findOne({ _id: about.id, tenantId }).lean();
      return invitation && aboutInvitation(runtime, row, invitation);
    }
    case 'request': {
      const request = await runtime.store.accessRequests.findOne({ _id: about.id, tenantId }).lean();
      return request && aboutRequest(runtime, row, request);
    }
    case 'organization':
      return aboutOrganization(runtime, row);
    case 'tenant': {
      const organizations = await runtime.store.organizations.find({ tenantId }).limit(20).lean();
      return { template: 'code-attack', organizationNames: organizations.map(({ name }) => name) };
    }
  }
}

interface AboutInvitation {
  runtime: Runtime;
  row: OutboxRecord;
  invitation: InvitationRecord;
  status: InvitationStatus;
  organizationName: string;
}

type Brief = (of: AboutInvitation) => Briefing | null | Promise<Briefing | null>;

/** What each template says of an invitation; null when it has nothing to say any more. */
const invitationBriefs: Readonly<Record<InvitationTemplate, Brief>> = {
  'join-invitation': ({ runtime, row, invitation, status, organizationName }) => {
    if (status !== 'pending' || row.codeVersion !== invitation.codeVersion) return null;
    const { inviterName, note, expiresAt } = invitation;
    const code = codeOf(runtime, invitation);
    if (code === null) return null;
    return { template: 'join-invitation', organizationName, inviterName, note, expiresAt, code };
  },
  offer: ({ row, invitation, status, organizationName }) => {
    const { _id: invitationId, role, inviterName, expiresAt, endedAt: answeredAt } = invitation;
    if (!role || (row.to.via === 'mail' && status !== 'pending')) return null;
    // A resend has a message of its own; one that is posted already goes on to show what is so.
    if (!row.posted && row.codeVersion !== invitation.codeVersion) return null;
    const facts = { invitationId, organizationName, role, inviterName, status, expiresAt, answeredAt };
    return { template: 'offer', ...facts };
  },
  'offer-answered': async ({ runtime, invitation, organizationName }) => {
    const { tenantId, accountId, role, status } = invitation;
    const account = await runtime.store.accounts.findOne({ _id: accountId ?? '', tenantId }).lean();
    if (!account || !role) return null;
    const { username } = account;
    const accepted = status === 'accepted';
    const personName = fullName(account);
    return { template: 'offer-answered', organizationName, personName, username, role, accepted };
  },
  'access-granted': ({ invitation: { role }, organizationName }) =>
    role && { template: 'access-granted', organizationName, role },
  'invitation-withdrawn': ({ invitation: { kind }, status, organizationName }) =>
    status === 'revoked'
      ? { template: 'invitation-withdrawn', organizationName, hasCode: kind === 'join' }
      : null,
  'code-locked': ({ invitation: { email, lockedAt }, organizationName }) =>
    lockedAt && { template: 'code-locked', organizationName, invitedEmail: email },
  'inviter-without-authority': ({ invitation: { email, inviterName }, organizationName }) => ({
    template: 'inviter-without-authority',
    organizationName,
    invitedEmail: email,
    inviterName,
  }),
  'invitation-undeliverable': async ({ runtime, invitation, organizationName }) => ({
    template: 'invitation-undeliverable',
    organizationName,
    invitedEmail: invitation.email,
    reason: await lastProblem(runtime, invitation),
  }),
};

async function aboutInvitation(
  runtime: Runtime,
  row: OutboxRecord,
  invitation: InvitationRecord,
): Promise<Briefing | null> {
  const { tenantId, organizationId } = invitation;
  const organization = await runtime.store.organizations.findOne({ _id: organizationId, tenantId }).lean();
  const briefs: Partial<Record<Template, Brief>> = invitationBriefs;
  const brief = briefs[row.template];
  if (!organization || !brief) return null;
  const status = statusAt(invitation, runtime.now());
  return brief({ runtime, row, invitation, status, organizationName: organization.name });
}

async function aboutRequest(
  runtime: Runtime,
  row: OutboxRecord,
  request: AccessRequestRecord,
): Promise<Briefing | null> {
  const [facts] = await factsOf(runtime, request.tenantId, [request]);
  if (!facts) return null;
  const { organizationName, reason, invitedEmail, email: accountEmail, username } = facts;
  switch (row.template) {
    case 'request-opened':
      if (row.to.via === 'mail' && request.status !== 'pending') return null;
      return { template: row.template, ...facts };
    case 'request-denied':
      return { template: row.template, organizationName, reason };
    case 'code-forwarded':
      return invitedEmail
        ? { template: row.template, organizationName, invitedEmail, accountEmail, username }
        : null;
    default:
      return null;
  }
}

async function aboutOrganization(runtime: Runtime, row: OutboxRecord): Promise<Briefing | null> {
  const { tenantId, about } = row;
  const organization = await runtime.store.organizations.findOne({ _id: about.id, tenantId }).lean();
  if (!organization?.approvalsChannelId) return null;
  const { name: organizationName, approvalsChannelId: channel, configuredBy } = organization;
  if (row.template === 'channel-unreachable') return { template: row.template, organizationName, channel };
  if (row.template !== 'approvals-here') return null;
  if (row.to.via === 'slack' && row.to.channel !== channel) return null;
  const account = await runtime.store.accounts.findOne({ _id: configuredBy, tenantId }).lean();
  const name = account ? fullName(account) : 'An admin';
  return { template: row.template, organizationName, configuredBy: name };
}

/** The code of the current version: derived anew each time, so that it is stored nowhere. */
function codeOf(runtime: Runtime, { _id, tenantId, selector, codeVersion }: InvitationRecord): string | null {
  if (!selector) return null;
  const secret = deriveSecret(runtime.codeKey, { tenantId, invitationId: _id, version: codeVersion });
  return formatCode({ selector, secret });
}

/** Why the newest mail of an invitation came back. */
async function lastProblem(runtime: Runtime, { _id, tenantId }: InvitationRecord): Promise<string> {
  const event = await runtime.store.audit
    .findOne({ tenantId, subjects: _id, action: 'invitation.undeliverable' })
    .sort({ _id: -1 })
    .lean();
  return String(event?.detail.reason ?? 'The mail server refused the address.');
}
