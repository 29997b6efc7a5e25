/** How a person's step comes about: plainly, sent twice, by a process that dies, or beside another one. */
import { randomUUID } from 'node:crypto';
import { compare } from './compare.ts';
import { Crash, type CrashPoint, doomed } from './crash.ts';
import type { Model } from './model.ts';
import { carryOut, type Outcome, type Step, told, turnOf } from './step.ts';
import type { Town } from './town.ts';

/** Carries a step out in some way, and tells the model. @throws Error when what people were told is not what should be */
export type Manner = (town: Town, model: Model, step: Step) => Promise<void>;

export const plainly: Manner = async (town, model, step) => {
  const outcome = await carryOut(town, step);
  expectOutcome(step, step.predict(model), outcome);
};

/** The same form is sent twice: one effect, the same answer (I15). */
export const twice: Manner = async (town, model, step) => {
  const commandId = randomUUID();
  const first = await carryOut(town, step, commandId);
  expectOutcome(step, step.predict(model), first);
  const second = await carryOut(town, step, commandId);
  if (first !== 'refused') expectOutcome(step, first, second);
};

/** The process dies on the way; its person, who has heard nothing, sends the same form again. */
export const dying =
  (point: CrashPoint): Manner =>
  async (town, model, step) => {
    const commandId = randomUUID();
    try {
      await told(step.act(turnOf(town, commandId, doomed(town.runtime, point))));
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      town.deaths += 1;
    }
    expectOutcome(step, step.predict(model), await carryOut(town, step, commandId));
  };

/** Two people at the same moment: what both are told is what one after the other would have been told. */
export async function together(town: Town, model: Model, [a, b]: [Step, Step]): Promise<void> {
  const outcomes = await Promise.all([carryOut(town, a), carryOut(town, b)]);
  const orders = [inOrder(model, a, b), inOrder(model, b, a).reverse()];
  const fitting = orders.filter((order) =>
    order.outcomes.every((outcome, index) => outcome === outcomes[index]),
  );
  const tries: string[] = [];
  for (const { after } of fitting) {
    const differences = await compare(town, after);
    if (differences.length === 0) {
      Object.assign(model, after);
      return;
    }
    tries.push(...differences);
  }
  const expected = orders.map((order) => order.outcomes.join(' and ')).join(', or ');
  const why = tries.length > 0 ? `\n  ${tries.join('\n  ')}` : '';
  throw new Error(`“${a.label}” beside “${b.label}”: ${outcomes.join(' and ')} instead of ${expected}${why}`);
}

interface Order {
  outcomes: Outcome[];
  after: Model;
  /** The same outcomes, named by the other order. */
  reverse(): Order;
}

function inOrder(model: Model, first: Step, second: Step): Order {
  const after = structuredClone(model);
  const outcomes = [first.predict(after), second.predict(after)];
  const order = { outcomes, after, reverse: () => ({ ...order, outcomes: outcomes.toReversed() }) };
  return order;
}

function expectOutcome({ label }: Step, expected: Outcome, told: Outcome): void {
  if (expected !== told) throw new Error(`“${label}”: told ${told}, expected ${expected}`);
}
