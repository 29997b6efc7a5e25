import { DomainError, deny } from '../../domain/errors.ts';
import type { Undoable } from '../../domain/overviews.ts';
import { holdsSeat, invitationUndo, requestUndo } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { arming, nextReminderOf } from '../reminders/arm.ts';
import { holdSeat, joinLine } from '../seats.ts';
import { tooLateToUndo, undoableUntil } from '../undo-window.ts';
import { promoteWaiting } from '../waitlist.ts';
import { wayOf } from '../workgroups/belonging.ts';
import { holdOpen } from '../workgroups/gates.ts';
import { liveKeyOf, requestKey } from './keys.ts';
import { letInWaiting } from './let-in.ts';
import { invitationToManage, requireUnreplaced } from './managed.ts';
import { tellProposer } from './tell-proposer.ts';

/** The writes that take a revocation back: the invitation is what it was before, with its seat, and its code works again. */
export async function undoRevocation(
  context: Context,
  effects: Effects,
  invitationId: string,
): Promise<Pick<Undoable, 'what' | 'who'>> {
  const { invitation, organization } = await invitationToManage(context, invitationId);
  const { tenantId, organizationId, access, endedById, endedAt, email, expiresAt } = invitation;
  if (endedById !== requireAccount(context).id) throw deny();
  if (invitation.status !== 'revoked' || !undoableUntil(context, endedById, endedAt)) throw tooLateToUndo();
  const status = invitationUndo.revoked.find((before) => before === invitation.endedFrom);
  if (!status || (status !== 'waitlisted' && expiresAt <= context.now())) throw tooLateToUndo();
  if (invitation.accessEndsAt && invitation.accessEndsAt <= context.now()) throw tooLateToUndo();
  await requireUnreplaced(context, await withItsAccount(context, invitation));
  await takePlaceAgain(context, invitation);
  const restored = await context.store.invitations
    .findOneAndUpdate(
      { _id: invitationId, tenantId, status: 'revoked', endedById },
      arming(
        {
          status,
          endedAt: null,
          endedBy: null,
          endedById: null,
          endedFrom: null,
          liveKey: liveKeyOf(invitation),
        },
        nextReminderOf({ ...invitation, status }, organization),
      ),
      { returnDocument: 'after' },
    )
    .lean();
  if (!restored) throw tooLateToUndo();
  const subjects = [invitationId];
  effects.record({ action: 'invitation.restored', organizationId, subjects, detail: { status } });
  if (invitation.requestId) await restoreRequest(context, effects, invitation.requestId);
  const about = { type: 'invitation', id: invitationId } as const;
  await refreshCopies(context, effects, about);
  if (status === 'waitlisted' && access?.kind === 'app') {
    await promoteWaiting(context, effects, access.subscriptionId);
  }
  if (status === 'proposed') await tellProposer(context, effects, invitation, 'proposal-reopened');
  if (status === 'pending') {
    const key = `invitation-restored:${invitationId}:${context.commandId}`;
    effects.send({ key, template: 'invitation-restored', about, to: { via: 'mail', address: email } });
    // Nobody else would ask again whether its person has come to belong where it waits for meanwhile.
    await letInWaiting(context, effects, restored);
  }
  return { what: 'revoked', who: email };
}

/** An invitation to a workgroup names no account while it waits; its person may have the access by another one meanwhile. */
async function withItsAccount(context: Context, invitation: InvitationRecord): Promise<InvitationRecord> {
  const { tenantId, emailKey, accountId } = invitation;
  if (accountId !== null || wayOf(invitation) === null) return invitation;
  const account = await context.store.accounts.findOne({ tenantId, emailKey }).lean();
  return { ...invitation, accountId: account?._id ?? null };
}

async function takePlaceAgain(
  context: Context,
  { organizationId, access, endedFrom }: InvitationRecord,
): Promise<void> {
  if (access?.kind === 'workgroup') await holdOpen(context, organizationId, access);
  if (access?.kind !== 'app') return;
  if (endedFrom === 'waitlisted' && !(await joinLine(context, access.subscriptionId))) throw tooLateToUndo();
  if (!holdsSeat(endedFrom)) return;
  if (await holdSeat(context, access.subscriptionId)) return;
  throw new DomainError('stale', 'The seat of this invitation is taken meanwhile. Send a new one.');
}

/** The request that lapsed with the invitation waits for its acceptance again. */
async function restoreRequest(context: Context, effects: Effects, requestId: string): Promise<void> {
  const { tenantId } = context.actor;
  const request = await context.store.accessRequests.findOne({ _id: requestId, tenantId }).lean();
  if (!request) throw tooLateToUndo();
  const { organizationId, accountId } = request;
  const liveKey = requestKey(organizationId, accountId);
  const other = await context.store.accessRequests.exists({ tenantId, liveKey, _id: { $ne: requestId } });
  if (other) throw tooLateToUndo();
  const [status] = requestUndo.lapsed;
  const { modifiedCount } = await context.store.accessRequests.updateOne(
    { _id: requestId, tenantId, status: 'lapsed' },
    { $set: { status, liveKey } },
  );
  if (modifiedCount === 0) throw tooLateToUndo();
  effects.record({ action: 'request.restored', organizationId, subjects: [requestId] });
  await refreshCopies(context, effects, { type: 'request', id: requestId });
}
