import type { InvitationRecord } from '../../store/models/invitation.ts';
import { command, type Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { directMessages, ownerDestinations, toEach } from '../recipients.ts';
import { tenantExhaustedUntil } from './attempt-limits.ts';

/** Wrong secrets for one selector after which its code is locked (A19). */
const failuresPerCode = 10;

interface Refusal {
  reason: 'wrong' | 'closed' | 'orphaned';
  /** The invitation that the selector named, if any. */
  invitation: InvitationRecord | null;
}

/**
 * Notes a refused code, and tells those who must know: of a locked code, a lost authority, an attack on the tenant. An
 * unknown code costs the same work as a wrong one, so that time does not tell which selectors exist (A17).
 */
export async function refuseCode(context: Context, { reason, invitation }: Refusal): Promise<void> {
  const exhaustedUntil = await tenantExhaustedUntil(context);
  await command(context, 'code.refuse', async (effects) => {
    effects.record({
      action: 'code.refused',
      organizationId: invitation?.organizationId ?? null,
      subjects: invitation ? [invitation._id] : [],
      detail: { reason },
    });
    if (exhaustedUntil) await raiseAlarm(context, effects, exhaustedUntil);
    await countAgainst(context, effects, reason === 'wrong' ? invitation : null);
    if (invitation && reason === 'orphaned') await tellOwners(context, effects, invitation);
  });
}

/** Once for each window in which the tenant runs out of tries (A20). */
async function raiseAlarm(context: Context, { record, send }: Effects, until: Date): Promise<void> {
  const { tenantId } = context.actor;
  const key = `code-attack:${until.getTime()}`;
  const raised = await context.store.outbox.exists({ tenantId, key: { $gte: `${key}:`, $lt: `${key};` } });
  if (raised) return;
  record({ action: 'code.attack', organizationId: null, subjects: [] });
  const owners = await ownerDestinations(context);
  const about = { type: 'tenant', id: tenantId } as const;
  for (const message of toEach(owners, { key, template: 'code-attack', about })) send(message);
}

async function countAgainst(
  context: Context,
  { record, send }: Effects,
  invitation: InvitationRecord | null,
): Promise<void> {
  const { tenantId } = context.actor;
  const filter = {
    _id: invitation?._id ?? 'none',
    tenantId,
    status: 'pending',
    codeVersion: invitation?.codeVersion ?? 1,
    lockedAt: null,
  } as const;
  const counted = await context.store.invitations
    .findOneAndUpdate(filter, { $inc: { failedAttempts: 1 } }, { returnDocument: 'after' })
    .lean();
  if (!counted || counted.failedAttempts < failuresPerCode) return;
  await context.store.invitations.updateOne(filter, { $set: { lockedAt: context.now() } });
  record({
    action: 'invitation.code-locked',
    organizationId: counted.organizationId,
    subjects: [counted._id],
  });
  const about = { type: 'invitation', id: counted._id } as const;
  const key = `code-locked:${counted._id}:${counted.codeVersion}`;
  send({ key: `${key}:mail`, template: 'code-locked', about, to: { via: 'mail', address: counted.email } });
  const inviter = await directMessages(context, [counted.invitedBy]);
  for (const message of toEach(inviter, { key, template: 'code-locked', about })) send(message);
}

async function tellOwners(
  context: Context,
  { send }: Effects,
  { _id, tenantId, organizationId }: InvitationRecord,
): Promise<void> {
  const key = `inviter-without-authority:${_id}`;
  const told = await context.store.outbox.exists({
    tenantId,
    'about.id': _id,
    template: 'inviter-without-authority',
  });
  if (told) return;
  const owners = await ownerDestinations(context, organizationId);
  const about = { type: 'invitation', id: _id } as const;
  for (const message of toEach(owners, { key, template: 'inviter-without-authority', about })) send(message);
}
