import { beforeAll, expect, it } from 'vitest';
import { busy } from '../../src/domain/errors.ts';
import { contextFor } from '../../src/services/context.ts';
import { type Sweep, sweepAll } from '../../src/services/sweep.ts';
import { openWorld, TENANT, type World } from '../delivery/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});

const idsOf = (kind: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${kind}_${index}`);

/** Sweeps so many things in this order; `give` fails for those whose turn cannot be given. */
async function sweep(ids: string[], give: (ids: string[]) => void) {
  const left = new Set(ids);
  const told: string[] = [];
  let turns = 0;
  const things: Sweep = {
    name: 'things',
    due: async (_, except, limit) => [...left].filter((id) => !except.includes(id)).slice(0, limit),
    turn: async (_context, _effects, some) => {
      turns += 1;
      give(some);
      for (const id of some) left.delete(id);
      return some.length;
    },
  };
  const onLeft = (name: string, id: string, error: unknown) =>
    told.push(`${name} ${id} ${error instanceof Error ? error.message : ''}`);
  const actor = { kind: 'system', tenantId: TENANT, name: 'expiry' } as const;
  const result = await sweepAll(contextFor({ ...world.runtime, onLeft }, actor, 'test'), things);
  return { result, told, turns };
}

it('gives their turn to those behind more than a batch that cannot be done, and says which and why', async () => {
  const { result, told } = await sweep([...idsOf('bad', 120), ...idsOf('good', 30)], (some) => {
    if (some.some((id) => id.startsWith('bad'))) throw new TypeError('broken');
  });
  expect(result).toEqual({ done: 30, failed: 120 });
  expect(told[0]).toBe('things bad_0 broken');
  expect(told).toHaveLength(10);
});

it('stops when the database has no time, and goes on after one that it had no time for', async () => {
  const out = await sweep(idsOf('any', 100), () => {
    throw busy();
  });
  expect(out).toMatchObject({ result: { done: 0, failed: 2 }, turns: 3 });
  const once = await sweep(idsOf('any', 5), (some) => {
    if (some.includes('any_0')) throw busy();
  });
  expect(once.result).toEqual({ done: 4, failed: 1 });
});
