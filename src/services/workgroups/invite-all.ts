import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { enterDirectoryTogether } from '../directory.ts';
import { detailOf } from '../invitations/fulfil.ts';
import { holdAddresses } from '../invitations/hold-addresses.ts';
import { tellInvitee } from '../invitations/tell-invitee.ts';
import { holdBelonging } from './belonging.ts';

export interface Invited {
  invitation: InvitationRecord;
  /** The account of the address; the invitation is not for it until it belongs where it has to. */
  account: AccountRecord | null;
}

/**
 * The writes of new invitations to one workgroup that wait: for an answer of their account, or for an account that belongs where
 * it has to. Each invited person is told.
 */
export async function inviteAll(
  context: Context,
  effects: Effects,
  invited: readonly Invited[],
): Promise<void> {
  const [first] = invited;
  if (!first) return;
  await holdAddresses(
    context,
    invited.flatMap(({ invitation, account }) => (account ? [] : [invitation.emailKey])),
  );
  await context.store.invitations.insertMany(
    invited.map(({ invitation }) => invitation),
    { lean: true },
  );
  const accountIds = invited.flatMap(({ account }) => account?._id ?? []);
  await holdBelonging(context, accountIds);
  const offered = invited.flatMap(({ invitation, account }) => (invitation.accountId && account) || []);
  await enterDirectoryTogether(context, first.invitation.organizationId, offered);
  for (const { invitation } of invited) {
    const { _id, organizationId, email, access, accountId } = invitation;
    effects.record({
      action: 'invitation.created',
      organizationId,
      subjects: [_id, ...(accountId ? [accountId] : [])],
      detail: { kind: 'access', status: 'pending', email, ...(access ? detailOf(access) : {}) },
    });
    await tellInvitee(context, effects, invitation);
  }
}
