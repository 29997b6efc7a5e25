import type { Access, AccessFacts } from '../../domain/access.ts';
import { deny } from '../../domain/errors.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { describeAccess } from '../access.ts';
import { grantKey, inTime } from '../authority.ts';
import { command, type Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { holdActive } from '../people/hold-active.ts';
import { requireBacked } from './backing.ts';
import { endInvitation } from './end-invitation.ts';
import { tellInviter, whyUnanswerable } from './fulfil.ts';
import { giveAccess } from './give-access.ts';

export interface AnswerResult {
  organizationName: string;
  access: AccessFacts;
}

interface Offer {
  invitation: InvitationRecord;
  organization: OrganizationRecord;
  access: Access;
}

/**
 * Accepts an access invitation: the account has the access from now on, and both sides are told.
 * @throws DomainError `deny` to everybody but the invitee, `stale` when it was answered, withdrawn or has expired
 */
export async function acceptOffer(context: Context, invitationId: string): Promise<AnswerResult> {
  return command(context, 'invitation.accept', async (effects) => {
    const offer = await offerToAnswer(context, invitationId);
    if (await closeAsNeedless(context, effects, offer)) return result(context, offer);
    await requireBacked(context, offer.organization, offer.invitation);
    await giveAccess(context, effects, offer.invitation);
    return result(context, offer);
  });
}

/** Declines an access invitation; its request, if it came from one, has lapsed. */
export async function declineOffer(context: Context, invitationId: string): Promise<AnswerResult> {
  return command(context, 'invitation.decline', async (effects) => {
    await holdActive(context, requireAccount(context).id);
    const offer = await offerToAnswer(context, invitationId);
    const filter = { expiresAt: { $gt: context.now() } };
    const ended = await endInvitation(context, effects, offer.invitation, 'declined', { filter });
    if (!ended) throw whyUnanswerable(offer.invitation);
    await tellInviter(context, effects, offer.invitation);
    return result(context, offer);
  });
}

/** The access came from elsewhere in the meantime: the invitation is closed, and its seat free (A30). */
async function closeAsNeedless(
  context: Context,
  effects: Effects,
  { invitation, access }: Offer,
): Promise<boolean> {
  const { tenantId, organizationId, accountId } = invitation;
  const liveKey = grantKey(organizationId, access, accountId ?? '');
  if (!(await context.store.grants.exists({ tenantId, liveKey, ...inTime(context.now()) }))) return false;
  const more = { isConsequence: true, detail: { reason: 'has access already' } };
  return endInvitation(context, effects, invitation, 'revoked', more);
}

async function offerToAnswer(context: Context, invitationId: string): Promise<Offer> {
  const { tenantId } = context.actor;
  const { id: accountId } = requireAccount(context);
  const invitation = await context.store.invitations
    .findOne({ _id: invitationId, tenantId, kind: 'access', accountId })
    .lean();
  // Nobody knows of what was not sent yet.
  if (!invitation?.access || invitation.status === 'proposed' || invitation.status === 'waitlisted') {
    throw deny();
  }
  const organization = await context.store.organizations
    .findOne({ _id: invitation.organizationId, tenantId })
    .lean();
  if (!organization) throw deny();
  return { invitation, organization, access: invitation.access };
}

async function result(context: Context, { organization, access }: Offer): Promise<AnswerResult> {
  const facts = await describeAccess(context, context.actor.tenantId, access);
  return { organizationName: organization.name, access: facts };
}
