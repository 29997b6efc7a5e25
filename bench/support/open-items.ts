/**
 * What is open in a very large organization, and not due yet: invitations and requests that wait, accesses that end later; and what is
 * sealed of its audit.
 */
import { day } from '../../src/domain/invitations.ts';
import { grantKey } from '../../src/services/authority.ts';
import { joinKey, requestKey } from '../../src/services/invitations/keys.ts';
import type { AccessRequestRecord } from '../../src/store/models/access-request.ts';
import type { AuditRecord } from '../../src/store/models/audit.ts';
import type { GrantRecord } from '../../src/store/models/grant.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import { accountId } from './crowd-people.ts';
import { organization, owner, plainInvitation, tenantId } from './records.ts';

const { _id: organizationId } = organization;
const now = new Date();
const later = (days: number) => new Date(now.getTime() + days * day);

export function openInvitation(index: number): InvitationRecord {
  const email = `person.${index}@aster.example`;
  return {
    ...plainInvitation,
    _id: idOf('inv', index),
    tenantId,
    organizationId,
    kind: 'join',
    status: 'pending',
    email,
    emailKey: email,
    nearKey: email,
    selector: idOf('', index),
    invitedBy: owner._id,
    inviterName: 'Pat owner',
    createdAt: now,
    expiresAt: later(7),
    nextReminderAt: later(2),
    remindersSent: 0,
    liveKey: joinKey(organizationId, email),
  };
}

export function openRequestAt(index: number): AccessRequestRecord {
  const whose = accountId(index);
  return {
    _id: idOf('req', index),
    tenantId,
    organizationId,
    accountId: whose,
    invitationId: null,
    invitedEmail: null,
    inviterName: null,
    status: 'pending',
    createdAt: now,
    expiresAt: later(14),
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    reason: null,
    access: null,
    wanted: null,
    approvals: [],
    nextReminderAt: later(1),
    liveKey: requestKey(organizationId, whose),
  };
}

export function endingGrant(index: number): GrantRecord {
  const whose = accountId(index);
  const access = { kind: 'organization', role: 'member' } as const;
  return {
    _id: idOf('grt', index),
    tenantId,
    organizationId,
    accountId: whose,
    access,
    status: 'active',
    invitationId: null,
    grantedBy: owner._id,
    since: now,
    endsAt: later(90),
    endedAt: null,
    endedBy: null,
    nextWarningAt: later(83),
    liveKey: grantKey(organizationId, access, whose),
  };
}

export function sealedRow(index: number): AuditRecord {
  return {
    _id: idOf('aud', index),
    tenantId,
    organizationId,
    at: now,
    action: 'invitation.created',
    actor: owner._id,
    actorName: 'Pat owner',
    subjects: [idOf('inv', index)],
    detail: {},
    commandId: idOf('cmd', index),
    seal: { n: index + 1, hash: idOf('', index) },
  };
}

function idOf(kind: string, index: number): string {
  return `${kind}_${String(index).padStart(26, '0')}`;
}
