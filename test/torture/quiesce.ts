/** At the end of a run everything is healed, time goes on until nothing is under way, and what is left is looked at. */
import { verifyData } from '../../src/verify/index.ts';
import { hearBounces } from './bounces.ts';
import { compare } from './compare.ts';
import { copiesOf } from './copies.ts';
import { deliver } from './delivery.ts';
import { type Model, minute } from './model.ts';
import { patiently } from './patience.ts';
import { runSweeps } from './sweeps.ts';
import type { Town } from './town.ts';
import { sweep } from './transitions.ts';

const roundsAtMost = 200;

/** @throws Error when the town does not come to rest */
export async function quiesce(town: Town, model: Model): Promise<void> {
  const { clock } = town;
  for (let round = 0; round < roundsAtMost; round += 1) {
    await runSweeps(town);
    sweep(model);
    await deliver(town, 'fair');
    await hearBounces(town, model);
    const next = await patiently(() => nextDue(town));
    if (next === null) return;
    const wait = Math.max(0, next.getTime() - clock.at);
    clock.at += Math.ceil(wait / minute) * minute;
    model.now = clock.at;
  }
  throw new Error(
    `It does not come to rest: there is always a message to be sent.\n${await whatWaits(town)}`,
  );
}

async function whatWaits({ house, tenantId }: Town): Promise<string> {
  const rows = await house.store.outbox
    .find({ tenantId, status: 'pending' })
    .sort({ dueAt: 1 })
    .limit(3)
    .lean();
  return rows.map((row) => JSON.stringify(row)).join('\n');
}

async function nextDue({ house, tenantId }: Town): Promise<Date | null> {
  const pending = { tenantId, status: 'pending' } as const;
  const row = await house.store.outbox.findOne(pending, { dueAt: 1 }).sort({ dueAt: 1 }).lean();
  return row?.dueAt ?? null;
}

/** Everything that is wrong with a town at rest, a line each. */
export async function violationsIn(town: Town, model: Model): Promise<string[]> {
  const { house, tenantId, clock } = town;
  const found = await compare(town, model);
  const options = { tenantId, now: new Date(clock.at), isSettled: true };
  for await (const { invariant, id, problem } of verifyData(house.store, options))
    found.push([`${invariant} ${id} ${problem}`, ...(await historyOf(town, id))].join('\n'));
  return [...found, ...(await copiesOf(town))];
}

/** What the audit says of a record, a line for each row: clocks and races make a run that cannot be had again. */
async function historyOf({ house, tenantId }: Town, id: string): Promise<string[]> {
  const rows = await house.store.audit.find({ tenantId, subjects: id }).sort({ _id: 1 }).lean();
  return rows.map(
    ({ at, action, actorName, commandId, detail }) =>
      `    ${at.toISOString()} ${action} by ${actorName} in ${commandId} ${JSON.stringify(detail)}`,
  );
}
