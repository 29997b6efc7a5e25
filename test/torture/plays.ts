/** What fast-check puts into sequences: a step or two, and how they come about. */
import fc from 'fast-check';
import { hearBounces } from './bounces.ts';
import { isWorking } from './commands/fitting.ts';
import { deeds, events } from './commands/index.ts';
import { compare } from './compare.ts';
import { crashPoints } from './crash.ts';
import { dying, type Manner, plainly, together, twice } from './manners.ts';
import type { Model } from './model.ts';
import { type Aim, refused, type Step } from './step.ts';
import type { Tally, Town } from './town.ts';
import { sweep } from './transitions.ts';

type Play = fc.AsyncCommand<Model, Town>;

/** A step that finds nothing to do is left out. */
function play(
  aims: Aim[],
  how: string,
  perform: (town: Town, model: Model, steps: Step[]) => Promise<void>,
): Play {
  let said = '';
  const aim = (model: Model) => aims.flatMap((each) => each(model) ?? []);
  return {
    check: (model) => aim(model).length === aims.length,
    async run(model, town) {
      const steps = aim(model);
      said = `${steps.map(({ label }) => label).join(' ‖ ')}${how}`;
      for (const step of steps) town.tally[comesTo(step, model)] += 1;
      await perform(town, model, steps);
      keepUp(town, model);
      await hearBounces(town, model);
      const differences = await compare(town, model);
      if (differences.length > 0) throw new Error(`After “${said}”:\n  ${differences.join('\n  ')}`);
    },
    toString: () => said,
  };
}

/** A step that a database broke off has waited. */
function keepUp({ clock }: Town, model: Model): void {
  if (clock.at <= model.now) return;
  model.now = clock.at;
  sweep(model);
}

/** As the model has it. */
function comesTo(step: Step, model: Model): keyof Tally {
  if (isWorking(step, model)) return 'worked';
  return step.predict(structuredClone(model)) === refused ? 'refused' : 'idle';
}

const single = (deed: Aim, how: string, manner: Manner): Play =>
  play([deed], how, async (town, model, [step]) => {
    if (step) await manner(town, model, step);
  });

const plain = deeds.map((deed) => single(deed, '', plainly));
const repeated = deeds.map((deed) => single(deed, ' (sent twice)', twice));
const dead = fc
  .tuple(deeds, fc.constantFrom(...crashPoints))
  .map(([deed, point]) => single(deed, ` (the process dies: ${point})`, dying(point)));
/** Two people, or one who presses twice (A44). */
const pairs = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(deeds, deeds) },
  { weight: 1, arbitrary: deeds.map((deed): [Aim, Aim] => [deed, deed]) },
);
const paired = pairs.map((pair) =>
  play(pair, '', async (town, model, [a, b]) => {
    if (a && b) await together(town, model, [a, b]);
  }),
);
export interface Lengths {
  /** In one run. */
  maxCommands: number;
  /** Of fast-check, as a failure prints it. */
  replayPath?: string | undefined;
}

type Sequence = Iterable<Play>;
/** Of so many parts is a sequence, each of a random length: so that few are short. */
const parts = 3;

/** Sequences of what can happen, up to a length. */
export function sequences({ maxCommands, replayPath }: Lengths): fc.Arbitrary<Sequence[]> {
  const happening = events.map((event) => single(event, '', plainly));
  const plays = fc.oneof(
    { weight: 10, arbitrary: plain },
    { weight: 6, arbitrary: happening },
    { weight: 3, arbitrary: repeated },
    { weight: 3, arbitrary: dead },
    { weight: 3, arbitrary: paired },
  );
  const replays = replayPath?.split(',') ?? [];
  const partOf = (part: number) =>
    fc.commands([plays], {
      maxCommands: Math.ceil(maxCommands / parts),
      size: 'max',
      ...(replays[part] !== undefined && { replayPath: replays[part] }),
    });
  return fc.tuple(...Array.from({ length: parts }, (_, part) => partOf(part)));
}
