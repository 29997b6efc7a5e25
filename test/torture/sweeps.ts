/** What jobs do in a town, by a process that may be a little off, or die on the way. */
import { DomainError } from '../../src/domain/errors.ts';
import { jobNames, runJob } from '../../src/schedule/jobs.ts';
import type { Runtime } from '../../src/services/context.ts';
import { patiently } from './patience.ts';
import type { Town } from './town.ts';

/** Messages leave by `deliver`, and imports have runs of their own. */
const elsewhere: readonly string[] = ['outbox.deliver', 'imports.run'];
const sweepNames = jobNames.filter((name) => !elsewhere.includes(name));
/** What cannot be done so often is left, and found by whoever looks. */
const roundsAtMost = 10;

type Swept = Pick<Town, 'tenantId' | 'runtime'>;

/** Runs every sweep, and again when something could not be done, as the app does a minute later. */
export async function runSweeps(town: Swept): Promise<void> {
  for (let round = 0; round < roundsAtMost; round += 1) {
    if (await patiently(() => sweepOnce(town))) return;
  }
}

/** Runs every sweep once. @returns whether everything could be done */
export async function sweepOnce({ tenantId, runtime }: Swept): Promise<boolean> {
  let isDone = true;
  const warn = () => {
    isDone = false;
  };
  const log = { info() {}, warn, error: warn };
  const targets = { runtime, dispatcher: { wake() {} }, tenantIds: () => Promise.resolve([tenantId]), log };
  for (const name of sweepNames) {
    try {
      await runJob(name, targets, {});
    } catch (error) {
      // As in the app: its next turn does what this one could not.
      if (!(error instanceof DomainError) || !['busy', 'unsure'].includes(error.code)) throw error;
      isDone = false;
    }
  }
  return isDone;
}

/** The clock of a machine that is off, by no more than what is tolerated (A67). */
export function skewed(runtime: Runtime, milliseconds: number): Runtime {
  return { ...runtime, now: () => new Date(runtime.now().getTime() + milliseconds) };
}
