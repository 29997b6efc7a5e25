import type { Destination } from '../domain/messages.ts';
import type { Exceptions } from '../services/outbox.ts';

interface Pace {
  /** How many may go at once. */
  burst: number;
  perSecond: number;
}

interface Bucket extends Pace {
  tokens: number;
  at: number;
}

/** Slack's limits: a message a second in one channel, some hundred a minute in a workspace, 50 updates a minute. */
const paces = {
  channel: { burst: 4, perSecond: 1 },
  workspace: { burst: 100, perSecond: 5 },
  updates: { burst: 20, perSecond: 50 / 60 },
} as const satisfies Record<string, Pace>;

/** A 429 does not say whom it is for. So many channels at once mean the whole workspace (A51). */
const teamWide = 3;
/** Milliseconds of real time that count as at once. */
const atOnceMs = 5_000;

/** Keeps Slack's pace, for one dispatcher. Mail has none. */
export interface Pacer {
  /** Takes the turn of a row; false when it is not its turn yet. */
  take(tenantId: string, to: Destination): boolean;
  /** Slack asked for it: no row to there before `until`. */
  pause(tenantId: string, to: Destination, until: Date): void;
  /** What cannot be sent now: `paced` has had its turns for the moment, `paused` waits for what Slack asked. */
  exceptions(tenantId: string, now: Date): { paced: Exceptions; paused: Exceptions };
  /** Milliseconds until some turn that is awaited comes; null when none is. */
  nextTurnMs(): number | null;
}

/** @param clock milliseconds of real time: Slack counts in it, whatever time it is for Gatehouse */
export function createPacer(clock: () => number = () => performance.now()): Pacer {
  const buckets = new Map<string, Bucket>();
  const pauses = new Map<string, { until: Date; at: number }>();

  const bucketOf = (key: string, pace: Pace): Bucket => {
    const bucket = buckets.get(key) ?? { ...pace, tokens: pace.burst, at: clock() };
    buckets.set(key, bucket);
    refill(bucket, clock());
    return bucket;
  };

  const bucketsFor = (tenantId: string, to: Destination): Bucket[] => {
    switch (to.via) {
      case 'mail':
        return [];
      case 'slack':
        return [
          bucketOf(keyOf(tenantId, to.channel), paces.channel),
          bucketOf(keyOf(tenantId, 'workspace'), paces.workspace),
        ];
      case 'refresh':
        return [bucketOf(keyOf(tenantId, 'updates'), paces.updates)];
    }
  };

  const emptyNames = (tenantId: string): string[] => {
    const prefix = keyOf(tenantId, '');
    const names: string[] = [];
    for (const [key, bucket] of buckets) {
      refill(bucket, clock());
      if (bucket.tokens >= bucket.burst) buckets.delete(key);
      else if (bucket.tokens < 1 && key.startsWith(prefix)) names.push(key.slice(prefix.length));
    }
    return names;
  };

  const pausedNames = (tenantId: string, now: Date): string[] => {
    const prefix = keyOf(tenantId, '');
    const names: string[] = [];
    for (const [key, { until }] of pauses) {
      if (until <= now) pauses.delete(key);
      else if (key.startsWith(prefix)) names.push(key.slice(prefix.length));
    }
    return names;
  };

  /** A longer pause that holds already stays. */
  const hold = (key: string, until: Date): void => {
    const before = pauses.get(key)?.until;
    pauses.set(key, { until: before && before > until ? before : until, at: clock() });
  };

  return {
    take(tenantId, to) {
      const needed = bucketsFor(tenantId, to);
      if (needed.some((bucket) => bucket.tokens < 1)) return false;
      for (const bucket of needed) bucket.tokens -= 1;
      return true;
    },
    pause(tenantId, to, until) {
      if (to.via === 'mail') return;
      hold(keyOf(tenantId, to.via === 'slack' ? to.channel : 'updates'), until);
      const recent = [...pauses].filter(
        ([key, { at }]) => isChannel(key, tenantId) && at > clock() - atOnceMs,
      );
      if (to.via === 'slack' && recent.length >= teamWide) hold(keyOf(tenantId, 'workspace'), until);
    },
    exceptions: (tenantId, now) => ({
      paced: toExceptions(emptyNames(tenantId)),
      paused: toExceptions(pausedNames(tenantId, now)),
    }),
    nextTurnMs() {
      const waits = [...buckets.values()].flatMap((bucket) => {
        refill(bucket, clock());
        return bucket.tokens < 1 ? [((1 - bucket.tokens) / bucket.perSecond) * 1000] : [];
      });
      return waits.length > 0 ? Math.ceil(Math.min(...waits)) : null;
    },
  };
}

function isChannel(key: string, tenantId: string): boolean {
  const others = [keyOf(tenantId, 'workspace'), keyOf(tenantId, 'updates')];
  return key.startsWith(keyOf(tenantId, '')) && !others.includes(key);
}

function keyOf(tenantId: string, name: string): string {
  return `${tenantId} ${name}`;
}

function refill(bucket: Bucket, now: number): void {
  const gained = ((now - bucket.at) / 1000) * bucket.perSecond;
  bucket.tokens = Math.min(bucket.burst, bucket.tokens + gained);
  bucket.at = now;
}

function toExceptions(names: string[]): Exceptions {
  const channels = names.filter((name) => name !== 'workspace' && name !== 'updates');
  const vias: Destination['via'][] = [
    ...(names.includes('workspace') ? (['slack'] as const) : []),
    ...(names.includes('updates') ? (['refresh'] as const) : []),
  ];
  return { channels, vias };
}
