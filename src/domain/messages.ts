/**
 * Everything that Gatehouse tells people outside of an answer: the rows of the outbox, and what a view needs to write them.
 * A row names its subject alone; the text is made when it is sent, from what is true then, so no row holds a code or goes stale.
 */
import type { AccessFacts } from './access.ts';
import type { InvitationStatus, RequestStatus } from './states.ts';

/** The templates whose subject is an invitation. */
export type InvitationTemplate =
  | 'join-invitation'
  | 'invitation-withdrawn'
  | 'invitation-restored'
  | 'invitation-changed'
  | 'proposal'
  | 'proposal-decided'
  | 'proposal-reopened'
  | 'waitlist-seat'
  | 'offer'
  | 'offer-reminder'
  | 'offer-answered'
  | 'access-granted'
  | 'code-locked'
  | 'inviter-without-authority'
  | 'invitation-undeliverable';

export type Template =
  | InvitationTemplate
  | 'request-opened'
  | 'request-denied'
  | 'request-reopened'
  | 'access-changed'
  | 'access-ended'
  | 'code-forwarded'
  | 'code-attack'
  | 'partner-added'
  | 'partner-ended'
  | 'approvals-here'
  | 'channel-unreachable'
  /** Where an import stands: one message, written anew while it runs. */
  | 'import-progress'
  /** To the owners: it had to stop, because whoever started it may import no longer. */
  | 'import-stopped'
  /** Its report, as a file, once it has ended. */
  | 'import-report'
  /** That the list of people comes. */
  | 'people-export'
  /** The list of people, as a file. */
  | 'people-list';

export type Subject = {
  type: 'invitation' | 'request' | 'grant' | 'collaboration' | 'organization' | 'tenant' | 'import';
  id: string;
};

export type Destination =
  | { via: 'mail'; address: string; name?: string }
  /** `file`: it is a file, which takes longer. `teamId`: the team of the person that it goes to. */
  | { via: 'slack'; channel: string; file?: true; teamId?: string }
  | { via: 'refresh'; copyOf: string };

/** One message to one recipient. `key` is unique in the tenant: the same event never tells the same person twice (I8). */
export interface OutgoingMessage {
  key: string;
  template: Template;
  about: Subject;
  to: Destination;
  /** The version of the code that an invitation's mail carries. */
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
  /** A revocation was taken back; `hasCode`: the code of the earlier mail works again. */
  | { template: 'invitation-restored'; organizationName: string; hasCode: boolean; expiresAt: Date }
  /** What is offered changed before it was accepted. */
  | { template: 'invitation-changed'; organizationName: string; access: AccessFacts; changedBy: string }
  | ({ template: 'proposal' } & ProposalFacts)
  /** To the proposer: a second approver agreed, or did not. */
  | {
      template: 'proposal-decided';
      organizationName: string;
      /** A name, or the address where none is known. */
      who: string;
      access: AccessFacts;
      approved: boolean;
      decidedBy: string;
    }
  /** To the proposer: a denial was taken back, so it waits for a second approver again. */
  | { template: 'proposal-reopened'; organizationName: string; who: string; access: AccessFacts }
  /** To the inviter: somebody left the waitlist, because a seat is free. */
  | { template: 'waitlist-seat'; organizationName: string; who: string; access: AccessFacts }
  | ({ template: 'request-opened' } & RequestFacts)
  | { template: 'request-denied'; organizationName: string; reason: string | null }
  /** A denial or an approval was taken back: the request waits again. */
  | { template: 'request-reopened'; organizationName: string; after: 'approved' | 'denied' }
  | ({ template: 'offer' } & OfferFacts & { code: string | null; note: string | null })
  | ({ template: 'offer-reminder' } & OfferFacts & { code: string | null })
  | {
      template: 'offer-answered';
      organizationName: string;
      personName: string;
      username: string;
      access: AccessFacts;
      /** `given`: the organization gives such access at once, so nobody had to accept. */
      answer: 'accepted' | 'given' | 'declined';
    }
  /** `accepted`: the person accepted; else the organization gives such access at once. */
  | {
      template: 'access-granted';
      organizationName: string;
      access: AccessFacts;
      endsAt: Date | null;
      accepted: boolean;
    }
  | { template: 'access-changed'; organizationName: string; access: AccessFacts; endsAt: Date | null }
  | { template: 'access-ended'; organizationName: string; access: AccessFacts }
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
  /** To the partner's owners: an organization lets the partner's people into its workgroups. */
  | { template: 'partner-added'; organizationName: string; partnerName: string; addedBy: string }
  /** To the owners of both: the partnership is over. `left`: the partner has left it, else the organization has ended it. */
  | { template: 'partner-ended'; organizationName: string; partnerName: string; by: string; left: boolean }
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
  /** What was given; while the request waits, what the first of two approvers proposes. */
  access: AccessFacts | null;
  /** The names of those who have agreed, and how many have to. */
  approvals: string[];
  approvalsNeeded: number;
  /** What the code offers that opened it, when it was mailed to another address. */
  wanted: AccessFacts | null;
}

/** An access invitation as its invitee sees it. */
export interface OfferFacts {
  invitationId: string;
  organizationName: string;
  access: AccessFacts;
  inviterName: string;
  status: InvitationStatus;
  expiresAt: Date;
  answeredAt: Date | null;
  /** When the access will end by itself. */
  accessEndsAt: Date | null;
  /** The organization that the invitee has to have access to first: until then it waits by itself. */
  waitsFor?: string;
}

/** An invitation to a privileged role as its second approver sees it. */
export interface ProposalFacts {
  invitationId: string;
  organizationName: string;
  /** Whom it is for: their name where it is known. */
  personName: string | null;
  email: string;
  access: AccessFacts;
  proposedBy: string;
  approvals: string[];
  approvalsNeeded: number;
  status: InvitationStatus;
  expiresAt: Date;
  /** Who ended it, if somebody did, and when. */
  endedBy: string | null;
  endedAt: Date | null;
}
