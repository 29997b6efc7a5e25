/** The seats of a subscription in words, and as a bar that never stands without them. */
import type { SeatCount } from '../../src/domain/direct-invitations.ts';
import { excessSeats, freeSeats, type Seats } from '../../src/domain/seats.ts';

const cells = 10;

/** Ten characters: seats in use, then held, then free. Null without a limit: there is no whole to take a share of. */
export function seatBar({ seatLimit, active, held }: Seats): string | null {
  if (seatLimit === null) return null;
  const used = active + held;
  const whole = Math.max(seatLimit, used);
  const taken = used >= seatLimit ? cells : partly(used / whole, cells - 1);
  const inUse = held === 0 ? taken : partly(active / whole, Math.max(1, taken - 1));
  return `${'■'.repeat(inUse)}${'▣'.repeat(taken - inUse)}${'□'.repeat(cells - taken)}`;
}

/** What there is of something shows, however little it is. */
function partly(share: number, most: number): number {
  return share === 0 ? 0 : Math.min(most, Math.max(1, Math.round(share * cells)));
}

/** `7 in use, 2 held, 1 free of 10`, and who waits. */
export function seatWords(count: SeatCount): string {
  const waiting = count.waiting > 0 ? `, ${count.waiting} on the waitlist` : '';
  return `${count.active} in use, ${count.held} held, ${room(count)}${waiting}`;
}

function room(seats: Seats): string {
  if (seats.seatLimit === null) return 'no limit';
  const excess = excessSeats(seats);
  if (excess > 0) return `${excess} over the limit of ${seats.seatLimit}`;
  return `${freeSeats(seats)} free of ${seats.seatLimit}`;
}

/** One line for one subscription. */
export function seatLine(seats: SeatCount & { appName: string; subscriptionName: string }): string {
  const line = `${seats.appName} (${seats.subscriptionName}): ${seatWords(seats)}`;
  const bar = seatBar(seats);
  return bar === null ? line : `${bar} ${line}`;
}
