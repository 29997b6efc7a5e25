/** A code, and whose it is. */
export interface Ticket {
  accountId: string;
  code: string;
}

export type TeamworkQuestion =
  /** Makes the database, the organization and its owner. */
  | { kind: 'prepare' }
  /** Makes `due` invitations that are due for a sweep, and as many codes. Answers the tickets. */
  | { kind: 'fill'; due: number; codes: number }
  /** Sweeps until nothing is due, and redeems these codes meanwhile, so many at once. Answers a share. */
  | { kind: 'work'; tickets: Ticket[]; people: number };

/** What one process has done. */
export interface Share {
  redeemed: number;
  swept: number;
  /** Seconds of a core that the process itself took. */
  coreSeconds: number;
}
