import { deny } from '../../domain/errors.ts';
import { day } from '../../domain/invitations.ts';
import type { Undoable } from '../../domain/overviews.ts';
import { fullName } from '../../domain/people.ts';
import { requestUndo } from '../../domain/states.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { endInvitation } from '../invitations/end-invitation.ts';
import { requestKey } from '../invitations/keys.ts';
import { whatIsThere } from '../invitations/place-free.ts';
import { directMessages, toEach } from '../recipients.ts';
import { arming, nextReminderOfRequest } from '../reminders/arm.ts';
import { tooLateToUndo, undoableUntil } from '../undo-window.ts';
import { requestToDecide } from './decide.ts';

type Decision = 'approved' | 'denied';

/** The writes that take an approval or a denial back: the request waits again, and its person is told. */
export async function undoDecision(
  context: Context,
  effects: Effects,
  requestId: string,
): Promise<Pick<Undoable, 'what' | 'who'>> {
  const { request, account, organization } = await requestToDecide(context, requestId);
  const { status, decidedBy, decidedAt } = request;
  if (decidedBy !== requireAccount(context).id) throw deny();
  if (status !== 'approved' && status !== 'denied') throw tooLateToUndo();
  if (!undoableUntil(context, decidedBy, decidedAt)) throw tooLateToUndo();
  if (status === 'denied') await requirePlaceFree(context, request, account);
  await reopen(context, request, status, organization);
  const { organizationId } = request;
  const subjects = [requestId, account._id];
  effects.record({ action: 'request.reopened', organizationId, subjects, detail: { after: status } });
  if (status === 'approved') await takeBackOffer(context, effects, request);
  const about = { type: 'request', id: requestId } as const;
  await refreshCopies(context, effects, about);
  await tell(context, effects, requestId, account);
  return { what: status, who: fullName(account) };
}

/** An approval by two goes back to the first one alone. */
async function reopen(
  context: Context,
  request: AccessRequestRecord,
  from: Decision,
  organization: OrganizationRecord,
): Promise<void> {
  const { _id, tenantId, organizationId, accountId, decidedBy, approvals, access } = request;
  const [status] = requestUndo[from];
  const others = approvals.filter((approval) => approval.accountId !== decidedBy);
  const tomorrow = new Date(context.now().getTime() + day);
  const expiresAt = request.expiresAt > tomorrow ? request.expiresAt : tomorrow;
  const { modifiedCount } = await context.store.accessRequests.updateOne(
    { _id, tenantId, status: from, decidedBy },
    arming(
      {
        status,
        decidedBy: null,
        decidedByName: null,
        decidedAt: null,
        reason: null,
        approvals: others,
        access: others.length > 0 ? access : null,
        expiresAt,
        liveKey: requestKey(organizationId, accountId),
      },
      nextReminderOfRequest({ ...request, expiresAt }, organization),
    ),
  );
  if (modifiedCount === 0) throw tooLateToUndo();
}

async function takeBackOffer(
  context: Context,
  effects: Effects,
  { _id: requestId, tenantId, organizationId, accountId }: AccessRequestRecord,
): Promise<void> {
  const offer = await context.store.invitations
    .findOne({ tenantId, organizationId, accountId, requestId, kind: 'access', liveKey: { $exists: true } })
    .lean();
  const more = { isConsequence: true, detail: { reason: 'approval taken back' } };
  if (!offer || !(await endInvitation(context, effects, offer, 'revoked', more))) throw tooLateToUndo();
}

/** Since the denial, the person may have asked anew or been let in by somebody else. */
async function requirePlaceFree(
  context: Context,
  { _id, tenantId, organizationId }: AccessRequestRecord,
  { _id: accountId, emailKey }: AccountRecord,
): Promise<void> {
  const liveKey = requestKey(organizationId, accountId);
  const other = await context.store.accessRequests.exists({ tenantId, liveKey, _id: { $ne: _id } });
  const membership = { kind: 'organization', role: 'member' } as const;
  const there = await whatIsThere(context, organizationId, membership, { emailKey, accountId });
  if (other || there.grant || there.invitation) throw tooLateToUndo();
}

async function tell(
  context: Context,
  { send }: Effects,
  requestId: string,
  { _id, email }: AccountRecord,
): Promise<void> {
  const about = { type: 'request', id: requestId } as const;
  const key = `request-reopened:${requestId}:${context.commandId}`;
  const correction = { key, template: 'request-reopened', about } as const;
  send({ ...correction, key: `${key}:mail`, to: { via: 'mail', address: email } });
  for (const message of toEach(await directMessages(context, [_id]), correction)) send(message);
}
