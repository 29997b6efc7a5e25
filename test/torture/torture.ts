/** The property: after any sequence, once everything has come to rest, the town is what its model says, and every invariant holds. */
import fc from 'fast-check';
import type { House } from './house.ts';
import { patiently } from './patience.ts';
import { type Lengths, sequences } from './plays.ts';
import { begin, prepareTowns, type Story, storyNames } from './prepared.ts';
import { quiesce, violationsIn } from './quiesce.ts';
import type { Town } from './town.ts';

export interface Torment extends Lengths {
  seed: number;
  runs: number;
  /** Of fast-check, as a failure prints it. */
  path?: string | undefined;
  /** Hears of each run that has ended well. */
  onRun?(town: Town): void;
  /** Hears of the first failure at once: looking for the shortest sequence takes minutes. */
  onFailure?(problem: string): void;
}

/** So long for the runs of one seed, and for finding the shortest sequence of one that fails. */
const limitMs = 10 * 60 * 1000;

/** @throws Error with the seed and the shortest sequence that fails */
export async function torture(
  house: House,
  { seed, runs, path, onRun, onFailure, ...lengths }: Torment,
): Promise<void> {
  let failing: Town | null = null;
  const beginnings = await patiently(() => prepareTowns(house));
  const stories = fc.constantFrom(...storyNames);
  const property = fc.asyncProperty(stories, sequences(lengths), async (story, sequence) => {
    const { town, model } = await patiently(() => begin(house, beginnings, story));
    try {
      for (const plays of sequence) await fc.asyncModelRun(() => ({ model, real: town }), plays);
      await quiesce(town, model);
      const violations = await patiently(() => violationsIn(town, model));
      if (violations.length > 0) throw new Error(violations.join('\n'));
    } catch (error) {
      if (!failing)
        onFailure?.([...stepsOf(town), error instanceof Error ? error.message : error].join('\n'));
      failing = town;
      throw error;
    }
    onRun?.(town);
  });
  const details = await fc.check(property, {
    seed,
    numRuns: runs,
    unbiased: true,
    // Of a failure, the shortest sequence until then is told.
    interruptAfterTimeLimit: limitMs,
    ...(path ? { path } : {}),
  });
  if (details.failed)
    throw new Error(report(details, failing, lengths.maxCommands), { cause: details.errorInstance });
}

type Failure = Pick<
  fc.RunDetails<[Story, unknown]>,
  'seed' | 'counterexamplePath' | 'errorInstance' | 'counterexample'
>;

/** The shortest sequence was the last one to fail. */
function report(details: Failure, town: Town | null, maxCommands: number): string {
  const { seed, counterexamplePath, counterexample, errorInstance } = details;
  const what =
    errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  const replay = [...String(counterexample?.[1]).matchAll(/replayPath="([^"]*)"/g)]
    .map(([, path]) => path)
    .join(',');
  const again = [
    `--commands ${maxCommands} --seed ${seed} --path ${counterexamplePath}`,
    ...(replay ? [`--replay ${replay}`] : []),
  ];
  return [
    `The model and the code disagree. Again: npm run torture -- ${again.join(' ')}`,
    `In ${counterexample?.[0]}:`,
    ...(town ? stepsOf(town) : []),
    what,
  ].join('\n');
}

const stepsOf = ({ trace }: Town): string[] => trace.map((step, index) => `  ${index + 1}. ${step}`);
