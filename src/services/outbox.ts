import { type Destination, everyWay } from '../domain/messages.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import type { Runtime } from './context.ts';

/** Attempts after which a row is given up. */
export const attemptLimit = 8;
/** How many of them may have delivered it: one copy too many at most (A52, A58). */
export const unsureLimit = 2;

/** A row that one dispatcher holds until `dueAt`, by a lease of its own. */
export type ClaimedRow = OutboxRecord & { lease: string };

/** Rows that are due but not to be touched now. */
export interface Exceptions {
  rows?: string[];
  vias?: Destination['via'][];
  channels?: string[];
  /** Refreshes of these messages. */
  copies?: string[];
}

export interface ClaimOptions {
  tenantId: string;
  limit: number;
  /** Only what goes there. Absent: whatever is due. */
  vias?: readonly Destination['via'][];
  /** Who claims; every claim gets a lease of its own from it. */
  lease: string;
  /** Milliseconds that a row is held, by where it goes: longer than sending can take. */
  leaseMs: number | ((to: Destination) => number);
  except?: Exceptions;
  /** Asked before each claim; false leaves the row as it is. */
  admit?: (row: OutboxRecord) => boolean;
}

export interface Claims {
  claimed: ClaimedRow[];
  /** Claimed to be given up instead: every attempt ended without an outcome. Their attempts are not counted any further. */
  spent: ClaimedRow[];
  /** How many rows `admit` left as they were. */
  held: number;
}

/**
 * Claims pending rows that are due, oldest first. The attempt is counted here, so that a row which kills its dispatcher
 * runs out of attempts too (A65). Of several claimers of one row exactly one gets it.
 */
export async function claimDue(runtime: Runtime, options: ClaimOptions): Promise<Claims> {
  const { tenantId, limit, vias, admit, except = {} } = options;
  const due = await runtime.store.outbox
    .find(dueFilter(runtime, tenantId, except, vias))
    .sort({ dueAt: 1 })
    .limit(admit ? limit * 4 : limit)
    .lean();
  const admitted: OutboxRecord[] = [];
  let held = 0;
  for (const row of due) {
    if (admitted.length >= limit) break;
    if (isSpent(row) || !admit || admit(row)) admitted.push(row);
    else held += 1;
  }
  const mine = await claim(runtime, admitted, options);
  // Others were faster with all of them: there may be more behind.
  if (mine.length === 0 && admitted.length > 0) return claimDue(runtime, options);
  const spent = mine.filter(({ _id }) => admitted.some((row) => row._id === _id && isSpent(row)));
  return { claimed: mine.filter((row) => !spent.includes(row)), spent, held };
}

/** Every attempt ended without an outcome. */
function isSpent({ attempts }: Pick<OutboxRecord, 'attempts'>): boolean {
  return attempts >= attemptLimit;
}

/** Whether a row is due that the exceptions do not cover. */
export async function hasDue(runtime: Runtime, tenantId: string, except: Exceptions = {}): Promise<boolean> {
  return (await runtime.store.outbox.exists(dueFilter(runtime, tenantId, except))) !== null;
}

/** Whether the claim still stands by the clock: a dispatcher that slept through its lease must not send. */
export function isHeld(runtime: Runtime, row: ClaimedRow): boolean {
  return runtime.now() < row.dueAt;
}

function dueFilter(
  runtime: Runtime,
  tenantId: string,
  { rows = [], vias = [], channels = [], copies = [] }: Exceptions,
  among: readonly Destination['via'][] = everyWay,
) {
  return {
    tenantId,
    status: 'pending' as const,
    // Named one by one, so that the index gives each of them in its order.
    'to.via': { $in: among.filter((via) => !vias.includes(via)) },
    dueAt: { $lte: runtime.now() },
    ...(rows.length > 0 ? { _id: { $nin: rows } } : {}),
    ...(channels.length > 0 ? { 'to.channel': { $nin: channels } } : {}),
    ...(copies.length > 0 ? { 'to.copyOf': { $nin: copies } } : {}),
  };
}

/** Conditional on what was read: whoever comes second finds another due time or lease. */
function asRead({ _id, tenantId, dueAt, lease }: OutboxRecord) {
  return { _id, tenantId, status: 'pending' as const, dueAt, lease };
}

/** All in one round trip; each only as it was read, so what somebody else has got meanwhile stays theirs. */
async function claim(
  runtime: Runtime,
  rows: OutboxRecord[],
  { tenantId, lease, leaseMs }: ClaimOptions,
): Promise<ClaimedRow[]> {
  if (rows.length === 0) return [];
  const now = runtime.now().getTime();
  const claims = rows.map((row): { row: OutboxRecord; claimed: ClaimedRow } => {
    const heldMs = typeof leaseMs === 'number' ? leaseMs : leaseMs(row.to);
    const mine = `${lease}:${Buffer.from(runtime.randomBytes(8)).toString('hex')}`;
    const attempts = row.attempts + (isSpent(row) ? 0 : 1);
    return { row, claimed: { ...row, lease: mine, dueAt: new Date(now + heldMs), attempts } };
  });
  const { modifiedCount } = await runtime.store.outbox.bulkWrite(
    claims.map(({ row, claimed: { lease: mine, dueAt, attempts } }) => ({
      updateOne: { filter: asRead(row), update: { $set: { lease: mine, dueAt, attempts } } },
    })),
    { ordered: false },
  );
  const claimed = claims.map((each) => each.claimed);
  if (modifiedCount === claims.length) return claimed;
  const ids = claimed.map(({ _id }) => _id);
  const stored = await runtime.store.outbox.find({ _id: { $in: ids }, tenantId }, { lease: 1 }).lean();
  const leases = new Map(stored.map((row) => [row._id, row.lease]));
  return claimed.filter((row) => leases.get(row._id) === row.lease);
}
