import type { Connection } from 'mongoose';
import { databaseTime } from './store/connection.ts';

/** A process whose own clock is further off than this does not serve (A67). */
const toleratedSkewMs = 60_000;
const everyMs = 60_000;

export interface Clock {
  now(): Date;
  /** Milliseconds that the machine's clock is behind the database's. */
  skewMs(): number;
  isTrusted(): boolean;
  /** Asks the database what time it is. */
  synchronize(connection: Connection): Promise<void>;
}

/** The database's time, which all processes share: leases and expiry do not depend on a machine's own clock. */
export function databaseClock(): Clock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    skewMs: () => offset,
    isTrusted: () => Math.abs(offset) <= toleratedSkewMs,
    synchronize: async (connection) => {
      offset = (await databaseTime(connection)).getTime() - Date.now();
    },
  };
}

/** Asks again once a minute whether the clock is right, for as long as the connection is open. @returns what ends it */
export function keepSynchronized(clock: Clock, connection: Connection, onFailure: (error: unknown) => void) {
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking || connection.readyState !== 1) return;
    isAsking = true;
    clock
      .synchronize(connection)
      .catch(onFailure)
      .finally(() => {
        isAsking = false;
      });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** A clock that somebody else turns: the sandbox's and the tests'. */
export function givenClock(now: () => Date): Clock {
  return { now, skewMs: () => 0, isTrusted: () => true, synchronize: () => Promise.resolve() };
}
