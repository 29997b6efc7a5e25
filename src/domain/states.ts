/** State tables (design §3): which status may follow which. Every conditional write takes its filter from here. */

type Transitions<Status extends string> = Readonly<Record<Status, readonly Status[]>>;

export type InvitationStatus =
  | 'waitlisted'
  | 'pending'
  | 'accepted'
  | 'redeemed'
  | 'declined'
  | 'revoked'
  | 'expired'
  | 'undeliverable';

export const invitationTransitions = {
  waitlisted: ['pending', 'revoked'],
  pending: ['accepted', 'redeemed', 'declined', 'revoked', 'expired', 'undeliverable'],
  expired: ['pending'],
  undeliverable: ['pending'],
  accepted: [],
  redeemed: [],
  declined: [],
  revoked: [],
} as const satisfies Transitions<InvitationStatus>;

export type RequestStatus =
  | 'pending'
  | 'approved'
  | 'denied'
  | 'withdrawn'
  | 'expired'
  | 'fulfilled'
  | 'lapsed';

export const requestTransitions = {
  pending: ['approved', 'denied', 'withdrawn', 'expired'],
  approved: ['fulfilled', 'lapsed'],
  denied: [],
  withdrawn: [],
  expired: [],
  fulfilled: [],
  lapsed: [],
} as const satisfies Transitions<RequestStatus>;

export type GrantStatus = 'active' | 'revoked' | 'expired' | 'suspended';

export const grantTransitions = {
  active: ['revoked', 'expired', 'suspended'],
  suspended: ['active', 'revoked'],
  revoked: [],
  expired: [],
} as const satisfies Transitions<GrantStatus>;

/** The statuses from which `target` can be reached: the filter of the write that makes the transition. */
export function sourcesOf<Status extends string>(
  table: Readonly<Record<Status, readonly string[]>>,
  target: NoInfer<Status>,
): Status[] {
  return (Object.keys(table) as Status[]).filter((from) => table[from].includes(target));
}

/** The invitations that can be sent again: a live one stays so, others come back. A waitlisted one waits for a seat. */
export const resendableStatuses: readonly InvitationStatus[] = [
  'pending' as const,
  ...sourcesOf(invitationTransitions, 'pending'),
].filter((status) => status !== 'waitlisted');

/** The status that holds at `now`, also when the sweep has not stored it yet. */
export function statusAt<Status extends InvitationStatus | RequestStatus>(
  { status, expiresAt }: { status: Status; expiresAt: Date },
  now: Date,
): Status | 'expired' {
  return status === 'pending' && expiresAt <= now ? 'expired' : status;
}
