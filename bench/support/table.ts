import type { Figure, Measured } from './figure.ts';

/** The figures for people: one line each, and below it what was measured. */
export function table(measured: readonly Measured[], figures: readonly Figure[]): string {
  const row = (cells: string[]) =>
    cells.map((cell, index) => (index === 0 ? cell.padEnd(22) : cell.padStart(12))).join('');
  const lines = measured.flatMap(({ name, ours, base, ratio, goal, ok }) => {
    const figure = figures.find((candidate) => candidate.name === name);
    const limit = `${figure?.better === 'lower' ? '<=' : '>='} ${goal}`;
    return [
      row([name, String(ours), String(base), String(ratio), limit, ok ? 'ok' : 'below goal']),
      `  ${figure?.what ?? ''} (${figure?.unit ?? ''})`,
    ];
  });
  return [row(['figure', 'ours', 'base', 'ratio', 'goal', '']), ...lines].join('\n');
}
