import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '../services/context.ts';
import {
  attemptLimit,
  bury,
  type ClaimedRow,
  cancel,
  markSent,
  putBack,
  retryLater,
} from '../services/outbox.ts';
import { backoffMs, patientMs, slackBackoffMs } from './backoff.ts';
import { tellOfFailure } from './failure.ts';
import type { Log, Outcome } from './outcome.ts';

/** How long a row may go untaken before its attempts count after all. */
const patienceMs = 30 * 24 * 60 * 60 * 1000;
const writeAttempts = 5;

/** Stores what became of an attempt. A claim that was lost meanwhile is logged, and its new holder goes on. */
export async function settle(
  { runtime, log }: { runtime: Runtime; log: Log },
  row: ClaimedRow,
  outcome: Outcome,
): Promise<void> {
  const isHeld = await persist(() => write(runtime, log, row, outcome));
  if (isHeld) return;
  const { _id, template, to } = row;
  log.warn(
    { row: _id, template, via: to.via },
    'The claim of a message ran out before its outcome was stored.',
  );
}

function write(runtime: Runtime, log: Log, row: ClaimedRow, outcome: Outcome): Promise<boolean> {
  const now = runtime.now().getTime();
  const waitedMs = now - row.createdAt.getTime();
  switch (outcome.kind) {
    case 'sent':
      return markSent(runtime, row, outcome.posted);
    case 'obsolete':
      return cancel(runtime, row);
    case 'wait':
    case 'limited':
      return putBack(runtime, row, { at: new Date(now + outcome.ms) });
    case 'unsent': {
      const { problem, minimumMs = 0 } = outcome;
      logFailure(log, row, problem);
      if (waitedMs > patienceMs) return retry(runtime, log, row, problem);
      const delay = Math.max(minimumMs, patientMs(waitedMs, fraction(runtime)));
      return putBack(runtime, row, { at: new Date(now + delay), problem });
    }
    case 'retry':
      logFailure(log, row, outcome.problem);
      return retry(runtime, log, row, outcome.problem);
    case 'refused':
      return giveUp(runtime, log, row, outcome.problem);
    case 'lost':
      return Promise.resolve(false);
  }
}

function retry(runtime: Runtime, log: Log, row: ClaimedRow, problem: string): Promise<boolean> {
  if (row.attempts >= attemptLimit) return giveUp(runtime, log, row, problem);
  const backoff = row.to.via === 'mail' ? backoffMs : slackBackoffMs;
  const delay = backoff(row.attempts, fraction(runtime));
  return retryLater(runtime, row, { at: new Date(runtime.now().getTime() + delay), problem });
}

/** Those concerned are told first: if that fails, the row is still there to try it again. */
async function giveUp(runtime: Runtime, log: Log, row: ClaimedRow, problem: string): Promise<boolean> {
  await tellOfFailure(runtime, row, problem);
  const { _id, template, about, to } = row;
  // This line is all that tells of it: no template says to an organization that its own address takes no mail.
  const isNotification = template === 'request-opened' && to.via === 'mail';
  const lost = isNotification
    ? "A mail to an organization's notification address was given up. An owner may have to set another address."
    : 'A message was given up.';
  log.error({ row: _id, template, about: about.id, via: to.via, problem }, lost);
  return bury(runtime, row, problem);
}

/** Forgetting an outcome would mean a second message, so a short absence of the database is waited for. */
async function persist(outcome: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await outcome();
    } catch (error) {
      if (attempt >= writeAttempts) throw error;
      await sleep(100 * 2 ** attempt);
    }
  }
}

function logFailure(log: Log, { _id, template, to, attempts }: ClaimedRow, problem: string): void {
  log.warn({ row: _id, template, via: to.via, attempts, problem }, 'A message could not be delivered yet.');
}

/** A random number in [0, 1). */
function fraction(runtime: Runtime): number {
  const [high = 0, low = 0] = runtime.randomBytes(2);
  return (high * 256 + low) / 65_536;
}
