import type { AccessFacts } from '../../domain/access.ts';
import type { Briefing } from '../../domain/messages.ts';
import { fullName } from '../../domain/people.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import { describeAccess } from '../access.ts';
import type { Runtime } from '../context.ts';
import { aboutAccount } from './account.ts';
import { aboutCollaboration } from './collaborations.ts';
import { aboutEnding } from './endings.ts';
import { aboutInvitation } from './invitations.ts';
import { openReads, type Reads } from './reads.ts';
import { aboutTenant } from './tenant.ts';

/**
 * The facts that a message is written from, as they are at the moment of sending.
 * @returns null when there is nothing left to say: the row is then cancelled
 */
export async function briefingFor(
  runtime: Runtime,
  row: OutboxRecord,
  read: Reads = openReads(runtime),
): Promise<Briefing | null> {
  const { tenantId, about } = row;
  switch (about.type) {
    case 'invitation': {
      const invitation = await read.invitation({ _id: about.id, tenantId });
      return invitation && aboutInvitation(runtime, row, invitation, read);
    }
    case 'request': {
      const request = await read.request({ _id: about.id, tenantId });
      return request && aboutRequest(runtime, row, request, read);
    }
    case 'grant': {
      const grant = await runtime.store.grants.findOne({ _id: about.id, tenantId }).lean();
      return grant && aboutGrant(runtime, row, grant);
    }
    case 'collaboration': {
      const collaboration = await runtime.store.collaborations.findOne({ _id: about.id, tenantId }).lean();
      return collaboration && aboutCollaboration(runtime, row, collaboration);
    }
    case 'organization':
      return aboutOrganization(runtime, row);
    case 'account':
      return aboutAccount(runtime, row);
    // Its messages show where it stands, which the delivery looks up each time.
    case 'import':
      return null;
    case 'tenant':
      return aboutTenant(runtime, row);
  }
}

async function aboutRequest(
  runtime: Runtime,
  row: OutboxRecord,
  request: AccessRequestRecord,
  read: Pick<Reads, 'requestFacts'>,
): Promise<Briefing | null> {
  const facts = await read.requestFacts(request);
  if (!facts) return null;
  const { organizationName, reason, invitedEmail, inviterName, email: accountEmail, username } = facts;
  switch (row.template) {
    case 'request-opened':
      if (row.to.via === 'mail' && request.status !== 'pending') return null;
      return { template: row.template, ...facts };
    case 'request-denied':
      return request.status === 'denied' ? { template: row.template, organizationName, reason } : null;
    case 'request-expired':
      if (request.status !== 'expired' || (await hasAskedAnew(runtime, request))) return null;
      return { template: row.template, organizationName, inviterName };
    case 'request-reopened': {
      const after = await reopenedAfter(runtime, request);
      return after && { template: row.template, organizationName, after };
    }
    case 'code-forwarded':
      return invitedEmail
        ? { template: row.template, organizationName, invitedEmail, accountEmail, username }
        : null;
    default:
      return null;
  }
}

async function hasAskedAnew(
  { store }: Runtime,
  { _id, tenantId, accountId, organizationId }: AccessRequestRecord,
): Promise<boolean> {
  const newer = { tenantId, accountId, organizationId, _id: { $gt: _id } };
  return (await store.accessRequests.exists(newer)) !== null;
}

/** Which decision was taken back last. */
async function reopenedAfter(
  runtime: Runtime,
  { _id, tenantId }: AccessRequestRecord,
): Promise<'approved' | 'denied' | null> {
  const event = await runtime.store.audit
    .findOne({ tenantId, subjects: _id, action: 'request.reopened' })
    .sort({ _id: -1 })
    .lean();
  const after = event?.detail.after;
  return after === 'approved' || after === 'denied' ? after : null;
}

async function aboutGrant(runtime: Runtime, row: OutboxRecord, grant: GrantRecord): Promise<Briefing | null> {
  const { tenantId, organizationId, endsAt, status } = grant;
  const organization = await runtime.store.organizations.findOne({ _id: organizationId, tenantId }).lean();
  if (!organization) return null;
  if (row.template === 'access-ending') return aboutEnding(runtime, grant, organization);
  const { name: organizationName } = organization;
  const access = await describeAccess(runtime, tenantId, grant.access);
  if (row.template === 'access-changed') {
    return status === 'active' ? { template: row.template, organizationName, access, endsAt } : null;
  }
  if (row.template !== 'access-ended') return null;
  return {
    template: row.template,
    organizationName,
    access,
    ...(await formerPartner(runtime, grant, access)),
  };
}

/** Why somebody who came by a partner has lost an access, when that is because the partnership is over. */
async function formerPartner(
  { store }: Runtime,
  { tenantId, organizationId, access: held }: GrantRecord,
  facts: AccessFacts,
): Promise<Pick<Extract<Briefing, { template: 'access-ended' }>, 'formerPartner'>> {
  const name = facts.kind === 'workgroup' ? facts.partnerName : null;
  if (held.kind !== 'workgroup' || name === null) return {};
  const { partnerId } = held;
  const found = await store.collaborations
    .findOne({ tenantId, organizationId, partnerId, status: { $ne: 'active' } })
    .lean();
  return found ? { formerPartner: { name, left: found.status === 'left' } } : {};
}

async function aboutOrganization(runtime: Runtime, row: OutboxRecord): Promise<Briefing | null> {
  const { tenantId, about } = row;
  const organization = await runtime.store.organizations.findOne({ _id: about.id, tenantId }).lean();
  if (row.template === 'notification-refused') {
    const { name: organizationName, notificationEmail: address } = organization ?? {};
    return organizationName && address ? { template: row.template, organizationName, address } : null;
  }
  if (!organization?.approvalsChannelId) return null;
  const { name: organizationName, approvalsChannelId: channel, configuredBy } = organization;
  if (row.template === 'channel-unreachable') return { template: row.template, organizationName, channel };
  if (row.template !== 'approvals-here') return null;
  if (row.to.via === 'slack' && row.to.channel !== channel) return null;
  const account = await runtime.store.accounts.findOne({ _id: configuredBy, tenantId }).lean();
  const name = account ? fullName(account) : 'An admin';
  return { template: row.template, organizationName, configuredBy: name };
}
