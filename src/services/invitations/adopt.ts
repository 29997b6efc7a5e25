import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { enterDirectory } from '../directory.ts';
import { fulfil } from './fulfil.ts';
import { needsAcceptance } from './proceed.ts';
import { showOffer } from './tell-invitee.ts';

/**
 * Invitations to an address that had no account take their course when the account appears (A38): its address is the one
 * that Slack vouches for, so the mailbox is proven (A29).
 */
export async function adoptInvitations(
  context: Context,
  effects: Effects,
  account: AccountRecord,
): Promise<void> {
  const { tenantId, emailKey } = account;
  const waiting = await context.store.invitations
    .find({
      tenantId,
      emailKey,
      kind: 'access',
      status: { $in: ['pending', 'proposed', 'waitlisted'] },
      accountId: null,
    })
    .limit(50)
    .lean();
  for (const invitation of waiting) await claimFor(context, effects, invitation, account);
}

/**
 * Binds an invitation to the account of the invited person: from now on it is answered like any other, or granted at once
 * where its organization wants no acceptance.
 * @returns whether it was granted
 */
export async function claimFor(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
  account: AccountRecord,
): Promise<boolean> {
  const { _id, tenantId, organizationId } = invitation;
  const claimed = await context.store.invitations
    .findOneAndUpdate(
      { _id, tenantId, accountId: null },
      { $set: { accountId: account._id } },
      { returnDocument: 'after' },
    )
    .lean();
  if (!claimed) return false;
  const detail = { username: account.username };
  effects.record({ action: 'invitation.claimed', organizationId, subjects: [_id, account._id], detail });
  await enterDirectory(context, organizationId, account);
  if (claimed.status !== 'pending' || claimed.expiresAt <= context.now()) return false;
  if (await isGrantedAtOnce(context, claimed)) {
    await fulfil(context, effects, claimed);
    return true;
  }
  await showOffer(context, effects, claimed);
  return false;
}

async function isGrantedAtOnce(context: Context, invitation: InvitationRecord): Promise<boolean> {
  const { tenantId, organizationId: _id } = invitation;
  const organization: OrganizationRecord | null = await context.store.organizations
    .findOne({ _id, tenantId })
    .lean();
  return organization !== null && !needsAcceptance(organization, invitation);
}
