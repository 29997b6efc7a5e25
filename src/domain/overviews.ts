/** What the services find out for a person to see, and the views show. */
import type { AccessFacts } from './access.ts';
import type { AppRole } from './catalog.ts';
import type { DeliveryCounts } from './deliveries.ts';
import type { NamedChoice, SeatCount } from './direct-invitations.ts';
import { day } from './invitations.ts';
import type { OfferFacts, ProposalFacts, RequestFacts } from './messages.ts';
import type { GrantStatus, InvitationStatus, RequestStatus } from './states.ts';

/** How many of each Home shows; the rest is counted. Slack's limit of a hundred blocks leaves room for no more. */
export const homeShows = { organizations: 3, requests: 3, proposals: 2, subscriptions: 5 } as const;

/** Everything that a person's Home shows. */
export interface HomeOverview {
  account: {
    name: string;
    username: string;
    email: string;
    provider: string;
    providerUsername: string;
  } | null;
  access: { organizationName: string; access: AccessFacts; since: Date; endsAt: Date | null }[];
  requests: HomeRequest[];
  offers: OfferFacts[];
  /** Invitations of the person's own that expired within the last thirty days; `asked`: for a new one. */
  expiredOffers: ExpiredOffer[];
  /** What keeps the messages of the organizations from arriving in which this person decides. */
  troubles: HomeTrouble[];
  /** The first organizations, by name, in which this person decides; `moreApproving` counts the others. */
  approving: HomeApproving[];
  moreApproving: number;
  hasOrganizations: boolean;
  /** The organizations that this person may edit; `maySet`: and whose settings are theirs to change. */
  organizations: (NamedChoice & { maySet: boolean })[];
  /** What this person decided within the last ten minutes, and may still take back. */
  undoable: Undoable[];
}

/** A decision that its maker can take back until a time. */
export interface Undoable {
  /** The id of the request or invitation that was decided. */
  id: string;
  what: 'approved' | 'denied' | 'revoked';
  /** Whom it was about: a name or an address. */
  who: string;
  organizationName: string;
  /** What a revoked invitation was to. */
  access?: AccessFacts | null;
  until: Date;
}

/** Messages of an organization that do not arrive. */
export interface HomeTrouble extends DeliveryCounts {
  organizationId: string;
  organizationName: string;
  /** Nothing can be posted in the approvals channel. */
  isChannelUnreachable: boolean;
}

/** An invitation that its invitee has let expire. */
export interface ExpiredOffer {
  invitationId: string;
  organizationName: string;
  access: AccessFacts;
  expiredAt: Date;
  /** The invitee has asked for a new one already. */
  asked: boolean;
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
  /** When they are reminded next; null when they are not. */
  nextReminderAt: Date | null;
}

/** Whether something that ended without its person shows on their Home still: for a week. */
export function endedRecently(endedAt: Date, now: Date): boolean {
  return now.getTime() - endedAt.getTime() < 7 * day;
}

/** What waits for an approver in one organization. */
export interface HomeApproving {
  organizationId: string;
  organizationName: string;
  /** The first of the requests that wait; `total` counts all of them. */
  pending: RequestFacts[];
  total: number;
  invitations: Partial<Record<InvitationStatus, number>>;
  /** The first invitations to privileged roles that wait for this person as the second approver, and how many there are. */
  proposals: ProposalFacts[];
  proposalsTotal: number;
  /** The fullest subscriptions, and how many there are. */
  seatsTotal: number;
  seats: (SeatCount & { appName: string; subscriptionName: string })[];
}

/** An invitation as those see it who manage it. `status` is what holds now, also when the sweep has not stored it yet. */
export interface ListedInvitation {
  id: string;
  kind: 'join' | 'access';
  email: string;
  /** Their name, where it is known. */
  personName: string | null;
  organizationName: string;
  /** Null for an invitation to create an account. */
  access: AccessFacts | null;
  accessEndsAt: Date | null;
  /** It is for the acting person, who cannot manage it (A12). */
  isOwn: boolean;
  /** An access invitation that is bound to no account yet. */
  waitsForAccount: boolean;
  /** Such an address has one by now, which does not belong yet to the organization that it comes by. */
  waitsForAccess?: boolean;
  /** It was sent again since, by `inviterName`. */
  isResent?: boolean;
  status: InvitationStatus;
  inviterName: string;
  createdAt: Date;
  expiresAt: Date;
  note: string | null;
  /** The names of those who have agreed to a privileged role; none for another role. */
  approvals: string[];
  /** How many have to agree. */
  approvalsNeeded: number;
  /** The roles that it can be changed to; none when it cannot be changed. */
  otherRoles: NamedChoice[];
  /** Whether the invitee can be reminded now. */
  isRemindable: boolean;
  /** Until when the acting person can take the revocation back; null when not. */
  undoUntil: Date | null;
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

/** An app as those see it who keep the catalog. */
export interface AppRow {
  id: string;
  organizationId: string;
  organizationName: string;
  name: string;
  /** Without the archived ones. */
  roles: AppRole[];
  subscriptions: number;
}

/** A subscription with its seats. */
export interface SubscriptionRow extends SeatCount {
  id: string;
  organizationName: string;
  appId: string;
  appName: string;
  name: string;
  plan: string;
  endsAt: Date | null;
  /** Its end date has passed: nobody new gets a seat. */
  isOver: boolean;
}

/** Somebody whom an organization knows. */
export interface PersonRow {
  accountId: string;
  name: string;
  username: string;
  email: string;
}

/** One access of a person, running or ended. */
export interface GrantRow {
  id: string;
  access: AccessFacts;
  status: GrantStatus;
  since: Date;
  endsAt: Date | null;
  endedAt: Date | null;
  endedBy: string | null;
  /** The role's id, or the organization role. */
  roleId: string;
  /** Whether the acting person may change and end it. */
  isManageable: boolean;
  /** The roles that it can be changed to. */
  otherRoles: NamedChoice[];
}

/** All that an organization has with one person. */
export interface PersonDetail extends PersonRow {
  organizationId: string;
  organizationName: string;
  active: GrantRow[];
  ended: GrantRow[];
  /** Live invitations to this organization. */
  invitations: ListedInvitation[];
  history: TimelineEntry[];
  /** Whether the acting person may end all of it at once. */
  isRemovable: boolean;
}
