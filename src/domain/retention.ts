/** How long what has ended is kept. Invitations, requests, accesses and people are the story itself, and stay. */

export const retentionKinds = ['messages', 'dead-messages', 'audit'] as const;
export type RetentionKind = (typeof retentionKinds)[number];

interface Retention {
  /** What it is, in plain words. */
  name: string;
  /** Days after its end. */
  days: number;
  /** Fewer than these are refused: something still reads it. */
  atLeastDays: number;
}

export const retention: Readonly<Record<RetentionKind, Retention>> = {
  messages: { name: 'Messages that were sent or cancelled', days: 90, atLeastDays: 30 },
  'dead-messages': { name: 'Messages that were given up', days: 365, atLeastDays: 30 },
  audit: { name: 'Audit', days: 3 * 365, atLeastDays: 90 },
};

const dayMs = 24 * 60 * 60 * 1000;

/** What ended before this moment goes. @param days other than the usual ones */
export function cutoffOf(kind: RetentionKind, now: Date, days = retention[kind].days): Date {
  return new Date(now.getTime() - days * dayMs);
}
