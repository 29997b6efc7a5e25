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
  return !needsAcceptance(organization, invitation) && (await isBacked(context, organization, invitation));
}

/** Whether the invitee has to accept what an invitation offers. */
export function needsAcceptance(
  organization: OrganizationRecord,
  { access }: Pick<InvitationRecord, 'access'>,
): boolean {
  return access === null || settingsOf(organization).acceptance[access.kind];
}
