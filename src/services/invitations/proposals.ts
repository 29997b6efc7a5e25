import { DomainError, deny, stale } from '../../domain/errors.ts';
import { validUntil } from '../../domain/invitations.ts';
import { invitationTransitions, sourcesOf, statusAt } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { mayManage } from '../access.ts';
import { authorize, stillAllowed } from '../authority.ts';
import { command } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { arming, sentNow } from '../reminders/arm.ts';
import { ownApproval } from './approvals.ts';
import { endInvitation } from './end-invitation.ts';
import { isOwn } from './managed.ts';
import { proceed } from './proceed.ts';
import { tellProposer } from './tell-proposer.ts';

/**
 * The second approver's yes to an invitation to a privileged role: it is sent now, and its time begins.
 * @throws DomainError `deny` to whoever proposed it or is invited, `stale` when it is decided or over
 */
export async function approveProposal(context: Context, invitationId: string): Promise<{ email: string }> {
  return command(context, 'invitation.approve-proposal', async (effects) => {
    const proposal = await proposalToDecide(context, invitationId);
    await requireProposer(context, proposal);
    const { invitation } = proposal;
    const { _id, tenantId, organizationId, validDays, accessEndsAt } = invitation;
    const now = context.now();
    const pending = { status: 'pending', expiresAt: validUntil(now, validDays, accessEndsAt) } as const;
    const sent = sentNow(context, pending, proposal.organization);
    const approved = await context.store.invitations
      .findOneAndUpdate(
        { _id, tenantId, status: 'proposed', expiresAt: { $gt: now } },
        {
          ...arming(sent.fields, sent.nextReminderAt),
          $push: { approvals: ownApproval(context) },
        },
        { returnDocument: 'after' },
      )
      .lean();
    if (!approved) throw over(invitation);
    effects.record({ action: 'invitation.approved', organizationId, subjects: [_id] });
    await refreshCopies(context, effects, { type: 'invitation', id: _id });
    await proceed(context, effects, approved, proposal.organization);
    await tellProposer(context, effects, approved, 'proposal-decided');
    return { email: approved.email };
  });
}

/** The second approver's no: the invitation ends without having been sent. */
export async function denyProposal(context: Context, invitationId: string): Promise<{ email: string }> {
  return command(context, 'invitation.deny-proposal', async (effects) => {
    const { invitation } = await proposalToDecide(context, invitationId);
    if (!(await endInvitation(context, effects, invitation, 'revoked'))) throw over(invitation);
    await tellProposer(context, effects, invitation, 'proposal-decided');
    return { email: invitation.email };
  });
}

async function proposalToDecide(
  context: Context,
  invitationId: string,
): Promise<{ invitation: InvitationRecord; organization: OrganizationRecord }> {
  const actor = requireAccount(context);
  const invitation = await context.store.invitations
    .findOne({ _id: invitationId, tenantId: context.actor.tenantId, kind: 'access' })
    .lean();
  if (!invitation?.access || isOwn(context, invitation)) throw deny();
  const { organization, role } = await authorize(context, 'access:grant', invitation.organizationId);
  if (!(await mayManage(context, role, invitation.access))) throw deny();
  const isOpen = sourcesOf(invitationTransitions, 'pending').includes(invitation.status);
  if (!isOpen || statusAt(invitation, context.now()) !== 'proposed') throw over(invitation);
  if (invitation.approvals.some(({ accountId }) => accountId === actor.id)) {
    throw new DomainError('stale', 'You have agreed to this already. Another approver has to agree as well.');
  }
  return { invitation, organization };
}

/** Two yeses count only as long as both approvers may give them. */
async function requireProposer(
  context: Context,
  { invitation, organization }: { invitation: InvitationRecord; organization: OrganizationRecord },
): Promise<void> {
  if (await stillAllowed(context, 'access:grant', organization, invitation.invitedBy)) return;
  const text = `${invitation.inviterName}, who proposed this, may no longer give access here. Deny it and send a new invitation.`;
  throw new DomainError('stale', text);
}

function over(invitation: InvitationRecord): DomainError {
  const { approvals, endedBy, endedAt, status } = invitation;
  if (status === 'proposed' || status === 'expired') {
    return new DomainError(
      'stale',
      'This invitation has expired before a second approver agreed. Send a new one.',
    );
  }
  const last = approvals.at(-1);
  return endedBy ? stale(endedBy, endedAt ?? undefined) : stale(last?.name, last?.at);
}
