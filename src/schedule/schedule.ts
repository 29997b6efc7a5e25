import { setTimeout as sleep } from 'node:timers/promises';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import { type Db, elect } from './election.ts';
import { type JobName, type JobTargets, jobNames, jobs, runJob } from './jobs.ts';

export interface ScheduleOptions extends JobTargets {
  /** The connected database of the app. */
  db: Db;
  /** Milliseconds of real time between two looks at what is due. Default 5000. */
  processEveryMs?: number;
}

export interface Schedule {
  /** Runs a job now, beside its times: for a clock that was moved. */
  run(name: JobName): Promise<void>;
  /** Starts no job any more, and waits up to `deadlineMs` of real time for those that run. */
  stop(deadlineMs: number): Promise<void>;
}

/** Longer than any run takes; then another process may take the job over. */
const lockLifetimeMs = 120_000;
/** How often each process makes sure that the jobs are there. */
const upkeepMs = 60_000;

/**
 * Starts the clock: Agenda runs each job in one process at a time. The clock holds no truth; what is due stands in the
 * records, and every job may run too often, late, or twice at once.
 */
export async function startSchedule(options: ScheduleOptions): Promise<Schedule> {
  const { db, log, runtime, processEveryMs = 5000 } = options;
  const running = new Set<Promise<void>>();
  let isStopped = false;
  const holder = Buffer.from(runtime.randomBytes(8)).toString('hex');
  const agenda = await openAgenda(db, holder, processEveryMs);
  agenda.on('error', (error: Error) => log.error({ error: error.name }, 'The schedule has a problem.'));
  agenda.on('fail', (error: unknown, job: unknown) => {
    const { attrs } = job as { attrs?: { name?: string } };
    log.error({ job: attrs?.name, error: error instanceof Error ? error.name : 'unknown' }, 'A job failed.');
  });

  for (const name of jobNames) {
    agenda.define(name, (job) => begin(name, job.attrs.data), {
      concurrency: 1,
      // Above the concurrency, Agenda loses slots and runs jobs twice.
      lockLimit: 1,
      lockLifetime: lockLifetimeMs,
    });
  }
  await agenda.start();
  await keepUp();
  const upkeep = setInterval(() => {
    keepUp().catch((error: unknown) => {
      log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'The jobs could not be checked.');
    });
  }, upkeepMs).unref();

  /** A job that was claimed ahead of its time still starts by its timer after Agenda has stopped. */
  async function begin(name: JobName, data: unknown): Promise<void> {
    if (!isStopped) await track(runJob(name, options, data));
  }

  async function track(work: Promise<void>): Promise<void> {
    running.add(work);
    await work.finally(() => running.delete(work));
  }

  async function keepUp(): Promise<void> {
    const now = runtime.now();
    if (await elect(db, { role: 'schedule', holder, now, forMs: 2 * upkeepMs })) await ensureJobs(agenda);
  }

  return {
    run: (name) => track(runJob(name, options, {})),
    async stop(deadlineMs) {
      isStopped = true;
      clearInterval(upkeep);
      await agenda.stop(false);
      const over = new AbortController();
      await Promise.race([
        Promise.allSettled(running),
        sleep(deadlineMs, undefined, { signal: over.signal }).catch(() => undefined),
      ]);
      over.abort();
    },
  };
}

/** Connected before Agenda sees it: Agenda lets a failure at this point end the process. */
async function openAgenda(db: Db, name: string, processEvery: number): Promise<Agenda> {
  const backend = new MongoBackend({ mongo: db });
  await backend.connect();
  backend.connect = async () => {};
  const agenda = new Agenda({ backend, name, processEvery, maxConcurrency: jobNames.length });
  await agenda.ready;
  return agenda;
}

/** Only where a job is missing or has another interval: `every` takes the lock from a job that runs. */
async function ensureJobs(agenda: Agenda): Promise<void> {
  const { jobs: found } = await agenda.queryJobs({ names: jobNames });
  for (const name of jobNames) {
    const { every } = jobs[name];
    if (found.some((job) => job.name === name && job.repeatInterval === every)) continue;
    await agenda.every(every, name, {});
  }
}
