/** The direct invitation (design §4): a concrete access, to an account or to a new person. */
import { z } from 'zod';
import type { AccessFacts } from './access.ts';
import { endOfDay } from './catalog.ts';
import { expiryField, type InviteWarning, noteField } from './invitations.ts';
import { personName } from './people.ts';
import type { Seats } from './seats.ts';
import type { InvitationStatus } from './states.ts';

const choice = (message: string) => z.string({ error: message }).min(1, message).max(64, message);

const terms = {
  organizationId: choice('Choose a business.'),
  appId: choice('Choose an app.'),
  subscriptionId: choice('Choose a subscription.'),
  roleId: choice('Choose a role.'),
  note: noteField,
  expiryDays: expiryField,
  accessEndsOn: endOfDay,
};

/** What the form sends. All that is missing is named at once, each on its own field. */
export const directInput = z.discriminatedUnion(
  'who',
  [
    z.object({ who: z.literal('existing'), accountId: choice('Choose a person.'), ...terms }),
    z.object({
      who: z.literal('new'),
      firstName: personName('first name'),
      lastName: personName('last name'),
      email: z.string({ error: 'Enter the e-mail address.' }).trim().min(1, 'Enter the e-mail address.'),
      ...terms,
    }),
  ],
  { error: 'Choose whom to invite.' },
);

export type DirectInput = z.output<typeof directInput>;

/** One option of a select: what is sent, and what people read. */
export interface NamedChoice {
  id: string;
  name: string;
}

/** What can be chosen for an access, each list for the choice above it; null where that one is still to be made. */
export interface AccessChoices {
  organizations: NamedChoice[];
  organizationId: string | null;
  apps: NamedChoice[] | null;
  appId: string | null;
  subscriptions: (NamedChoice & { plan: string; isFull: boolean })[] | null;
  subscriptionId: string | null;
  /** Of the chosen subscription. */
  seats: SeatCount | null;
  roles: (NamedChoice & { privileged: boolean })[] | null;
  roleId: string | null;
}

export interface SeatCount extends Seats {
  /** How many people are on the waitlist. */
  waiting: number;
}

/** Why an invitation cannot be sent. Each kind has its own remedy. */
export type Blocker =
  | { kind: 'yourself' }
  /** The typed address belongs to an account: invite that one. */
  | { kind: 'has-account'; accountId: string; personName: string; username: string }
  /** `mayOpen`: the person, or the invitation, is the inviter's to see. */
  | { kind: 'has-access'; accountId: string; organizationId: string; access: AccessFacts; mayOpen: boolean }
  | {
      kind: 'live-invitation';
      invitationId: string;
      status: InvitationStatus;
      canResend: boolean;
      mayOpen: boolean;
    }
  | { kind: 'no-seat'; used: number; limit: number; waiting: number }
  | { kind: 'domain-not-allowed'; domain: string; allowed: string[] }
  | { kind: 'role-above-yours'; roleName: string }
  | { kind: 'no-mail'; email: string; problem: string }
  | { kind: 'access-ends-too-early' };

/** Everything that the inviter sees before anything is sent. */
export interface DirectReview {
  /** What is being reviewed: an opaque id. */
  draftId: string;
  personName: string;
  email: string;
  /** Null for a person who has no account yet. */
  username: string | null;
  organizationName: string;
  access: AccessFacts;
  /** A second approver has to agree before it is sent. */
  needsSecondApprover: boolean;
  /** Without it the account has the access at once. */
  needsAcceptance: boolean;
  /** As they are now; sending takes one more. */
  seats: SeatCount;
  note: string | null;
  expiryDays: number;
  accessEndsAt: Date | null;
  blockers: Blocker[];
  /** What deserves a second look; to be confirmed by `digest`. */
  warnings: InviteWarning[];
  digest: string;
}

/** What became of it. */
export interface DirectResult {
  invitationId: string;
  personName: string;
  email: string;
  organizationName: string;
  access: AccessFacts;
  outcome: 'sent' | 'sent-with-code' | 'proposed' | 'waitlisted' | 'granted';
  expiresAt: Date;
  /** The place on the waitlist, from 1. */
  position: number | null;
}
