import { settingsOf } from '../../domain/settings.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Context } from '../context.ts';
import { isBacked } from './backing.ts';

/** Where nobody stands behind it any more, it waits like any offer, and its acceptance says why it is on hold. */
export async function isGrantedAtOnce(
  context: Context,
  organization: OrganizationRecord,
  invitation: InvitationRecord,
): Promise<boolean> {
  if (needsAcceptance(organization, invitation)) return false;
  return (await isBacked(context, organization, invitation)) && !(await isAway(context, invitation));
}

/** Whoever is deactivated gets nothing before they are back: then they can accept. */
async function isAway({ store }: Context, { tenantId, accountId: _id }: InvitationRecord): Promise<boolean> {
  if (_id === null) return false;
  return (await store.accounts.exists({ _id, tenantId, deactivatedAt: { $exists: true } })) !== null;
}

/** Whether the invitee has to accept what an invitation offers. */
export function needsAcceptance(
  organization: OrganizationRecord,
  { access }: Pick<InvitationRecord, 'access'>,
): boolean {
  return access === null || settingsOf(organization).acceptance[access.kind];
}
