import type { DirectReview } from '../../domain/direct-invitations.ts';
import { digestOf } from '../../domain/invitations.ts';
import { describeAccess } from '../access.ts';
import { waitingFor } from '../catalog/waiting.ts';
import type { Context } from '../context.ts';
import { needsAcceptance } from '../invitations/acceptance.ts';
import { blockersOf, warningsOf } from './blockers.ts';
import { openDraft } from './drafts.ts';
import { mailStatesOf, prepare } from './prepare.ts';

/**
 * What the inviter sees before sending: all of it, with every blocker at once.
 * @throws DomainError `deny`, `form` on what is not offered, `reopen` when the draft is too old
 */
export async function reviewDirect(context: Context, draftId: string): Promise<DirectReview> {
  const prepared = await prepare(context, await openDraft(context, draftId));
  const { input, organization, access, offered, invitee } = prepared;
  const { tenantId } = context.actor;
  const { _id: subscriptionId, seatLimit, active, held } = offered.subscription;
  const states = await mailStatesOf(context, input);
  const waiting = await waitingFor(context, tenantId, [subscriptionId]);
  const warnings = await warningsOf(context, prepared, states);
  return {
    draftId,
    personName: invitee.personName,
    email: invitee.email.address,
    username: invitee.account?.username ?? null,
    organizationName: organization.name,
    access: await describeAccess(context, tenantId, access),
    needsSecondApprover: offered.role.privileged,
    needsAcceptance: invitee.account === null || needsAcceptance(organization, { access }),
    seats: { seatLimit, active, held, waiting: waiting.get(subscriptionId) ?? 0 },
    note: input.note,
    expiryDays: input.expiryDays,
    accessEndsAt: input.accessEndsOn,
    blockers: await blockersOf(context, prepared, states),
    warnings,
    digest: digestOf(warnings),
  };
}
