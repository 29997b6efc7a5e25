/** Which of all that somebody could try: random choices alone would mostly be refused, or find nothing to do. */
import fc from 'fast-check';
import type { Model } from '../model.ts';
import { type Aim, refused, type Step } from '../step.ts';

/**
 * `fitting`: what comes to something. `forbidden`: what is refused, where another try at the same would not be; rights are tried
 * there. `any`: whatever it comes to.
 */
const intents = fc.oneof(
  { weight: 15, arbitrary: fc.constant('fitting') },
  { weight: 4, arbitrary: fc.constant('forbidden') },
  { weight: 1, arbitrary: fc.constant('any') },
);
const triesAtMost = 10;
const kindsAtMost = 3;

/** Chooses among several tries at the same by what the model says of them; none may do. */
export function fitting(deed: fc.Arbitrary<Aim>): fc.Arbitrary<Aim> {
  const tries = fc.array(deed, { minLength: triesAtMost, maxLength: triesAtMost });
  // A sequence is made shorter by leaving deeds out, not by other deeds.
  return fc.noShrink(fc.record({ tries, intent: intents })).map(({ tries: aims, intent }) => (model) => {
    const steps = aims.flatMap((aim) => mayStep(aim(model), model));
    if (intent === 'any') return steps[0] ?? null;
    const fit = steps.find((step) => isWorking(step, model));
    if (intent === 'fitting' || !fit) return fit ?? null;
    return steps.find((step) => step.predict(structuredClone(model)) === refused) ?? null;
  });
}

/** The first of a few for which there is something to do. */
export function firstOf(deeds: fc.Arbitrary<Aim>): fc.Arbitrary<Aim> {
  return fc.array(deeds, { minLength: kindsAtMost, maxLength: kindsAtMost }).map((aims) => (model) => {
    for (const aim of aims) {
      const step = aim(model);
      if (step) return step;
    }
    return null;
  });
}

/** Whoever is deactivated does nothing: the edge of Slack turns them away. */
function mayStep(step: Step | null, { away }: Model): Step[] {
  return step && !(step.by && away.includes(step.by)) ? [step] : [];
}

/** Whether a step changes anything. */
export function isWorking(step: Step, model: Model): boolean {
  const after = structuredClone(model);
  return step.predict(after) !== refused && JSON.stringify(after) !== JSON.stringify(model);
}
