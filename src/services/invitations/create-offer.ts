import type { Access, AccessFacts } from '../../domain/access.ts';
import type { EmailAddress } from '../../domain/email.ts';
import { noSeat } from '../../domain/errors.ts';
import { settingsOf } from '../../domain/settings.ts';
import type { Approval } from '../../store/models/access.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { describeAccess, describeOffered, type OfferedApp } from '../access.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { holdSeat, joinLine } from '../seats.ts';
import { approvalsFor, approvalsNeeded } from './approvals.ts';
import { endOverdue } from './end-overdue.ts';
import { detailOf } from './fulfil.ts';
import { holdAddresses } from './hold-addresses.ts';
import { proceed } from './proceed.ts';
import { newInvitation } from './record.ts';

export interface NewOffer {
  organization: OrganizationRecord;
  email: Pick<EmailAddress, 'address' | 'key' | 'domain'>;
  access: Access;
  /** What an access on an app consists of, where it is at hand already. */
  offered?: OfferedApp;
  accountId: string | null;
  names?: { firstName: string; lastName: string };
  /** Days; by default what the organization has set. */
  validDays?: number;
  note?: string | null;
  accessEndsAt?: Date | null;
  requestId: string | null;
  /** Everybody who has agreed so far. */
  approvals: Approval[];
  /** Whether to wait for a seat when none is free. */
  mayWait: boolean;
}

export interface CreatedOffer {
  invitationId: string;
  organizationName: string;
  access: AccessFacts;
  outcome: 'sent' | 'sent-with-code' | 'proposed' | 'waitlisted' | 'granted';
  expiresAt: Date;
}

/**
 * The writes of an access invitation: its seat, its record, and what follows from it. The place must be free.
 * @throws DomainError `form` on `subscriptionId` when no seat is free (A46)
 */
export async function createOffer(context: Context, effects: Effects, of: NewOffer): Promise<CreatedOffer> {
  const { organization, email, access, offered, accountId, approvals } = of;
  const hasSeat = access.kind !== 'app' || (await takeSeat(context, effects, access.subscriptionId));
  if (!hasSeat && !(of.mayWait && (await mayWaitFor(context, access))))
    throw await whyNoSeat(context, access);
  const { tenantId } = context.actor;
  const needed = offered
    ? approvalsFor(access, offered.app)
    : await approvalsNeeded(context, { tenantId, access });
  const isComplete = approvals.length >= needed;
  const status = hasSeat ? (isComplete ? 'pending' : 'proposed') : 'waitlisted';
  const invitation = newInvitation(context, {
    organization,
    email,
    access,
    status,
    accountId,
    names: of.names,
    validDays: of.validDays ?? settingsOf(organization).expiryDays,
    note: of.note ?? null,
    accessEndsAt: of.accessEndsAt ?? null,
    requestId: of.requestId,
    approvals,
  });
  if (accountId === null) await holdAddresses(context, [invitation.emailKey]);
  await context.store.invitations.insertMany([invitation], { lean: true });
  effects.record({
    action: 'invitation.created',
    organizationId: organization._id,
    subjects: [invitation._id, ...(accountId ? [accountId] : [])],
    detail: { kind: 'access', status, email: email.address, ...detailOf(access) },
  });
  const outcome = await follow(context, effects, invitation, organization);
  const { _id: invitationId, expiresAt } = invitation;
  const facts = offered ? describeOffered(offered) : await describeAccess(context, tenantId, access);
  return { invitationId, organizationName: organization.name, access: facts, outcome, expiresAt };
}

async function follow(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
  organization: OrganizationRecord,
): Promise<CreatedOffer['outcome']> {
  if (invitation.status === 'waitlisted') return 'waitlisted';
  if (await proceed(context, effects, invitation, organization)) return 'granted';
  if (invitation.status === 'proposed') return 'proposed';
  return invitation.accountId ? 'sent' : 'sent-with-code';
}

/** A seat that only an invitation past its time still holds is free (A25). */
async function takeSeat(context: Context, effects: Effects, subscriptionId: string): Promise<boolean> {
  if (await holdSeat(context, subscriptionId)) return true;
  if (!(await endOverdue(context, effects, subscriptionId))) return false;
  return holdSeat(context, subscriptionId);
}

function mayWaitFor(context: Context, access: Access): Promise<boolean> {
  return access.kind === 'app' ? joinLine(context, access.subscriptionId) : Promise.resolve(false);
}

async function whyNoSeat(context: Context, access: Access): Promise<Error> {
  const { tenantId } = context.actor;
  const subscriptionId = access.kind === 'app' ? access.subscriptionId : '';
  const subscription = await context.store.subscriptions.findOne({ _id: subscriptionId, tenantId }).lean();
  const { active = 0, held = 0, seatLimit = null } = subscription ?? {};
  return noSeat(active + held, seatLimit ?? active + held);
}
