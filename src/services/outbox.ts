import type { Destination } from '../domain/messages.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import type { Runtime } from './context.ts';

/** Attempts after which a row is given up. */
export const attemptLimit = 8;

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
  const { tenantId, limit, admit = () => true, except = {} } = options;
  const claims: Claims = { claimed: [], spent: [], held: 0 };
  const due = await runtime.store.outbox
    .find(dueFilter(runtime, tenantId, except))
    .sort({ dueAt: 1 })
    .limit(limit * 4)
    .lean();
  for (const row of due) {
    if (claims.claimed.length + claims.spent.length >= limit) break;
    const isSpent = row.attempts >= attemptLimit;
    if (!isSpent && !admit(row)) {
      claims.held += 1;
      continue;
    }
    const claimed = await claim(runtime, row, options, isSpent ? 0 : 1);
    if (claimed) claims[isSpent ? 'spent' : 'claimed'].push(claimed);
  }
  return claims;
}

/** Whether a row is due that the exceptions do not cover. */
export async function hasDue(runtime: Runtime, tenantId: string, except: Exceptions = {}): Promise<boolean> {
  return (await runtime.store.outbox.exists(dueFilter(runtime, tenantId, except))) !== null;
}

/** Whether the claim still stands by the clock: a dispatcher that slept through its lease must not send. */
export function isHeld(runtime: Runtime, row: ClaimedRow): boolean {
  return runtime.now() < row.dueAt;
}

/** The message arrived. `posted` is where Slack put it. @returns false when the claim was lost */
export function markSent(
  runtime: Runtime,
  row: ClaimedRow,
  posted?: { channel: string; ts: string },
): Promise<boolean> {
  return end(runtime, row, { status: 'sent', problem: null, ...(posted ? { posted } : {}) });
}

/** The attempt failed, and another one is worth it at `at`. @returns false when the claim was lost */
export function retryLater(
  runtime: Runtime,
  row: ClaimedRow,
  { at, problem }: { at: Date; problem: string },
): Promise<boolean> {
  return write(runtime, row, { $set: { dueAt: at, lease: null, problem } });
}

/** Nothing was sent and nothing went wrong with the row: its attempt is given back. @returns false when the claim was lost */
export function putBack(
  runtime: Runtime,
  row: ClaimedRow,
  { at, problem }: { at: Date; problem?: string },
): Promise<boolean> {
  const why = problem === undefined ? {} : { problem };
  return write(runtime, row, { $set: { dueAt: at, lease: null, ...why }, $inc: { attempts: -1 } });
}

/** The message cannot arrive. `problem` is in plain words, for an admin. @returns false when the claim was lost */
export function bury(runtime: Runtime, row: ClaimedRow, problem: string): Promise<boolean> {
  return end(runtime, row, { status: 'dead', problem });
}

/** There is nothing left to say. @returns false when the claim was lost */
export function cancel(runtime: Runtime, row: ClaimedRow): Promise<boolean> {
  return end(runtime, row, { status: 'cancelled' });
}

function dueFilter(runtime: Runtime, tenantId: string, except: Exceptions) {
  const { rows = [], vias = [], channels = [], copies = [] } = except;
  return {
    tenantId,
    status: 'pending' as const,
    dueAt: { $lte: runtime.now() },
    ...(rows.length > 0 ? { _id: { $nin: rows } } : {}),
    ...(vias.length > 0 ? { 'to.via': { $nin: vias } } : {}),
    ...(channels.length > 0 ? { 'to.channel': { $nin: channels } } : {}),
    ...(copies.length > 0 ? { 'to.copyOf': { $nin: copies } } : {}),
  };
}

/** Conditional on what was read: whoever comes second finds another due time or lease. */
function asRead({ _id, tenantId, dueAt, lease }: OutboxRecord) {
  return { _id, tenantId, status: 'pending' as const, dueAt, lease };
}

async function claim(
  runtime: Runtime,
  row: OutboxRecord,
  { lease, leaseMs }: ClaimOptions,
  attempts: 0 | 1,
): Promise<ClaimedRow | null> {
  const heldMs = typeof leaseMs === 'number' ? leaseMs : leaseMs(row.to);
  const mine = `${lease}:${Buffer.from(runtime.randomBytes(8)).toString('hex')}`;
  const claimed = await runtime.store.outbox
    .findOneAndUpdate(
      asRead(row),
      { $set: { lease: mine, dueAt: new Date(runtime.now().getTime() + heldMs) }, $inc: { attempts } },
      { returnDocument: 'after' },
    )
    .lean();
  return claimed && { ...claimed, lease: mine };
}

function end(
  runtime: Runtime,
  row: ClaimedRow,
  change: Partial<Pick<OutboxRecord, 'status' | 'problem' | 'posted'>>,
): Promise<boolean> {
  return write(runtime, row, { $set: { ...change, lease: null, endedAt: runtime.now() } });
}

async function write(
  runtime: Runtime,
  { _id, tenantId, lease }: ClaimedRow,
  change: { $set: Partial<OutboxRecord>; $inc?: { attempts: number } },
): Promise<boolean> {
  const { modifiedCount } = await runtime.store.outbox.updateOne(
    { _id, tenantId, status: 'pending', lease },
    change,
  );
  return modifiedCount > 0;
}
