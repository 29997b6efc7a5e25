import type { Bench } from '../support/bench.ts';
import { startChild } from '../support/child.ts';
import type { Figure } from '../support/figure.ts';
import type { ImportQuestion } from '../support/import-data.ts';
import { startPair } from '../support/pair.ts';

/** In MB. */
const limit = 300;
/** All of a large file is read, and enough of it done to see that memory does not grow with it. */
const doneAtMost = { full: 10_000, quick: 1_000 };
/** How long one answer takes; then the import goes on with the next one. */
const forMs = 20_000;

export const import10k: Figure = {
  name: 'import-10k',
  what: 'importing 10,000 people (1,000 if quick), 5 % of them without an address, beside the plain driver that writes the same in the same order unchecked',
  unit: 's',
  goal: 2,
  better: 'lower',
  rounds: { full: 2, quick: 2 },
  async open(bench) {
    const { ours, base, close } = await startPair(bench, 'import');
    const question = { kind: 'import', count: bench.quick ? 1_000 : 10_000 } satisfies ImportQuestion;
    return {
      ours: async () => (await ours.ask<number>(question)) / 1000,
      base: async () => (await base.ask<number>(question)) / 1000,
      close,
    };
  },
};

export const importPeak10k = memoryFigure('import-peak-10k', { full: 10_000, quick: 1_000 });
export const importPeak100k = memoryFigure('import-peak-100k', { full: 100_000, quick: 20_000 });

/** The memory of a process that does nothing else. Measured once. */
function memoryFigure(name: string, people: { full: number; quick: number }): Figure {
  const [full, quick, most] = [people.full, people.quick, doneAtMost.full].map((count) =>
    count.toLocaleString('en'),
  );
  return {
    name,
    what: `the most memory of a process that reads ${full} people (${quick} if quick) and imports the first ${most} of them (1,000 if quick), beside the ${limit} MB that it may have`,
    unit: 'MB',
    goal: 1,
    better: 'lower',
    rounds: { full: 1, quick: 1 },
    async open(bench) {
      const peak = await peakOf(bench, bench.quick ? people.quick : people.full);
      return { ours: async () => peak, base: async () => limit, close: () => Promise.resolve() };
    },
  };
}

async function peakOf(bench: Bench, count: number): Promise<number> {
  const child = startChild('bench/apps/import-ours.js', { env: { MONGODB_URI: bench.newDatabase() } });
  const ask = (question: ImportQuestion) => child.ask<number>(question);
  try {
    await ask({ kind: 'prepare' });
    await ask({ kind: 'begin', count });
    const most = Math.min(count, bench.quick ? doneAtMost.quick : doneAtMost.full);
    for (let done = 0; done < most; ) {
      done = await ask({ kind: 'go-on', forMs });
      bench.progress(`${done} of ${count} people are imported`);
    }
    return await ask({ kind: 'peak' });
  } finally {
    await child.stop();
  }
}
