/** State tables (design §3): which status may follow which. Every conditional write takes its filter from here. */

type Transitions<Status extends string> = Readonly<Record<Status, readonly Status[]>>;

/** `proposed`: a privileged role waits for its second approver. `waitlisted`: no seat is free. Neither is sent yet. */
export type InvitationStatus =
  | 'waitlisted'
  | 'proposed'
  | 'pending'
  | 'accepted'
  | 'redeemed'
  | 'declined'
  | 'revoked'
  | 'expired'
  | 'undeliverable';

export const invitationTransitions = {
  waitlisted: ['pending', 'proposed', 'revoked'],
  proposed: ['pending', 'revoked', 'expired'],
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

/**
 * Whoever made a decision can take it back for ten minutes (design §5). These transitions are that person's alone, and lead out
 * of statuses that are otherwise the end.
 */
export const undoWindowMs = 10 * 60 * 1000;
export const invitationUndo = { revoked: ['pending', 'proposed', 'waitlisted'] } as const;
export const requestUndo = { approved: ['pending'], denied: ['pending'], lapsed: ['approved'] } as const;

/** Invitations that are neither answered nor over: of these there is one per address and place (I2). */
export const liveInvitations = ['waitlisted', 'proposed', 'pending'] as const satisfies InvitationStatus[];
/** Live invitations to an app that hold a seat of its subscription (I1). */
export const seatHolding = ['proposed', 'pending'] as const satisfies InvitationStatus[];

/** Whether an invitation of this status holds a seat. */
export function holdsSeat(status: InvitationStatus | null): boolean {
  return (seatHolding as readonly (InvitationStatus | null)[]).includes(status);
}

/** The statuses from which `target` can be reached: the filter of the write that makes the transition. */
export function sourcesOf<Status extends string>(
  table: Readonly<Record<Status, readonly string[]>>,
  target: NoInfer<Status>,
): Status[] {
  return (Object.keys(table) as Status[]).filter((from) => table[from].includes(target));
}

/** The invitations that can be sent again: a live one stays so, others come back. Those that were never sent wait for theirs. */
export const resendableStatuses: readonly InvitationStatus[] = [
  'pending' as const,
  ...sourcesOf(invitationTransitions, 'pending'),
].filter((status) => status !== 'waitlisted' && status !== 'proposed');

/** The invitations that can be given more time: those that somebody can still answer or agree to. */
export const extendableStatuses: readonly InvitationStatus[] = sourcesOf(invitationTransitions, 'expired');

/** The status that holds at `now`, also when the sweep has not stored it yet. */
export function statusAt<Status extends InvitationStatus | RequestStatus>(
  { status, expiresAt }: { status: Status; expiresAt: Date },
  now: Date,
): Status | 'expired' {
  return (status === 'pending' || status === 'proposed') && expiresAt <= now ? 'expired' : status;
}
