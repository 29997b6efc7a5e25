import type { BaseLogger } from 'pino';
import type { Destination } from '../domain/messages.ts';
import type { ClaimedRow } from '../services/outbox.ts';

/** Where delivery writes what went wrong. A line names rows by id; it never holds an address, a text, a code or a password. */
export type Log = Pick<BaseLogger, 'info' | 'warn' | 'error'>;

/** What became of one attempt. `problem` is in plain words, for an admin, and holds no secret. */
export type Outcome =
  | { kind: 'sent'; posted?: { channel: string; ts: string } }
  /** There is nothing left to say. */
  | { kind: 'obsolete' }
  /** It failed, and the attempt counts. `isUnsure`: it may have arrived all the same, so it is repeated once at most. */
  | { kind: 'retry'; problem: string; isUnsure?: boolean }
  /**
   * It surely did not arrive, and the other side may take it later: the attempt does not count. `isAlarming`: nothing will until
   * somebody has set something right. `isLockedOut`: Slack does not know the token any more.
   */
  | { kind: 'unsent'; problem: string; minimumMs?: number; isAlarming?: boolean; isLockedOut?: boolean }
  /** Its turn comes later, and nothing went wrong. */
  | { kind: 'wait'; ms: number }
  /** Slack wants a pause of this channel, or of all refreshes. */
  | { kind: 'limited'; ms: number }
  /** It can never arrive. */
  | { kind: 'refused'; problem: string }
  /** No attempt is left. */
  | { kind: 'spent'; problem: string }
  /** Another dispatcher may hold the row by now. */
  | { kind: 'lost' };

/** Makes one attempt. A throw counts as `retry`. */
export type Sender = (row: ClaimedRow) => Promise<Outcome>;

export type Senders = Record<Destination['via'], Sender>;
