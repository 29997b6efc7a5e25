import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { BareImportsQuestion } from '../apps/bare-imports.ts';
import { type Child, startChild } from '../support/child.ts';
import type { Figure } from '../support/figure.ts';
import { startGatehouse } from '../support/gatehouse.ts';

const run = promisify(execFile);

export const idleRss: Figure = {
  name: 'idle-rss',
  what: 'resident memory after three idle seconds, beside a process that has loaded Bolt, mongoose and Agenda',
  unit: 'MB',
  goal: 1.5,
  better: 'lower',
  rounds: { full: 3, quick: 1 },
  async open(bench) {
    const uri = bench.newDatabase();
    return {
      ours: async () => sizeOf(await startGatehouse(bench, uri)),
      base: async () => {
        const bare = startChild('bench/apps/bare-imports.js');
        await bare.ask({ kind: 'loaded' } satisfies BareImportsQuestion);
        return sizeOf(bare);
      },
      close: () => Promise.resolve(),
    };
  },
};

async function sizeOf(child: Child): Promise<number> {
  try {
    await sleep(3_000);
    const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(child.pid)]);
    return Number(stdout) / 1024;
  } finally {
    await child.stop();
  }
}
