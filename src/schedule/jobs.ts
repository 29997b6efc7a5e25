import type { BaseLogger } from 'pino';
import { z } from 'zod';
import { contextFor, type Runtime } from '../services/context.ts';
import { expireDue } from '../services/expiry.ts';

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
    async run({ runtime, tenantIds, log }) {
      for (const tenantId of await tenantIds()) {
        const actor = { kind: 'system', tenantId, name: 'expiry' } as const;
        const result = await expireDue(contextFor(runtime, actor, 'expiry'));
        if (result.failed > 0) log.warn({ tenantId, ...result }, 'Some of what is over could not be stored.');
      }
    },
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
