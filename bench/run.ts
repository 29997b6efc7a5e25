/**
 * Measures Gatehouse beside the plainest programs that could do the same.
 *
 *     npm run bench -- [--quick] [--only NAME] [--json] [--profile]
 *
 * A figure that misses its goal is marked, and is no failure. `--json` writes `{"figures":[…]}` to stdout and nothing
 * else there. `--profile` leaves CPU profiles of Gatehouse's processes in `bench/dist/profiles`.
 */
import { parseArgs } from 'node:util';
import { commandAckP99 } from './figures/command-ack-p99.ts';
import { commandThroughput } from './figures/command-throughput.ts';
import { grantWorkgroup100 } from './figures/grant-workgroup-100.ts';
import { homeP95 } from './figures/home-p95.ts';
import { idleRss } from './figures/idle-rss.ts';
import { import10k, importPeak10k, importPeak100k } from './figures/import-10k.ts';
import { invitationsPageP95 } from './figures/invitations-page-p95.ts';
import { inviteThroughput } from './figures/invite-throughput.ts';
import { lastSeatContention } from './figures/last-seat-contention.ts';
import { outboxThroughput } from './figures/outbox-throughput.ts';
import { readyTime } from './figures/ready-time.ts';
import { redeemThroughput } from './figures/redeem-throughput.ts';
import { sweepIdleCost } from './figures/sweep-idle-cost.ts';
import { sweepThroughput } from './figures/sweep-throughput.ts';
import { twoProcesses } from './figures/two-processes.ts';
import { typeaheadP95 } from './figures/typeahead-p95.ts';
import { openBench } from './support/bench.ts';
import { type Measured, measure } from './support/figure.ts';
import { table } from './support/table.ts';

const all = [
  commandAckP99,
  commandThroughput,
  redeemThroughput,
  inviteThroughput,
  lastSeatContention,
  grantWorkgroup100,
  import10k,
  importPeak10k,
  importPeak100k,
  outboxThroughput,
  sweepThroughput,
  sweepIdleCost,
  twoProcesses,
  readyTime,
  idleRss,
  typeaheadP95,
  invitationsPageP95,
  homeP95,
];

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
});
const figures = options.only ? all.filter(({ name }) => options.only?.includes(name)) : all;
if (figures.length === 0) {
  console.error(`There is no such figure. There are: ${all.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}
// Lets the exit handlers end the other processes.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const { quick, profile } = options;
const bench = await openBench({ quick, profile, progress: (message) => console.error(message) });
const measured: Measured[] = [];
try {
  for (const figure of figures) measured.push(await measure(figure, bench));
} finally {
  await bench.close();
}
console.log(options.json ? JSON.stringify({ figures: measured }) : `\n${table(measured, figures)}`);
