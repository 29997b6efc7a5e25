import { expect, inject, it, onTestFinished } from 'vitest';
import { openHouse } from './house.ts';
import { torture } from './torture.ts';
import type { Tally, Town } from './town.ts';

/** The same sequences each time, unless others are wished for. */
const { TORTURE_SEED: seed = '21050105' } = process.env;

it(`keeps every invariant, whatever people, time, machines and networks do (seed ${seed})`, async () => {
  const house = await openHouse(inject('mongodbUri'));
  onTestFinished(async () => {
    await house.connection.dropDatabase();
    await house.close();
  });
  const tally: Tally = { worked: 0, refused: 0, idle: 0 };
  const onRun = (town: Town) => {
    for (const what of ['worked', 'refused', 'idle'] as const) tally[what] += town.tally[what];
  };
  await torture(house, { seed: Number(seed), runs: 6, maxCommands: 90, onRun });
  console.info(
    `${tally.worked} commands changed something, ${tally.refused} were refused, ${tally.idle} changed nothing`,
  );
  expect(tally.worked).toBeGreaterThan(60);
  expect(tally.refused).toBeGreaterThan(10);
  expect(house.slack.violations).toEqual([]);
}, 300_000);
