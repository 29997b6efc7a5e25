import fc from 'fast-check';
import { doomed, expectDeath } from '../crash.ts';
import { day, minute } from '../model.ts';
import type { Aim } from '../step.ts';
import { runSweeps, skewed, sweepOnce } from '../sweeps.ts';
import { sweep } from '../transitions.ts';

const hour = 60 * minute;
const passing = fc.constantFrom(3 * minute, 11 * minute, hour, 7 * hour, day, 3 * day, 8 * day, 15 * day);

/** Time passes, and the sweeps come by: also those of a machine whose clock is off, and of one that dies in the middle. */
export const passTime: fc.Arbitrary<Aim> = fc
  .record({
    milliseconds: passing,
    skew: fc.constantFrom(0, 0, 30_000, -30_000),
    survives: fc.option(fc.nat({ max: 3 }), { freq: 2 }),
    together: fc.boolean(),
  })
  .map(({ milliseconds, skew, survives, together }) => () => ({
    label: `${inWords(milliseconds)} pass${skew ? `, one clock ${skew / 1000} s off` : ''}${survives === null ? '' : `, a sweep dies after ${survives}`}${together ? ', two sweeps at once' : ''}`,
    predict(model) {
      model.now += milliseconds + skew;
      if (skew !== 0) sweep(model);
      model.now -= skew;
      sweep(model);
      return 'swept';
    },
    async act({ town }) {
      const { tenantId, runtime } = town;
      // Before the clock tells other processes that it is time for them as well.
      if (skew !== 0) await runSweeps({ tenantId, runtime: skewed(runtime, milliseconds + skew) });
      town.clock.at += milliseconds;
      if (survives !== null) {
        town.deaths += 1;
        await sweepOnce({ tenantId, runtime: doomed(runtime, 'answer', survives) }).catch(expectDeath);
      }
      if (together) await Promise.all([runSweeps(town), runSweeps(town)]);
      // What one could not do because of the other is left to the next.
      await runSweeps(town);
      return 'swept';
    },
  }));

function inWords(milliseconds: number): string {
  if (milliseconds % day === 0) return `${milliseconds / day} days`;
  return milliseconds % hour === 0 ? `${milliseconds / hour} hours` : `${milliseconds / minute} minutes`;
}
