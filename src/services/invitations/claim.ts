import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { enterDirectory } from '../directory.ts';
import { isGrantedAtOnce } from './acceptance.ts';
import { showOffer } from './tell-invitee.ts';

/**
 * Binds an invitation to the account of the invited person: from now on it is answered like any other, or granted at once
 * where its organization wants no acceptance.
 * @param give the writes of the grant
 */
export async function claim(
  context: Context,
  effects: Effects,
  { invitation, account }: { invitation: InvitationRecord; account: AccountRecord },
  give: (context: Context, effects: Effects, claimed: InvitationRecord) => Promise<unknown>,
): Promise<void> {
  const { _id, tenantId, organizationId } = invitation;
  const claimed = await context.store.invitations
    .findOneAndUpdate(
      { _id, tenantId, accountId: null },
      { $set: { accountId: account._id } },
      { returnDocument: 'after' },
    )
    .lean();
  if (!claimed) return;
  const detail = { username: account.username };
  effects.record({ action: 'invitation.claimed', organizationId, subjects: [_id, account._id], detail });
  await enterDirectory(context, organizationId, account);
  if (claimed.status !== 'pending' || claimed.expiresAt <= context.now()) return;
  const organization = await context.store.organizations.findOne({ _id: organizationId, tenantId }).lean();
  if (organization && (await isGrantedAtOnce(context, organization, claimed))) {
    await give(context, effects, claimed);
  } else {
    await showOffer(context, effects, claimed);
  }
}
