import type { OfferFacts, RequestFacts } from '../../src/domain/messages.ts';
import type { OrganizationRole } from '../../src/domain/permissions.ts';
import type { InvitationStatus, RequestStatus } from '../../src/domain/states.ts';

/** What one person's Home tab shows. */
export type HomeData = {
  account: {
    name: string;
    username: string;
    email: string;
    provider: string;
    providerUsername: string;
  } | null;
  access: { organizationName: string; role: OrganizationRole; since: Date }[];
  requests: HomeRequest[];
  offers: OfferFacts[];
  approving: HomeApproving[];
  canSetUp: boolean;
  hasOrganizations: boolean;
  /** The organizations that this person may edit. */
  organizations: { id: string; name: string }[];
};

export type HomeRequest = {
  id: string;
  organizationName: string;
  status: RequestStatus;
  createdAt: Date;
  expiresAt: Date;
  /** Who it waits for: names, or the id of the approvals channel. */
  heldBy: string[];
};

export type HomeApproving = {
  organizationId: string;
  organizationName: string;
  /** The first of the requests that wait; `total` counts all of them. */
  pending: RequestFacts[];
  total: number;
  invitations: Partial<Record<InvitationStatus, number>>;
};
