import { parseEmail } from '../../domain/email.ts';
import { isAllowedDomain, settingsOf } from '../../domain/settings.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Context } from '../context.ts';
import { wayOf } from './belonging.ts';

/**
 * The organization that a new account comes in by when it is created with a code; null when the code makes it belong nowhere. Only
 * the partner of a workgroup's invitation is one, and only for the invited address itself, if it is of a domain that the partner
 * takes: else the inviter, or whoever passes a code on, would decide who belongs to the partner.
 * @param address the address that Slack vouches for
 */
export async function homeByCode(
  context: Context,
  invitation: InvitationRecord,
  address: string | null,
): Promise<string | null> {
  const partnerId = wayOf(invitation)?.partnerId ?? null;
  const email = parseEmail(address ?? '');
  if (partnerId === null || !('key' in email) || email.key !== invitation.emailKey) return null;
  const { tenantId } = context.actor;
  const partner = await context.store.organizations.findOne({ _id: partnerId, tenantId }).lean();
  return partner && isAllowedDomain(settingsOf(partner), email.domain) ? partnerId : null;
}

/**
 * Who gets a role in an organization and has no home yet has it there. Collides with whatever else changes where the account
 * belongs. Only inside a command.
 */
export async function settleIn(
  context: Context,
  account: Pick<AccountRecord, '_id'>,
  organizationId: string,
): Promise<void> {
  const { tenantId } = context.actor;
  await context.store.accounts.updateOne(
    { _id: account._id, tenantId, homeOrganizationId: null },
    { $set: { homeOrganizationId: organizationId } },
  );
}
