/**
 * Everything that Gatehouse tells people outside of an answer: the rows of the outbox, and what a view needs to write them.
 * A row names its subject alone; the text is made when it is sent, from what is true then, so no row holds a code or goes stale.
 */
import type { OrganizationRole } from './permissions.ts';
import type { InvitationStatus, RequestStatus } from './states.ts';

/** The templates whose subject is an invitation. */
export type InvitationTemplate =
  | 'join-invitation'
  | 'invitation-withdrawn'
  | 'offer'
  | 'offer-answered'
  | 'access-granted'
  | 'code-locked'
  | 'inviter-without-authority'
  | 'invitation-undeliverable';

export type Template =
  | InvitationTemplate
  | 'request-opened'
  | 'request-denied'
  | 'code-forwarded'
  | 'code-attack'
  | 'approvals-here'
  | 'channel-unreachable';

export type Subject = { type: 'invitation' | 'request' | 'organization' | 'tenant'; id: string };

export type Destination =
  | { via: 'mail'; address: string; name?: string }
  | { via: 'slack'; channel: string }
  | { via: 'refresh'; copyOf: string };

/** One message to one recipient. `key` is unique in the tenant: the same event never tells the same person twice (I8). */
export interface OutgoingMessage {
  key: string;
  template: Template;
  about: Subject;
  to: Destination;
  /** The version of the code that a join invitation's mail carries. */
  codeVersion?: number;
}

/** The facts that a template is written from. Times are for rendering in the reader's zone. */
export type Briefing =
  | {
      template: 'join-invitation';
      organizationName: string;
      inviterName: string;
      note: string | null;
      expiresAt: Date;
      /** Only ever in the memory of the process that sends the mail. */
      code: string;
    }
  | { template: 'invitation-withdrawn'; organizationName: string; hasCode: boolean }
  | ({ template: 'request-opened' } & RequestFacts)
  | { template: 'request-denied'; organizationName: string; reason: string | null }
  | ({ template: 'offer' } & OfferFacts)
  | {
      template: 'offer-answered';
      organizationName: string;
      personName: string;
      username: string;
      role: OrganizationRole;
      accepted: boolean;
    }
  | { template: 'access-granted'; organizationName: string; role: OrganizationRole }
  | {
      template: 'code-forwarded';
      organizationName: string;
      invitedEmail: string;
      accountEmail: string;
      username: string;
    }
  | { template: 'code-locked'; organizationName: string; invitedEmail: string }
  | { template: 'code-attack'; organizationNames: string[] }
  | {
      template: 'inviter-without-authority';
      organizationName: string;
      invitedEmail: string;
      inviterName: string;
    }
  | { template: 'invitation-undeliverable'; organizationName: string; invitedEmail: string; reason: string }
  | { template: 'approvals-here'; organizationName: string; configuredBy: string }
  | { template: 'channel-unreachable'; organizationName: string; channel: string };

/** A request as an approver sees it, on the card, in the queue and in the notification mail. */
export interface RequestFacts {
  requestId: string;
  organizationName: string;
  personName: string;
  username: string;
  email: string;
  provider: string;
  providerUsername: string;
  /** The address that the code was mailed to, when it is another one than the account's. */
  invitedEmail: string | null;
  inviterName: string | null;
  status: RequestStatus;
  createdAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
  role: OrganizationRole | null;
}

/** An access invitation as its invitee sees it. */
export interface OfferFacts {
  invitationId: string;
  organizationName: string;
  role: OrganizationRole;
  inviterName: string;
  status: InvitationStatus;
  expiresAt: Date;
  answeredAt: Date | null;
}
