/** Messages that do not arrive, as those see them who look after an organization's deliveries. */
import type { Template } from './messages.ts';

/** Milliseconds that a message fails, or is late, before it is shown: most of what fails is healed by the next attempts. */
export const troubleMs = 15 * 60 * 1000;

/**
 * Whether an invitation ends with a mail of this template: with those without which it cannot be answered. A reminder does so only
 * when the mail server refused its address for good, because then the first mail's address is of no use either.
 */
export function endsInvitation(template: Template, reason: 'refused' | 'spent'): boolean {
  const isFirst = template === 'join-invitation' || template === 'offer';
  return isFirst || (template === 'offer-reminder' && reason === 'refused');
}

export interface DeliveryRow {
  id: string;
  template: Template;
  /** A message that is there already is to be written anew. */
  isUpdate: boolean;
  /** Null: nobody knows any more. */
  to: { kind: 'mail' | 'person' | 'channel'; id: string } | null;
  isGivenUp: boolean;
  /** No attempt has failed: it waits for its turn, or for an attempt that does not end. */
  isLate: boolean;
  /** An attempt has failed, and the next one is due: so it is right after somebody has pressed Retry. */
  isBeingSent: boolean;
  since: Date;
  /** When it is tried again; null once it is given up, and when it is late: then as soon as possible. */
  nextTryAt: Date | null;
  /** In plain words. */
  problem: string;
}

/** How many messages of an organization do not arrive. */
export interface DeliveryCounts {
  givenUp: number;
  /** They still fail, or are late, for longer than `troubleMs`. */
  waiting: number;
}
