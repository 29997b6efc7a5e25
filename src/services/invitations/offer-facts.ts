import type { AccessFacts } from '../../domain/access.ts';
import type { OfferFacts } from '../../domain/messages.ts';
import { statusAt } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';

interface Known {
  organizationName: string;
  access: AccessFacts;
  now: Date;
}

/** An access invitation as its invitee sees it. */
export function offerFacts(
  invitation: InvitationRecord,
  { organizationName, access, now }: Known,
): OfferFacts {
  const { _id: invitationId, inviterName, expiresAt, endedAt, accessEndsAt, renewalAskedAt } = invitation;
  return {
    invitationId,
    organizationName,
    access,
    inviterName,
    status: statusAt(invitation, now),
    expiresAt,
    answeredAt: endedAt,
    accessEndsAt,
    ...(renewalAskedAt ? { renewalAskedAt } : {}),
  };
}
