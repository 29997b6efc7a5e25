import type { WorkgroupAccess } from '../../domain/access.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { grantKey } from '../authority.ts';
import type { Effects } from '../command.ts';
import { type Context, newId, requireAccount } from '../context.ts';
import { enterDirectoryTogether } from '../directory.ts';
import { detailOf } from '../invitations/fulfil.ts';
import { directMessageTo } from '../recipients.ts';
import { armWarning } from '../reminders/arm-warning.ts';
import { holdBelonging } from './belonging.ts';

export interface Entering {
  invitation: InvitationRecord;
  account: AccountRecord;
}

/**
 * The writes by which accounts have access to a workgroup at once: an invitation each that is accepted from the beginning, and its
 * grant. A few writes however many they are. Each of them is told; the inviter reads it in the answer.
 */
export async function grantAll(
  context: Context,
  effects: Effects,
  access: WorkgroupAccess,
  entering: readonly Entering[],
): Promise<void> {
  if (entering.length === 0) return;
  await holdBelonging(
    context,
    entering.map(({ account }) => account._id),
  );
  const pairs: (Entering & { grant: GrantRecord })[] = [];
  for (const { invitation: pending, account } of entering) {
    const invitation = asAccepted(context, pending);
    const grant = await newGrant(context, invitation, access, account);
    pairs.push({ invitation, account, grant });
  }
  const [first] = pairs;
  await context.store.invitations.insertMany(
    pairs.map(({ invitation }) => invitation),
    { lean: true },
  );
  await context.store.grants.insertMany(
    pairs.map(({ grant }) => grant),
    { lean: true },
  );
  if (first) {
    const accounts = pairs.map(({ account }) => account);
    await enterDirectoryTogether(context, first.grant.organizationId, accounts);
  }
  for (const { invitation, account, grant } of pairs) {
    record(effects, invitation, grant);
    tell(effects, invitation, account);
  }
}

function asAccepted(
  context: Context,
  { liveKey: _, nextReminderAt: __, ...invitation }: InvitationRecord,
): InvitationRecord {
  const { id, name } = requireAccount(context);
  return { ...invitation, status: 'accepted', endedAt: context.now(), endedBy: name, endedById: id };
}

async function newGrant(
  context: Context,
  { _id: invitationId, tenantId, organizationId, invitedBy, accessEndsAt }: InvitationRecord,
  access: WorkgroupAccess,
  { _id: accountId }: AccountRecord,
): Promise<GrantRecord> {
  return {
    _id: newId(context, 'grt'),
    tenantId,
    organizationId,
    accountId,
    access,
    status: 'active',
    invitationId,
    grantedBy: invitedBy,
    since: context.now(),
    endsAt: accessEndsAt,
    endedAt: null,
    endedBy: null,
    liveKey: grantKey(organizationId, access, accountId),
    ...(await armWarning(context, { organizationId, endsAt: accessEndsAt })),
  };
}

function record(effects: Effects, invitation: InvitationRecord, grant: GrantRecord): void {
  const { _id, organizationId, email } = invitation;
  const subjects = [_id, grant.accountId];
  const detail = detailOf(grant.access);
  effects.record({
    action: 'invitation.created',
    organizationId,
    subjects,
    detail: { kind: 'access', status: 'pending', email, ...detail },
  });
  effects.record({
    action: 'invitation.accepted',
    organizationId,
    subjects,
    detail: { ...detail, atOnce: true },
  });
  effects.record({
    action: 'grant.created',
    organizationId,
    subjects: [grant._id, ...subjects],
    detail,
  });
}

function tell({ send }: Effects, { _id, email }: InvitationRecord, account: AccountRecord): void {
  const about = { type: 'invitation', id: _id } as const;
  const granted = { key: `access-granted:${_id}`, template: 'access-granted', about } as const;
  send({ ...granted, to: { via: 'mail', address: email } });
  for (const to of directMessageTo(account)) send({ ...granted, key: `${granted.key}:${to.channel}`, to });
}
