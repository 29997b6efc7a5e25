import { setTimeout as sleep } from 'node:timers/promises';
import type { BaseLogger } from 'pino';
import type { Runtime } from '../services/context.ts';
import { runTurn } from '../services/imports/run.ts';

export interface ImporterOptions {
  runtime: Runtime;
  tenantIds(): Promise<string[]>;
  log: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
  /** Milliseconds after which another process takes over from one that died. Default 10,000. */
  leaseMs?: number;
}

export interface Importer {
  /** Goes on with the imports that run, now. Returns at once. */
  wake(): void;
  /** Resolves when no import can go on any more. */
  idle(): Promise<void>;
  /** Begins no further row, and waits up to `deadlineMs` of real time for the one under way. Then it is over for good. */
  stop(deadlineMs: number): Promise<void>;
}

/** The longest wait for an import's next turn: a clock that was moved changes when that is. */
const longestMs = 10_000;
const afterFailureMs = 2_000;

/** Runs imports in this process, one row after the other and each import in its turn. Any number of processes may do so. */
export function createImporter({ runtime, tenantIds, log, leaseMs = 10_000 }: ImporterOptions): Importer {
  const stopping = new AbortController();
  let isWanted = false;
  let looping: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    if (stopping.signal.aborted) return;
    isWanted = true;
    clearTimeout(timer);
    looping ??= loop().finally(() => {
      looping = undefined;
    });
  }

  async function loop(): Promise<void> {
    while (isWanted && !stopping.signal.aborted) {
      isWanted = false;
      try {
        await goOn();
      } catch (error) {
        log.error({ error: nameOf(error) }, 'An import cannot go on now; it is tried again.');
        wakeIn(afterFailureMs);
      }
    }
  }

  /** Goes round the tenants, so that the imports of one hold up no other, until none has anything to do now. */
  async function goOn(): Promise<void> {
    let next: number;
    let hasMore: boolean;
    do {
      next = Number.POSITIVE_INFINITY;
      hasMore = false;
      for (const tenantId of await tenantIds()) {
        const { hadTurn, again } = await takeTurn(tenantId);
        hasMore ||= hadTurn;
        if (again) next = Math.min(next, again.getTime());
      }
    } while (hasMore && !stopping.signal.aborted);
    if (Number.isFinite(next)) wakeIn(next - runtime.now().getTime());
  }

  async function takeTurn(tenantId: string): ReturnType<typeof runTurn> {
    const turn = await runTurn(runtime, tenantId, {
      leaseMs,
      signal: stopping.signal,
      onError: (row, error) =>
        log.error({ row, error: nameOf(error) }, 'A row of an import could not be done.'),
    });
    const { rows } = turn;
    if (rows > 0) log.info({ tenantId, rows }, 'Rows of imports are done.');
    return turn;
  }

  function wakeIn(ms: number): void {
    if (stopping.signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(wake, Math.min(longestMs, Math.max(100, ms))).unref();
  }

  return {
    wake,
    async idle() {
      for (let work = looping; work !== undefined; work = looping) await work;
    },
    async stop(deadlineMs) {
      stopping.abort();
      clearTimeout(timer);
      const over = new AbortController();
      await Promise.race([looping, sleep(deadlineMs, undefined, { signal: over.signal }).catch(() => {})]);
      over.abort();
    },
  };
}

/** The message of an unknown error may quote what is in a file. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
