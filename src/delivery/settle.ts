import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '../services/context.ts';
import { inGroups } from '../services/in-groups.ts';
import { noteReached } from '../services/outbox/channel-state.ts';
import {
  bury,
  cancel,
  markSent,
  postpone,
  putBack,
  retryLater,
  type SentRow,
} from '../services/outbox/outcomes.ts';
import { tellOfStoppedMail } from '../services/outbox/tell-owners.ts';
import { attemptLimit, type ClaimedRow, unsureLimit } from '../services/outbox.ts';
import { backoffMs, patientMs, slackBackoffMs } from './backoff.ts';
import { nameOf } from './error-name.ts';
import { type EndReason, tellOfFailure } from './failure.ts';
import type { Log, Outcome } from './outcome.ts';
import { askedToWait, createRecovery } from './recovery.ts';

/** How long a row may go untaken before its attempts count after all. */
const untakenMs = 30 * 24 * 60 * 60 * 1000;
/** Milliseconds of real time that a message which has arrived waits to be noted together with others. */
const patienceMs = 25;
const writeAttempts = 5;

export interface SettlerOptions {
  runtime: Runtime;
  log: Log;
  /** Whether so many messages that have arrived are noted at once, or wait a moment for more. Default: at once. */
  isEnough?(waiting: number): boolean;
}

/** What stores what became of an attempt. A claim that was lost meanwhile is logged, and its new holder goes on. */
export type Settle = (row: ClaimedRow, outcome: Outcome) => Promise<void>;

interface Settler {
  runtime: Runtime;
  log: Log;
  noteSent(sent: SentRow): Promise<boolean>;
}

export function createSettler({ runtime, log, isEnough = () => true }: SettlerOptions): Settle {
  const noteSent = inGroups((sent: SentRow[]) => markSent(runtime, sent), {
    isEnough,
    patience: () => sleep(patienceMs),
  });
  const tellReached = inGroups((rows: ClaimedRow[]) => noteReached(runtime, rows));
  const recovery = createRecovery(runtime);
  const settler = { runtime, log, noteSent };

  /** What an outcome means for more than its row; by then the row says why. */
  async function goOn(row: ClaimedRow, outcome: Outcome): Promise<void> {
    if (outcome.kind === 'sent' && row.to.via === 'slack') await tellReached(row);
    if (outcome.kind === 'sent') await recovery.arrived(row);
    if (outcome.kind === 'retry' || outcome.kind === 'unsent') recovery.failed(row, outcome.problem);
    if (outcome.kind === 'unsent' && outcome.isAlarming && row.to.via === 'mail') {
      await tellOfStoppedMail(runtime, row.tenantId);
    }
  }

  return async (row, outcome) => {
    const isHeld = await persist(() => write(settler, row, outcome));
    const { _id, template, to } = row;
    const fields = { row: _id, template, via: to.via };
    if (!isHeld) {
      log.warn(fields, 'The claim of a message ran out before its outcome was stored.');
      return;
    }
    try {
      await goOn(row, outcome);
    } catch (error) {
      log.warn(
        { ...fields, error: nameOf(error) },
        'What follows from an outcome was not done; the next one does it.',
      );
    }
  };
}

function write({ runtime, log, noteSent }: Settler, row: ClaimedRow, outcome: Outcome): Promise<boolean> {
  const now = runtime.now().getTime();
  const waitedMs = now - row.createdAt.getTime();
  switch (outcome.kind) {
    case 'sent':
      return noteSent({ row, posted: outcome.posted });
    case 'obsolete':
      return cancel(runtime, row);
    case 'wait':
      return postpone(runtime, row, new Date(now + outcome.ms));
    case 'limited':
      return putBack(runtime, row, { at: new Date(now + outcome.ms), problem: askedToWait });
    case 'unsent': {
      const { problem, minimumMs = 0, isAlarming = false } = outcome;
      logFailure(log, row, problem);
      if (waitedMs > untakenMs) return retry(runtime, log, row, { problem, isUnsure: false });
      const delay = Math.max(minimumMs, patientMs(waitedMs, fraction(runtime)));
      return putBack(runtime, row, { at: new Date(now + delay), problem, isAlarming });
    }
    case 'retry':
      logFailure(log, row, outcome.problem);
      // The second of two equal updates changes nothing.
      return retry(runtime, log, row, {
        problem: outcome.problem,
        isUnsure: outcome.isUnsure === true && row.to.via !== 'refresh',
      });
    case 'refused':
    case 'spent':
      return giveUp(runtime, log, row, { problem: outcome.problem, reason: endReason(row, outcome.kind) });
    case 'lost':
      return Promise.resolve(false);
  }
}

function retry(
  runtime: Runtime,
  log: Log,
  row: ClaimedRow,
  { problem, isUnsure }: { problem: string; isUnsure: boolean },
): Promise<boolean> {
  const unsureTries = (row.unsureTries ?? 0) + (isUnsure ? 1 : 0);
  if (row.attempts >= attemptLimit || unsureTries >= unsureLimit) {
    return giveUp(runtime, log, row, { problem, reason: endReason({ unsureTries }, 'spent') });
  }
  const backoff = row.to.via === 'mail' ? backoffMs : slackBackoffMs;
  const delay = backoff(row.attempts, fraction(runtime));
  return retryLater(runtime, row, { at: new Date(runtime.now().getTime() + delay), problem, isUnsure });
}

/** An attempt that may have delivered it outweighs that none is left. */
function endReason(
  { unsureTries = 0 }: Pick<ClaimedRow, 'unsureTries'>,
  kind: 'refused' | 'spent',
): EndReason {
  return kind === 'spent' && unsureTries > 0 ? 'unsure' : kind;
}

/** Those concerned are told first: if that fails, the row is still there to try it again. */
async function giveUp(
  runtime: Runtime,
  log: Log,
  row: ClaimedRow,
  { problem, reason }: { problem: string; reason: EndReason },
): Promise<boolean> {
  const endedInvitation = await tellOfFailure(runtime, row, { problem, reason });
  const { _id, template, about, to } = row;
  const isNotification = template === 'request-opened' && to.via === 'mail';
  const lost = isNotification
    ? "A mail to an organization's notification address was given up. Its owners are told."
    : 'A message was given up.';
  log.error({ row: _id, template, about: about.id, via: to.via, problem }, lost);
  const told = reason === 'unsure' ? `${problem} It may have arrived.` : problem;
  return bury(runtime, row, { problem: told, endedInvitation });
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
