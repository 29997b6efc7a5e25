import { nextWeekday } from '../domain/working-time.ts';
import type { Gatehouse } from '../gatehouse.ts';
import { nextDue } from '../services/next-due.ts';
import { type Happenings, whatHappened } from '../services/what-happened.ts';
import type { Arrival, ClockMove, Journey } from './page/backend.ts';
import { timeZone } from './people.ts';

export interface TimeTravelOptions {
  gatehouse: Pick<Gatehouse, 'runtime' | 'install' | 'catchUp' | 'drain'>;
  clock: {
    now(): Date;
    /** Puts the clock forward to a moment; one that is over already changes nothing. */
    put(to: Date): void;
  };
  /** Called at every stop, and when the journey ends. */
  onChange(): void;
}

export interface TimeTravel {
  /** Lets the time pass until then. One journey at a time: a second one is refused. */
  move(move: ClockMove): Promise<Arrival>;
  /** The one that is under way. */
  journey(): Journey | null;
  /** Ends a journey at its next stop. */
  stop(): Promise<void>;
}

const minuteMs = 60_000;
const yearMs = 366 * 24 * 60 * minuteMs;
/** The stops of one journey: those after the 300th are evenly spaced, so that no journey takes for ever. */
const stopsAtMost = 400;
const exactStops = 300;
/** How long, in milliseconds of real time, one stop waits for messages that do not get through. */
const patienceMs = 5_000;
const lostPatienceMs = 100;

/**
 * Moves the sandbox's clock as time would: it stops at each minute in which something is due, has it done and its messages
 * sent, and goes on, so that what is due in between happens in order and at its own time.
 */
export function createTimeTravel({ gatehouse, clock, onChange }: TimeTravelOptions): TimeTravel {
  const { runtime, install } = gatehouse;
  const { tenantId } = install;
  let journey: Journey | null = null;
  let travelling: Promise<unknown> | undefined;
  let draining: Promise<void> | undefined;
  let isStopped = false;
  let patience = patienceMs;

  async function travel(until: Date): Promise<void> {
    let reached = clock.now();
    for (let stop = 0; reached < until && !isStopped; stop += 1) {
      const next = (await nextDue(runtime, tenantId, reached)) ?? until;
      const soonest = reached.getTime() + stride(stop, until.getTime() - reached.getTime());
      reached = new Date(Math.min(until.getTime(), Math.max(next.getTime(), soonest)));
      clock.put(reached);
      onChange();
      await gatehouse.catchUp();
      await deliver();
    }
  }

  /** Messages that hang are left to themselves; the stops after that wait less for them. */
  async function deliver(): Promise<void> {
    draining ??= gatehouse.drain().finally(() => {
      draining = undefined;
    });
    patience = (await endsWithin(draining, patience)) ? patienceMs : lostPatienceMs;
  }

  async function go(until: Date): Promise<Arrival> {
    const from = clock.now();
    journey = { until: until.toISOString() };
    onChange();
    try {
      const travelled = travel(until);
      travelling = travelled.catch(() => {});
      await travelled;
      const now = clock.now();
      const happened = await whatHappened(runtime, tenantId, { from, until: now });
      return { ok: true, now: now.toISOString(), happened: inWords(happened) };
    } finally {
      journey = null;
      onChange();
    }
  }

  return {
    async move(move) {
      if (journey) return { ok: false, error: 'The clock is moving already. Wait until it is there.' };
      const now = clock.now();
      const until = destination(move, now);
      if (until <= now) {
        return { ok: false, error: 'Choose a later time: the clock only moves forward.' };
      }
      if (until.getTime() - now.getTime() > yearMs) {
        return { ok: false, error: 'Choose a time within a year.' };
      }
      return go(until);
    },
    journey: () => journey,
    async stop() {
      isStopped = true;
      await travelling;
    },
  };
}

function destination(move: ClockMove, now: Date): Date {
  if ('milliseconds' in move) return new Date(now.getTime() + move.milliseconds);
  return 'until' in move ? new Date(move.until) : nextWorkingMorning(now);
}

/** The next nine o'clock of a Monday to Friday, where the sandbox's people are. */
function nextWorkingMorning(now: Date): Date {
  const mornings = [1, 2, 3, 4, 5].map((weekday) =>
    nextWeekday(now, { weekday, hour: 9 }, timeZone, { timeZone }).getTime(),
  );
  return new Date(Math.min(...mornings));
}

/** The least time between two stops, in milliseconds: a minute, as between two runs of the jobs. */
function stride(stop: number, aheadMs: number): number {
  return stop < exactStops ? minuteMs : Math.max(minuteMs, aheadMs / Math.max(1, stopsAtMost - stop));
}

async function endsWithin(work: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const isOver = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return isOver;
}

function inWords({ reminders, escalations, expiries, digests, messages }: Happenings): string[] {
  const counts: [number, string, string][] = [
    [reminders, 'reminder', 'reminders'],
    [escalations, 'escalation', 'escalations'],
    [expiries, 'expiry', 'expiries'],
    [digests, 'digest', 'digests'],
    [messages, 'message sent', 'messages sent'],
  ];
  return counts.flatMap(([count, one, many]) =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : many}`],
  );
}
