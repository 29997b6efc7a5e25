import type { CrowdQuestion } from '../apps/crowd.ts';
import type { Bench } from './bench.ts';
import { startChild } from './child.ts';
import type { CrowdSize } from './crowd-invitations.ts';
import type { Figure } from './figure.ts';

const small: CrowdSize = { count: 1_000, people: 200 };
const large: CrowdSize = { count: 1_000_000, people: 200_000 };
/** Enough to see whether everything works. */
const quickLarge: CrowdSize = { count: 20_000, people: 4_000 };
const calls = 320;

/** What takes an admin of a large organization how long: 95th percentile, beside the same in a small one. */
export function crowdFigure(figure: {
  name: string;
  what: string;
  kind: Exclude<CrowdQuestion['kind'], 'fill'>;
}): Figure {
  const { name, what, kind } = figure;
  return {
    name,
    what: `${what}, 95th percentile at 1,000,000 invitations and 200,000 accounts, beside 1,000 and 200`,
    unit: 'ms',
    goal: 1.3,
    better: 'lower',
    rounds: { full: 5, quick: 2 },
    async open(bench) {
      const ask = await crowds(bench);
      return {
        ours: () => ask('large', kind),
        base: () => ask('small', kind),
        close: () => Promise.resolve(),
      };
    },
  };
}

type Ask = (size: 'large' | 'small', kind: Exclude<CrowdQuestion['kind'], 'fill'>) => Promise<number>;

const opened = new WeakMap<Bench, Promise<Ask>>();

/** Both organizations: filled once for all figures, each in a database of its own. */
function crowds(bench: Bench): Promise<Ask> {
  const known = opened.get(bench) ?? openCrowds(bench);
  opened.set(bench, known);
  return known;
}

async function openCrowds(bench: Bench): Promise<Ask> {
  const sizes = { large: bench.quick ? quickLarge : large, small };
  const start = () =>
    startChild('bench/apps/crowd.js', {
      env: { MONGODB_URI: bench.newDatabase() },
      profiles: bench.profiles,
    });
  const children = { large: start(), small: start() };
  bench.atClose(async () => {
    await children.large.stop();
    await children.small.stop();
  });
  for (const size of ['small', 'large'] as const) {
    const begun = performance.now();
    await children[size].ask({ kind: 'fill', ...sizes[size] } satisfies CrowdQuestion);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    bench.progress(`filled ${sizes[size].count} invitations in ${seconds} s`);
  }
  return (size, kind) => children[size].ask({ kind, calls, ...sizes[size] } satisfies CrowdQuestion);
}
