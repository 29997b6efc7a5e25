import type { Bench } from './bench.ts';
import { median } from './statistics.ts';

/** One number of Gatehouse beside the same number of the plainest program that could do the same. */
export interface Figure {
  name: string;
  /** What is measured, for people. */
  what: string;
  unit: string;
  /** The worst ratio of ours to the base's that is still good. */
  goal: number;
  better: 'lower' | 'higher';
  rounds: { full: number; quick: number };
  /** Starts both sides. Each call of `ours` and `base` is one round. */
  open(bench: Bench): Promise<Sides>;
}

export interface Sides {
  ours(): Promise<number>;
  base(): Promise<number>;
  close(): Promise<void>;
}

export interface Measured {
  name: string;
  ours: number;
  base: number;
  ratio: number;
  goal: number;
  ok: boolean;
}

/**
 * Measures both sides in turn, the other one first in every second round, and compares the medians: whatever else the
 * machine does meanwhile happens to both. One round before that warms both up.
 */
export async function measure(figure: Figure, bench: Bench): Promise<Measured> {
  const sides = await figure.open(bench);
  const rounds = bench.quick ? figure.rounds.quick : figure.rounds.full;
  const found = { ours: [] as number[], base: [] as number[] };
  try {
    await sides.ours();
    await sides.base();
    for (let round = 0; round < rounds; round += 1) {
      const order = round % 2 === 0 ? (['ours', 'base'] as const) : (['base', 'ours'] as const);
      for (const side of order) found[side].push(await sides[side]());
      bench.progress(
        `${figure.name} ${round + 1}/${rounds}: ${found.ours.at(-1)?.toFixed(1)} : ${found.base.at(-1)?.toFixed(1)} ${figure.unit}`,
      );
    }
  } finally {
    await sides.close();
  }
  return judge(figure, median(found.ours), median(found.base));
}

function judge({ name, goal, better }: Figure, ours: number, base: number): Measured {
  const ratio = rounded(ours / base);
  return {
    name,
    ours: rounded(ours),
    base: rounded(base),
    ratio,
    goal,
    ok: better === 'lower' ? ratio <= goal : ratio >= goal,
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
