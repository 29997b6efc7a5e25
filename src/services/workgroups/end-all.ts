import type { PartnerLoss } from '../../domain/collaborations.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopiesOf } from '../copies.ts';
import { whom } from '../invitations/end-invitation.ts';
import { directMessageTo } from '../recipients.ts';
import { stopGrants } from './stop-grants.ts';

/** What ends together: all of a workgroup, or all that a partner's people have in an organization. */
export type Ending =
  | { 'access.workgroupId': string }
  | { organizationId: string; 'access.partnerId': string };

/** How much that is now. */
export async function countAll(context: Context, which: Ending): Promise<PartnerLoss> {
  const { grants, invitations } = context.store;
  const { running, waiting } = filters(context, which);
  const people = await grants.distinct('accountId', running);
  return {
    people: people.length,
    grants: await grants.countDocuments(running),
    invitations: await invitations.countDocuments(waiting),
  };
}

/**
 * Ends it: every access, and every invitation that waits, whose codes are dead with it (A15). A few writes however many they are.
 * Each person is told once, and each invited address. Only inside a command.
 */
export async function endAll(context: Context, effects: Effects, which: Ending): Promise<PartnerLoss> {
  const { running, waiting } = filters(context, which);
  const grants = await context.store.grants.find(running).lean();
  const invitations = await context.store.invitations.find(waiting).lean();
  const people = await endGrants(context, effects, grants);
  await revokeInvitations(context, effects, invitations);
  return { people, grants: grants.length, invitations: invitations.length };
}

function filters(context: Context, which: Ending) {
  const { tenantId } = context.actor;
  return {
    running: { tenantId, ...which, status: 'active' as const },
    // Nothing that a workgroup offers waits for a seat or a second approver.
    waiting: { tenantId, ...which, status: 'pending' as const },
  };
}

async function endGrants(context: Context, effects: Effects, grants: GrantRecord[]): Promise<number> {
  if (grants.length === 0) return 0;
  const { tenantId } = context.actor;
  const { name: endedBy } = requireAccount(context);
  await stopGrants(context, effects, grants, { endedAt: context.now(), endedBy });
  const firstOf = new Map(grants.toReversed().map((grant) => [grant.accountId, grant._id]));
  const accounts = await context.store.accounts.find({ tenantId, _id: { $in: [...firstOf.keys()] } }).lean();
  for (const account of accounts) {
    const about = { type: 'grant', id: firstOf.get(account._id) ?? '' } as const;
    const ended = { key: `access-ended:${about.id}`, template: 'access-ended', about } as const;
    effects.send({ ...ended, key: `${ended.key}:mail`, to: { via: 'mail', address: account.email } });
    for (const to of directMessageTo(account)) {
      effects.send({ ...ended, key: `${ended.key}:${to.channel}`, to });
    }
  }
  return firstOf.size;
}

async function revokeInvitations(
  context: Context,
  effects: Effects,
  invitations: InvitationRecord[],
): Promise<void> {
  if (invitations.length === 0) return;
  const { tenantId } = context.actor;
  const { name: endedBy } = requireAccount(context);
  const ids = invitations.map(({ _id }) => _id);
  await context.store.invitations.updateMany(
    { _id: { $in: ids }, tenantId, status: 'pending' },
    {
      $set: {
        status: 'revoked',
        endedAt: context.now(),
        endedBy,
        endedById: null,
        endedFrom: 'pending',
      },
      $unset: { liveKey: 1, nextReminderAt: 1 },
    },
  );
  for (const invitation of invitations) {
    const { _id, organizationId, email } = invitation;
    const about = { type: 'invitation', id: _id } as const;
    effects.record({ action: 'invitation.revoked', organizationId, subjects: [_id, ...whom(invitation)] });
    const key = `invitation-withdrawn:${_id}:${context.commandId}`;
    effects.send({ key, template: 'invitation-withdrawn', about, to: { via: 'mail', address: email } });
  }
  await refreshCopiesOf(context, effects, 'invitation', ids);
}
