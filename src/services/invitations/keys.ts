/** The unique keys of live invitations and requests: one live one per kind, place and person (I2). */
import { type Access, placeOf } from '../../domain/access.ts';

export function joinKey(organizationId: string, emailKey: string): string {
  return `join:${organizationId}:${emailKey}`;
}

/** By the address, which an account has for itself: so an invitation keeps its place when its account appears. */
export function offerKey(organizationId: string, access: Access, emailKey: string): string {
  return `access:${placeOf(organizationId, access)}:${emailKey}`;
}

export function requestKey(organizationId: string, accountId: string): string {
  return `request:${organizationId}:${accountId}`;
}

/** The place that a live invitation takes. */
export function liveKeyOf(invitation: {
  organizationId: string;
  emailKey: string;
  access: Access | null;
}): string {
  const { organizationId, emailKey, access } = invitation;
  return access ? offerKey(organizationId, access, emailKey) : joinKey(organizationId, emailKey);
}
