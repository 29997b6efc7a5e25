import type { BaseLogger } from 'pino';
import { z } from 'zod';
import { sealAudit } from '../services/audit/seal.ts';
import { type Context, contextFor, newId, type Runtime } from '../services/context.ts';
import { sendDigests } from '../services/digest.ts';
import { expireDue } from '../services/expiry.ts';
import { remindDue } from '../services/reminders/sweep.ts';
import { warnDue } from '../services/reminders/warn-endings.ts';
import { purgeOld } from '../services/retention.ts';

/** What the jobs wake. */
export interface JobTargets {
  runtime: Runtime;
  dispatcher: { wake(): void };
  tenantIds(): Promise<string[]>;
  log: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
}

interface JobDefinition<Data extends z.ZodType> {
  /** In seconds or more, in Agenda's words: it understands nothing shorter. */
  every: string;
  data: Data;
  run(targets: JobTargets, data: z.output<Data>): Promise<void>;
}

type SweepName = 'expiry' | 'reminders' | 'digest';

const noData = z.strictObject({});

/** Every job: how often it is due, what data it takes, and what it wakes. Jobs hold no truth; a job too many is harmless. */
export const jobs = {
  'outbox.deliver': define({
    every: '30 seconds',
    data: noData,
    async run({ dispatcher }) {
      dispatcher.wake();
    },
  }),
  'expiry.sweep': define({
    every: '1 minute',
    data: noData,
    run: (targets) =>
      forEachTenant(targets, async (tenantId) => {
        const result = await expireDue(sweeping(targets, tenantId, 'expiry'));
        if (result.failed > 0)
          targets.log.warn({ tenantId, ...result }, 'Some of what is over could not be stored.');
      }),
  }),
  'reminders.sweep': define({
    every: '1 minute',
    data: noData,
    run: (targets) =>
      inOneGo(targets, (held) =>
        forEachTenant(
          held,
          async (tenantId) => {
            const reminded = await remindDue(sweeping(held, tenantId, 'reminders'));
            if (reminded.failed > 0)
              held.log.warn({ tenantId, ...reminded }, 'Some reminders could not be written.');
          },
          async (tenantId) => {
            const warned = await warnDue(sweeping(held, tenantId, 'reminders'));
            if (warned.failed > 0)
              held.log.warn({ tenantId, ...warned }, 'Some warnings could not be written.');
          },
        ),
      ),
  }),
  'digest.send': define({
    every: '5 minutes',
    data: noData,
    run: (targets) =>
      forEachTenant(targets, async (tenantId) => {
        const result = await sendDigests(sweeping(targets, tenantId, 'digest'));
        if (result.failed > 0)
          targets.log.warn({ tenantId, ...result }, 'Some digests could not be written.');
      }),
  }),
  'audit.seal': define({
    every: '1 minute',
    data: noData,
    run: (targets) =>
      forEachTenant(targets, async (tenantId) => {
        await sealAudit(keeping(targets.runtime, tenantId));
      }),
  }),
  'retention.purge': define({
    every: '1 day',
    data: noData,
    run: (targets) =>
      forEachTenant(targets, async (tenantId) => {
        const purged = (await purgeOld(keeping(targets.runtime, tenantId))).filter(({ rows }) => rows > 0);
        if (purged.length > 0)
          targets.log.info({ tenantId, purged }, 'What is older than it is kept was removed.');
      }),
  }),
  'imports.run': define({
    every: '15 seconds',
    data: noData,
    async run({ runtime }) {
      runtime.wakeImports?.();
    },
  }),
} as const;

export type JobName = keyof typeof jobs;
export const jobNames = Object.keys(jobs) as JobName[];

/** Runs a job by its name. @throws ZodError when the data is not what the job takes */
export async function runJob(name: JobName, targets: JobTargets, data: unknown): Promise<void> {
  const job = jobs[name];
  await job.run(targets, job.data.parse(data ?? {}));
}

function define<Data extends z.ZodType>(job: JobDefinition<Data>): JobDefinition<Data> {
  return job;
}

/**
 * Does these works for each tenant, one after the other: what fails for one of them holds up nothing else.
 * @throws the first failure, once all have had their turn
 */
async function forEachTenant(
  { tenantIds, log }: JobTargets,
  ...works: ((tenantId: string) => Promise<void>)[]
): Promise<void> {
  const failures: unknown[] = [];
  for (const tenantId of await tenantIds()) {
    for (const work of works) {
      try {
        await work(tenantId);
      } catch (error) {
        log.error({ tenantId, error: nameOf(error) }, 'A part of a job failed.');
        failures.push(error);
      }
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Acts as a sweep, which says in the log what it leaves to the next one. */
function sweeping({ runtime, log }: JobTargets, tenantId: string, name: SweepName): Context {
  const onLeft: Context['onLeft'] = (sweep, id, error) =>
    log.warn({ tenantId, sweep, id, error: nameOf(error) }, 'A record is left to the next sweep.');
  return contextFor({ ...runtime, onLeft }, { kind: 'system', tenantId, name }, name);
}

/** The message of an unknown error may quote a record. A code of our own or of the database's says more than a class. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error ? `${error.name} ${error.code}` : error.name;
}

/** Lets nothing leave before all of it is written: then one message tells a person of everything. */
async function inOneGo(targets: JobTargets, work: (held: JobTargets) => Promise<void>): Promise<void> {
  const { runtime } = targets;
  try {
    await work({ ...targets, runtime: { ...runtime, wakeDelivery() {} } });
  } finally {
    runtime.wakeDelivery();
  }
}

/** Acts as whoever keeps the audit and the rest in order. */
function keeping(runtime: Runtime, tenantId: string): Context {
  return contextFor(runtime, { kind: 'system', tenantId, name: 'retention' }, newId(runtime, 'cmd'));
}
