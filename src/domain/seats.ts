/** Seats of a subscription (design §2): held by what waits for an answer, active while somebody has the access. */
export interface Seats {
  /** Null: as many as are needed. */
  seatLimit: number | null;
  active: number;
  held: number;
}

/** Seats that are left; infinite without a limit. Never below zero, also when the limit was lowered below use (A47). */
export function freeSeats({ seatLimit, active, held }: Seats): number {
  return seatLimit === null ? Number.POSITIVE_INFINITY : Math.max(0, seatLimit - active - held);
}

/** Seats in use beyond the limit, which was lowered: nobody loses access, nobody new gets it (A47). */
export function excessSeats({ seatLimit, active, held }: Seats): number {
  return seatLimit === null ? 0 : Math.max(0, active + held - seatLimit);
}
