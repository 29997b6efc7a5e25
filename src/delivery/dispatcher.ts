import { setTimeout as sleep } from 'node:timers/promises';
import type { Destination } from '../domain/messages.ts';
import type { Runtime } from '../services/context.ts';
import { attemptLimit, type ClaimedRow, claimDue, hasDue } from '../services/outbox.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import { nameOf } from './error-name.ts';
import { type Lane, openGate } from './gate.ts';
import { mailDeadlineMs } from './mail/transport.ts';
import type { Log, Outcome, Senders } from './outcome.ts';
import { createPacer } from './pacing.ts';
import { createSettler } from './settle.ts';

export interface DispatcherOptions {
  runtime: Runtime;
  senders: Senders;
  tenantIds(): Promise<string[]>;
  log: Log;
  /** Milliseconds of real time between two looks at the outbox. Default 1000. */
  pollMs?: number;
  /** Messages under way at once, in each lane half of them. Default 48. */
  concurrency?: number;
}

export interface Dispatcher {
  /** Delivers what is due, now. Returns at once; calls in quick succession are one. */
  wake(): void;
  /** Resolves when nothing is due or under way any more. What waits for a later time is left waiting. */
  drain(): Promise<void>;
  /** Looks at the outbox regularly from now on, so that what a crash left behind goes out. */
  start(): void;
  /** Takes no new message, and waits up to `deadlineMs` of real time for those under way. Then it is over for good. */
  stop(deadlineMs: number): Promise<void>;
}

/** A claim outlasts its attempt: a file may take 30 s, a call to Slack 5 s, and its text some more (A60). */
const leaseMs = (to: Destination): number =>
  to.via === 'mail' ? mailDeadlineMs + 30_000 : 'file' in to ? 60_000 : 30_000;

/** A slow mail server holds up no card, and Slack's pace no mail. */
const lanes = [['mail'], ['slack', 'refresh']] as const satisfies Lane[];

/** Empties the outbox. Any number of dispatchers may run: a row is claimed before it is sent. */
export function createDispatcher({
  runtime,
  senders,
  tenantIds,
  log,
  pollMs = 1000,
  concurrency = 48,
}: DispatcherOptions): Dispatcher {
  const name = Buffer.from(runtime.randomBytes(4)).toString('hex');
  const pacer = createPacer();
  const underWay = new Map<OutboxRecord, Promise<void>>();
  const laneSize = Math.max(1, Math.floor(concurrency / 2));
  /** When many wait, so many are claimed together: a look at the outbox for each one would cost more than sending it. */
  const handful = Math.ceil(laneSize / 2);
  // What is under way may be slow, so it is waited for a moment only.
  const isEnough = (waiting: number) => waiting >= handful || waiting >= underWay.size;
  const settle = createSettler({ runtime, log, isEnough });
  let round = 0;
  /** The lanes that are worth a look, and how many of their places have to be free for it. */
  const wanted = new Map<Lane, number>();
  let isStopped = false;
  let isBlind = false;
  let looping: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    for (const lane of lanes) wanted.set(lane, 1);
    goOn();
  }

  /** Some of its places have become free: one alone is not worth a look, unless somebody has called. */
  function lookAgain(lane: Lane): void {
    wanted.set(lane, wanted.get(lane) ?? handful);
    goOn();
  }

  function goOn(): void {
    if (isStopped) return;
    looping ??= loop().finally(() => {
      looping = undefined;
      if (wanted.size > 0) goOn();
    });
  }

  async function loop(): Promise<void> {
    while (wanted.size > 0 && !isStopped) {
      const looks = [...wanted];
      wanted.clear();
      try {
        await claimForAll(looks);
        if (isBlind) log.info({}, 'The outbox can be read again.');
        isBlind = false;
      } catch (error) {
        if (!isBlind) log.error({ error: nameOf(error) }, 'The outbox cannot be read.');
        isBlind = true;
      }
    }
    if (timer) poll();
  }

  /** Each time another tenant comes first, so that none keeps the others waiting. */
  async function claimForAll(looks: [Lane, number][]): Promise<void> {
    const tenants = await tenantIds();
    round += 1;
    const first = tenants.length > 0 ? round % tenants.length : 0;
    for (const tenantId of [...tenants.slice(first), ...tenants.slice(0, first)]) {
      for (const [lane, free] of looks) await claimFor(tenantId, lane, free);
    }
  }

  async function claimFor(tenantId: string, lane: Lane, free: number): Promise<void> {
    for (;;) {
      const limit = freeIn(lane);
      if (isStopped || limit < free) return;
      const gate = openGate({ pacer, underWay: [...underWay.keys()], lane }, tenantId, runtime.now());
      const { claimed, spent, held } = await claimDue(runtime, {
        tenantId,
        limit,
        lease: name,
        leaseMs,
        ...gate,
      });
      for (const row of spent) track(row, lane, giveUp(row));
      for (const row of claimed) track(row, lane, deliver(row));
      if (claimed.length === 0 && held === 0) return;
    }
  }

  function freeIn(lane: Lane): number {
    return laneSize - [...underWay.keys()].filter(({ to }) => lane.includes(to.via)).length;
  }

  function track(row: OutboxRecord, lane: Lane, work: Promise<void>): void {
    const tracked = work.finally(() => {
      underWay.delete(row);
      if (freeIn(lane) >= handful) lookAgain(lane);
    });
    underWay.set(row, tracked);
  }

  async function deliver(row: ClaimedRow): Promise<void> {
    const outcome = await attempt(row);
    if (outcome.kind === 'limited') {
      pacer.pause(row.tenantId, row.to, new Date(runtime.now().getTime() + outcome.ms));
      log.warn({ row: row._id, via: row.to.via, ms: outcome.ms }, 'Slack asks for a pause.');
    }
    await conclude(row, outcome);
  }

  async function giveUp(row: ClaimedRow): Promise<void> {
    const problem = row.problem ?? `None of ${attemptLimit} attempts came to an end.`;
    await conclude(row, { kind: 'spent', problem });
  }

  async function conclude(row: ClaimedRow, outcome: Outcome): Promise<void> {
    try {
      await settle(row, outcome);
    } catch (error) {
      const { _id, template } = row;
      log.error(
        { row: _id, template, outcome: outcome.kind, error: nameOf(error) },
        'An outcome was not stored.',
      );
    }
  }

  async function attempt(row: ClaimedRow): Promise<Outcome> {
    try {
      return await senders[row.to.via](row);
    } catch (error) {
      log.error(
        { row: row._id, template: row.template, via: row.to.via, error: nameOf(error) },
        'Sending failed.',
      );
      return { kind: 'retry', problem: 'Something went wrong in Gatehouse.' };
    }
  }

  function poll(): void {
    clearTimeout(timer);
    timer = setTimeout(wake, Math.min(pollMs, pacer.nextTurnMs() ?? pollMs));
    timer.unref();
  }

  async function isDone(): Promise<boolean> {
    for (const tenantId of await tenantIds()) {
      if (await hasDue(runtime, tenantId, pacer.exceptions(tenantId, runtime.now()).paused)) return false;
    }
    return true;
  }

  return {
    wake,
    async drain() {
      while (!isStopped) {
        wake();
        while (looping || underWay.size > 0) await Promise.all([looping, ...underWay.values()]);
        if (await isDone()) return;
        await sleep(Math.max(5, pacer.nextTurnMs() ?? 0));
      }
    },
    start() {
      timer ??= setTimeout(wake, pollMs).unref();
      wake();
    },
    async stop(deadlineMs) {
      isStopped = true;
      clearTimeout(timer);
      timer = undefined;
      const rest = async () => {
        while (looping || underWay.size > 0) await Promise.all([looping, ...underWay.values()]);
      };
      const over = new AbortController();
      await Promise.race([
        rest(),
        sleep(deadlineMs, undefined, { signal: over.signal }).catch(() => undefined),
      ]);
      over.abort();
      if (underWay.size > 0) {
        log.warn({ messages: underWay.size }, 'Stopped while messages were under way; they are tried again.');
      }
    },
  };
}
