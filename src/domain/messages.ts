/**
 * Everything that Gatehouse tells people outside of an answer: the rows of the outbox, and what a view needs to write them.
 * A row names its subject alone; the text is made when it is sent, from what is true then, so no row holds a code or goes stale.
 */
import type { AccessFacts } from './access.ts';
import type { AccessEnding, DigestOrganization, ReminderFacts } from './reminders.ts';
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
  /** To the proposer: no second approver has agreed in time. */
  | 'proposal-expired'
  | 'waitlist-seat'
  | 'offer'
  | 'offer-reminder'
  | 'offer-answered'
  | 'access-granted'
  | 'code-locked'
  | 'inviter-without-authority'
  | 'invitation-undeliverable'
  /** To the inviter: the invitee of an expired invitation asks for a new one. */
  | 'renewal-asked';

export type Template =
  | InvitationTemplate
  | 'request-opened'
  | 'request-denied'
  /** To the person who asked: nobody has decided in time. */
  | 'request-expired'
  | 'request-reopened'
  | 'access-changed'
  | 'access-ended'
  | 'code-forwarded'
  | 'code-attack'
  | 'partner-added'
  | 'partner-ended'
  | 'partner-allowed'
  | 'approvals-here'
  | 'channel-unreachable'
  /** To the owners: the notification address takes no mail. */
  | 'notification-refused'
  /** To the owners: the mail server is not one that mail may go to, or lets Gatehouse not in. */
  | 'mail-stopped'
  /** To the owners: Slack lets Gatehouse in again, and what was to be said meanwhile was not. */
  | 'tenant-resumed'
  /** All that waits for one person, as it is when it is sent. */
  | 'reminder'
  /** The week of the organizations in which one person decides. */
  | 'digest'
  /** An access ends soon. */
  | 'access-ending'
  /** Where an import stands: one message, written anew while it runs. */
  | 'import-progress'
  /** To the owners: it had to stop, because whoever started it may import no longer. */
  | 'import-stopped'
  /** Its report, as a file, once it has ended. */
  | 'import-report'
  /** That the report that somebody asked for comes. */
  | 'import-report-asked'
  /** That the list of people comes. */
  | 'people-export'
  /** The list of people, as a file. */
  | 'people-list'
  /** That what was asked for of the audit comes. */
  | 'audit-export'
  /** That part of the audit, as a file. */
  | 'audit-list';

export type Subject = {
  type:
    | 'invitation'
    | 'request'
    | 'grant'
    | 'collaboration'
    | 'organization'
    | 'tenant'
    | 'import'
    | 'account';
  id: string;
};

export type Destination =
  | { via: 'mail'; address: string; name?: string }
  /** `file`: it is a file, which takes longer. `teamId`: the team of the person that it goes to. */
  | { via: 'slack'; channel: string; file?: true; teamId?: string }
  | { via: 'refresh'; copyOf: string };

/** Every way that messages go: the outbox is looked up by it, and by the time after that. */
export const everyWay = ['mail', 'slack', 'refresh'] as const satisfies Destination['via'][];

/** One message to one recipient. `key` is unique in the tenant: the same event never tells the same person twice (I8). */
export interface OutgoingMessage {
  key: string;
  template: Template;
  about: Subject;
  to: Destination;
  /** The version of the code that an invitation's mail carries. */
  codeVersion?: number;
  /** It leaves at this moment at the earliest: reminders respect quiet hours. At once without it. */
  notBefore?: Date;
  /** Set for what nobody waits on. */
  quiet?: QuietHours;
}

/** The quiet hours that a message keeps also when it comes late: those of an organization, where the recipient is. */
export interface QuietHours {
  organizationId: string;
  /** The recipient's own zone, if it is known. */
  timeZone?: string;
  /** When it is too late: a message for which no humane time is left before goes out at once. */
  until?: Date;
}

/** The facts that a template is written from. Times are for rendering in the reader's zone. */
export type Briefing =
  | {
      template: 'join-invitation';
      organizationName: string;
      inviterName: string;
      note: string | null;
      expiresAt: Date;
      /** They have had a mail before. */
      isReminder?: boolean;
      /** Only ever in the memory of the process that sends the mail. */
      code: string;
    }
  | {
      template: 'invitation-withdrawn';
      organizationName: string;
      access: AccessFacts | null;
      hasCode: boolean;
    }
  /** A revocation was taken back; `hasCode`: the code of the earlier mail works again. */
  | {
      template: 'invitation-restored';
      organizationName: string;
      access: AccessFacts | null;
      hasCode: boolean;
      expiresAt: Date;
    }
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
  /** To the proposer: no second approver has agreed in time. */
  | { template: 'proposal-expired'; organizationName: string; who: string; access: AccessFacts }
  /** To the inviter: somebody left the waitlist, because a seat is free. */
  | { template: 'waitlist-seat'; organizationName: string; who: string; access: AccessFacts }
  | ({ template: 'request-opened' } & RequestFacts)
  | { template: 'request-denied'; organizationName: string; reason: string | null }
  | { template: 'request-expired'; organizationName: string; inviterName: string | null }
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
      giverName: string;
      /** What the giver wrote; null for who accepted, and has read it with the offer. */
      note: string | null;
    }
  | { template: 'access-changed'; organizationName: string; access: AccessFacts; endsAt: Date | null }
  | {
      template: 'access-ended';
      organizationName: string;
      access: AccessFacts;
      /** The partner that it came by, when the partnership is over. `left`: the partner has left it. */
      formerPartner?: { name: string; left: boolean };
    }
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
  | {
      template: 'invitation-undeliverable';
      organizationName: string;
      invitedEmail: string;
      /** The mail server's answer. */
      reason: string;
      /** Who gave the mail up, while it still failed; then nobody knows a reason. */
      givenUpBy: string | null;
    }
  /** To the partner's owners: an organization lets the partner's people into its workgroups. */
  | { template: 'partner-added'; organizationName: string; partnerName: string; addedBy: string }
  /** To the owners of both: the partnership is over. `left`: the partner has left it, else the organization has ended it. */
  | { template: 'partner-ended'; organizationName: string; partnerName: string; by: string; left: boolean }
  /** To the host's owners: the partner, which had left, can be added again. */
  | { template: 'partner-allowed'; organizationName: string; partnerName: string; by: string }
  /** All that waits for the reader; nothing any more, where one is written anew. */
  | ({ template: 'reminder' } & ReminderFacts)
  /** What becomes of a reminder once a newer one has come. */
  | { template: 'reminder-replaced' }
  | { template: 'digest'; organizations: DigestOrganization[] }
  /** To the person whose access it is. `askWhom`: the names of those who can extend it. */
  | ({ template: 'access-ending'; askWhom: string[] } & Omit<AccessEnding, 'personName'>)
  | {
      template: 'renewal-asked';
      organizationName: string;
      /** A name, or the address where none is known. */
      who: string;
      invitationId: string;
      access: AccessFacts | null;
      /** There is nothing left to do about it. */
      isSentAgain: boolean;
    }
  | { template: 'approvals-here'; organizationName: string; configuredBy: string }
  | { template: 'channel-unreachable'; organizationName: string; channel: string }
  | { template: 'notification-refused'; organizationName: string; address: string }
  /** `problem`: in plain words. */
  | { template: 'mail-stopped'; problem: string }
  | { template: 'tenant-resumed'; frozenAt: Date };

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
  /** When the invitee asked for a new one, after it had expired. */
  renewalAskedAt?: Date | undefined;
  /** The organization that the invitee has to have access to first: until then it waits by itself. */
  waitsFor?: string;
  /** The names of the workgroups that come along with it, where it is told. */
  comesAlong?: string[];
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
