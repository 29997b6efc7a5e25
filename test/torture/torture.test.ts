import { expect, inject, it, onTestFinished } from 'vitest';
import { openHouse } from './house.ts';
import { torture } from './torture.ts';
import type { Town } from './town.ts';

/** The same sequences each time, unless others are wished for. */
const { TORTURE_SEED: seed = '20260105' } = process.env;

it(`keeps every invariant, whatever people, time, machines and networks do (seed ${seed})`, async () => {
  const house = await openHouse(inject('mongodbUri'));
  onTestFinished(() => house.close());
  const tally = { worked: 0, refused: 0, idle: 0 };
  const onRun = (town: Town) => {
    for (const what of ['worked', 'refused', 'idle'] as const) tally[what] += town.tally[what];
  };
  await torture(house, { seed: Number(seed), runs: 8, maxCommands: 90, onRun });
  console.log(tally);
  expect(tally.worked).toBeGreaterThan(100);
  expect(tally.refused).toBeGreaterThan(10);
  expect(house.slack.violations).toEqual([]);
}, 300_000);
