/** What reminders and digests say. */
import type { AccessFacts } from './access.ts';
import type { OfferFacts, ProposalFacts, RequestFacts } from './messages.ts';

/** All that waits for one person: one message, however much it is. Each list holds the first few; the totals count all. */
export interface ReminderFacts {
  /** Requests that wait for this person's decision, the oldest first. */
  requests: (RequestFacts & { escalated: boolean })[];
  requestsTotal: number;
  /** Invitations to privileged roles that wait for this person as the second approver. */
  proposals: ProposalFacts[];
  proposalsTotal: number;
  /** Invitations that wait for this person's answer. */
  offers: OfferFacts[];
  offersTotal: number;
  /** Accesses of others that end soon, and that this person can extend. */
  endings: AccessEnding[];
  endingsTotal: number;
}

/** Of a reminder once all that it was about is done. */
export const nothingWaits: ReminderFacts = {
  requests: [],
  requestsTotal: 0,
  proposals: [],
  proposalsTotal: 0,
  offers: [],
  offersTotal: 0,
  endings: [],
  endingsTotal: 0,
};

/** An access that ends soon. */
export interface AccessEnding {
  grantId: string;
  organizationId: string;
  organizationName: string;
  personName: string;
  access: AccessFacts;
  endsAt: Date;
}

/** One organization's week, for who decides there. Only what is to be done is counted. */
export interface DigestOrganization {
  organizationName: string;
  /** Requests that wait for a decision. */
  requests: number;
  /** Invitations that wait for a second approver. */
  proposals: number;
  /** Invitations that expired in the last seven days, and those that could not be delivered. */
  expired: number;
  undeliverable: number;
  /** Accesses that end within fourteen days. */
  endings: number;
  /** Subscriptions without a free seat on which somebody waits. */
  full: number;
  /** Messages that were given up. */
  deadLetters: number;
}
