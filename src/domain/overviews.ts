/** What the services find out for a person to see, and the views show. */
import type { OfferFacts, RequestFacts } from './messages.ts';
import type { OrganizationRole } from './permissions.ts';
import type { InvitationStatus, RequestStatus } from './states.ts';

/** Everything that a person's Home shows. */
export interface HomeOverview {
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
  hasOrganizations: boolean;
  /** The organizations that this person may edit. */
  organizations: { id: string; name: string }[];
}

/** A request of the person's own. */
export interface HomeRequest {
  id: string;
  organizationName: string;
  status: RequestStatus;
  createdAt: Date;
  expiresAt: Date;
  /** The names of those whom it waits for. */
  heldBy: string[];
}

/** What waits for an approver in one organization. */
export interface HomeApproving {
  organizationId: string;
  organizationName: string;
  /** The first of the requests that wait; `total` counts all of them. */
  pending: RequestFacts[];
  total: number;
  invitations: Partial<Record<InvitationStatus, number>>;
}

/** An invitation as those see it who manage it. `status` is what holds now, also when the sweep has not stored it yet. */
export interface ListedInvitation {
  id: string;
  kind: 'join' | 'access';
  email: string;
  organizationName: string;
  role: OrganizationRole | null;
  status: InvitationStatus;
  inviterName: string;
  createdAt: Date;
  expiresAt: Date;
  note: string | null;
}

/** One event in the life of an invitation. */
export interface TimelineEntry {
  at: Date;
  text: string;
}

/** What is known about a username that is being typed. */
export interface UsernameHint {
  username: string;
  state: 'free' | 'taken' | 'invalid';
  text?: string;
}
