import { deriveSecret, formatCode } from '../domain/codes.ts';
import type { Briefing } from '../domain/messages.ts';
import { fullName } from '../domain/people.ts';
import type { AccessRequestRecord } from '../store/models/access-request.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import { factsOf } from './access-requests/facts.ts';
import type { Runtime } from './context.ts';
import { statusAt } from './invitations/list.ts';

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

async function aboutInvitation(
  runtime: Runtime,
  row: OutboxRecord,
  invitation: InvitationRecord,
): Promise<Briefing | null> {
  const { store } = runtime;
  const { tenantId, role, inviterName, note, expiresAt, email } = invitation;
  const organization = await store.organizations.findOne({ _id: invitation.organizationId, tenantId }).lean();
  if (!organization) return null;
  const organizationName = organization.name;
  const status = statusAt(invitation, runtime.now());
  switch (row.template) {
    case 'join-invitation': {
      if (status !== 'pending' || row.codeVersion !== invitation.codeVersion) return null;
      const code = codeOf(runtime, invitation);
      return code ? { template: row.template, organizationName, inviterName, note, expiresAt, code } : null;
    }
    case 'offer': {
      if (!role) return null;
      if (row.to.via === 'mail' && status !== 'pending') return null;
      const { _id: invitationId, endedAt: answeredAt } = invitation;
      return {
        template: row.template,
        organizationName,
        role,
        inviterName,
        invitationId,
        status,
        expiresAt,
        answeredAt,
      };
    }
    case 'offer-answered': {
      const account = await store.accounts.findOne({ _id: invitation.accountId ?? '', tenantId }).lean();
      if (!account || !role) return null;
      const personName = fullName(account);
      const accepted = invitation.status === 'accepted';
      return {
        template: row.template,
        organizationName,
        personName,
        username: account.username,
        role,
        accepted,
      };
    }
    case 'access-granted':
      return role ? { template: row.template, organizationName, role } : null;
    case 'invitation-withdrawn':
      return invitation.status === 'revoked' ? { template: row.template, organizationName } : null;
    case 'code-locked':
      return invitation.lockedAt
        ? { template: row.template, organizationName, invitedEmail: email, toInvitee: row.to.via === 'mail' }
        : null;
    case 'inviter-without-authority':
      return { template: row.template, organizationName, invitedEmail: email, inviterName };
    case 'invitation-undeliverable': {
      const reason = await lastProblem(runtime, invitation);
      return { template: row.template, organizationName, invitedEmail: email, reason };
    }
    default:
      return null;
  }
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
