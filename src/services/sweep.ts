import { DomainError } from '../domain/errors.ts';
import { isUnavailable } from '../store/transaction.ts';
import { command, type Effects } from './command.ts';
import { type Context, contextFor, newId } from './context.ts';

/** As many records have their turn in one transaction. */
const batchSize = 100;
/** A sweep goes on beyond so many that fail only while others succeed. */
const failedAtMost = 500;
/** The database has no time for anybody when it had none for so many in a row; each of them is a wait of seconds. */
const outagesAtMost = 2;
/** Of one sweep's failures. */
const reportedAtMost = 10;

/** What a sweep does with one kind of record. */
export interface Sweep {
  /** Of its commands. */
  name: string;
  /** Each record has a transaction of its own, also while all goes well. */
  isOneByOne?: true;
  /** The first `limit` ids of those that are due, without some; the longest due first. */
  due(context: Context, except: string[], limit: number): Promise<string[]>;
  /** Gives those that are due still their turn, each by a write that only one sweep can win. @returns how many had one */
  turn(context: Context, effects: Effects, ids: string[]): Promise<number>;
}

export interface SweepResult {
  /** How many had their turn. */
  done: number;
  /** How many failed and are left to the next sweep. */
  failed: number;
}

interface Run {
  done: number;
  failed: string[];
  /** How many in a row the database had no time for. */
  outages: number;
}

/**
 * Gives every record that is due its turn, many in one transaction; where that fails, each has one of its own, so that one that
 * cannot be done holds up no other. It stops when the database cannot be reached. Any number of sweeps may run at once.
 */
export async function sweepAll(context: Context, sweep: Sweep): Promise<SweepResult> {
  const run: Run = { done: 0, failed: [], outages: 0 };
  for (;;) {
    const ids = await sweep.due(context, run.failed, batchSize);
    const done = await giveTurns(context, sweep, ids, run);
    run.done += done;
    const isHopeless = done === 0 && run.failed.length >= failedAtMost;
    if (ids.length < batchSize || isHopeless || isOver(run))
      return { done: run.done, failed: run.failed.length };
  }
}

async function giveTurns(context: Context, sweep: Sweep, ids: string[], run: Run): Promise<number> {
  if (ids.length > 1 && !sweep.isOneByOne) {
    try {
      return await turn(context, sweep, ids);
    } catch {
      // Which of them it was, and why, shows below.
    }
  }
  return oneByOne(context, sweep, ids, run);
}

async function oneByOne(context: Context, sweep: Sweep, ids: string[], run: Run): Promise<number> {
  let done = 0;
  for (const id of ids) {
    try {
      done += await turn(context, sweep, [id]);
      run.outages = 0;
    } catch (error) {
      run.failed.push(id);
      run.outages = isOutage(error) ? run.outages + 1 : 0;
      if (run.failed.length <= reportedAtMost) context.onLeft?.(sweep.name, id, error);
      if (isOver(run)) return done;
    }
  }
  return done;
}

function isOver({ outages }: Run): boolean {
  return outages >= outagesAtMost;
}

/** Whether the database had no time, or could not be reached: no fault of the record. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DomainError) return error.code === 'busy' || error.code === 'unsure';
  return isUnavailable(error);
}

function turn(context: Context, sweep: Sweep, ids: string[]): Promise<number> {
  const own = contextFor(context, context.actor, `${sweep.name}:${newId(context, 'cmd')}`);
  return command(own, sweep.name, (effects) => sweep.turn(own, effects, ids));
}
