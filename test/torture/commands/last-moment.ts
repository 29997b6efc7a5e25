import fc from 'fast-check';
import type { Aim } from '../step.ts';
import { refused, told } from '../step.ts';
import { runSweeps } from '../sweeps.ts';
import { sweep } from '../transitions.ts';

/** So long before the end, in milliseconds, the sweeps are there for the last time. */
const last = 2;
/** Relative to the end: it is over from its very millisecond on (A25). */
const moments = fc.constantFrom(-1, 0, 0, 1);

/** Somebody does something in the last millisecond in which it can be done, or in the first ones in which it is too late, before any sweep. */
export function atItsEnd(deed: fc.Arbitrary<Aim>): fc.Arbitrary<Aim> {
  return fc.record({ deed, moment: moments }).map(({ deed: aim, moment }) => (before) => {
    const step = aim(before);
    if (step?.until === undefined || step.until - last <= before.now) return null;
    const { until } = step;
    return {
      ...step,
      label: `${step.label}, ${moment} ms after its end`,
      predict(model) {
        model.now = until - last;
        sweep(model);
        model.now = until + moment;
        const outcome = moment < 0 ? step.predict(model) : refused;
        sweep(model);
        return outcome;
      },
      async act(turn) {
        const { town } = turn;
        town.clock.at = until - last;
        await runSweeps(town);
        town.clock.at = until + moment;
        const outcome = await told(step.act(turn));
        await runSweeps(town);
        return outcome;
      },
    };
  });
}
