import type { Access } from '../../domain/access.ts';
import { selectorFrom } from '../../domain/codes.ts';
import { type EmailAddress, nearDuplicateKey } from '../../domain/email.ts';
import { validUntil } from '../../domain/invitations.ts';
import type { InvitationStatus } from '../../domain/states.ts';
import type { Approval } from '../../store/models/access.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { type Context, newId, requireAccount } from '../context.ts';
import { armed, nextReminderOf } from '../reminders/arm.ts';
import { liveKeyOf } from './keys.ts';

interface NewInvitation {
  organization: Pick<OrganizationRecord, '_id' | 'settings'>;
  email: Pick<EmailAddress, 'address' | 'key' | 'domain'>;
  /** Null: to create an account and to ask for access. */
  access: Access | null;
  status: Extract<InvitationStatus, 'pending' | 'proposed' | 'waitlisted'>;
  /** Null: it waits for an account, or for one that belongs where it has to. */
  accountId: string | null;
  /** Whether its mail carries a code; by default when there is no account. */
  hasCode?: boolean;
  names?: { firstName: string; lastName: string } | undefined;
  validDays: number;
  note?: string | null;
  accessEndsAt?: Date | null;
  requestId?: string | null;
  approvals?: Approval[];
}

/** An invitation from the acting person, as it is first written. */
export function newInvitation(context: Context, of: NewInvitation): InvitationRecord {
  const { organization, email, access, status, accountId, names, validDays } = of;
  const { _id: organizationId } = organization;
  const inviter = requireAccount(context);
  const now = context.now();
  const accessEndsAt = of.accessEndsAt ?? null;
  const expiresAt = validUntil(now, validDays, accessEndsAt);
  return {
    _id: newId(context, 'inv'),
    tenantId: context.actor.tenantId,
    organizationId,
    kind: access ? 'access' : 'join',
    status,
    email: email.address,
    emailKey: email.key,
    nearKey: nearDuplicateKey(email),
    note: of.note ?? null,
    ...((of.hasCode ?? accountId === null) ? { selector: selectorFrom(context.randomBytes(8)) } : {}),
    codeVersion: 1,
    failedAttempts: 0,
    lockedAt: null,
    access,
    accessEndsAt,
    firstName: names?.firstName ?? null,
    lastName: names?.lastName ?? null,
    approvals: of.approvals ?? [],
    validDays,
    codeSpentAt: null,
    remindedAt: null,
    accountId,
    requestId: of.requestId ?? null,
    invitedBy: inviter.id,
    inviterName: inviter.name,
    createdAt: now,
    expiresAt,
    endedAt: null,
    endedBy: null,
    endedById: null,
    endedFrom: null,
    ...armed(nextReminderOf({ status, createdAt: now, expiresAt }, organization)),
    liveKey: liveKeyOf({ organizationId, emailKey: email.key, access }),
  };
}
