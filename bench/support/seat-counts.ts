/** What a crowd was told. */
export interface SeatCounts {
  sent: number;
  refused: number;
  /** How often somebody was told to try again in a moment, and did. */
  repeats: number;
}

/** Makes sure that every seat was given, and none twice. @throws Error with the counts otherwise */
export function requireExactly(
  { count, seats }: { count: number; seats: number },
  { sent, refused, repeats }: SeatCounts,
  { held, stored }: { held: number; stored: number },
): void {
  console.error(`  ${sent} of ${count} got a seat, ${refused} did not, ${repeats} repeats of a busy answer`);
  if (sent === seats && refused === count - seats && held === seats && stored === seats) return;
  throw new Error(`${seats} seats: ${sent} sent, ${refused} refused, ${held} held, ${stored} stored`);
}
