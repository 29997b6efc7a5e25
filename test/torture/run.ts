/**
 * Torments Gatehouse for as long as you like: random sequences of everything that people and machines do, against a small
 * model, while processes are killed. Ends with 1 at the first violation, and says how to see it again.
 *
 *   npm run torture -- --runs 200 --minutes 20     until both are reached
 *   npm run torture -- --failover                  on three nodes, whose primary steps down or is killed now and then
 *   npm run torture -- --seed S --path P           one run again, as a failure has printed it
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startEmbeddedMongo } from '../../src/store/mongod/embedded.ts';
import { startNodes } from '../failover/nodes.ts';
import { type House, openHouse } from './house.ts';
import { laySiege, type Siege } from './siege.ts';
import { torture } from './torture.ts';
import type { Town } from './town.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    minutes: { type: 'string', default: '0' },
    commands: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    path: { type: 'string' },
    replay: { type: 'string' },
    failover: { type: 'boolean', default: false },
  },
});

const progressMs = 30_000;
/** So many runs have one seed. */
const runsPerSeed = 10;
const figures = { runs: 0, commands: 0, worked: 0, refused: 0, deaths: 0, messages: 0, violations: 0 };

// Both end the same way as a failure: nothing is left behind.
const interruption = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
}).then(() => {
  say('Interrupted.');
  process.exitCode = 1;
});
const nodes = values.failover ? await startNodes() : null;
const mongo = nodes ?? (await startEmbeddedMongo({ env: process.env, progress: say }));
const house = await openHouse(mongo.uri);
// One run alone is repeated as it was, in this process.
const siege = values.path === undefined ? laySiege(house, nodes) : null;
const progress = setInterval(() => say(inWords(siege)), progressMs);
try {
  const work = values.path === undefined ? long(house) : again(house, values.path);
  await Promise.race([work, interruption]);
} catch (error) {
  figures.violations += 1;
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  clearInterval(progress);
  await siege?.lift().catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
  say(inWords(siege));
  // The data goes with its MongoDB; what an interrupted run still waits for there is waited for no more.
  await mongo.stop();
  process.exit();
}

async function long(of: House): Promise<void> {
  const end = performance.now() + Number(values.minutes) * 60_000;
  const maxCommands = Number(values.commands);
  let seed = Number(values.seed);
  while (figures.runs < Number(values.runs) || performance.now() < end) {
    say(`seed ${seed}`);
    await torture(of, { seed, runs: runsPerSeed, maxCommands, onRun: count, onFailure });
    seed += 1;
  }
}

function again(of: House, path: string): Promise<void> {
  const [seed, maxCommands] = [Number(values.seed), Number(values.commands)];
  return torture(of, { seed, path, replayPath: values.replay, runs: 1, maxCommands, onRun: count });
}

function onFailure(problem: string): void {
  say(`A run has failed; the shortest sequence is looked for.\n${problem}`);
}

/** What a run has left is counted and forgotten, so that memory does not grow. */
function count({ trace, deaths, tally }: Town): void {
  figures.runs += 1;
  figures.commands += trace.length;
  figures.worked += tally.worked;
  figures.refused += tally.refused;
  figures.deaths += deaths;
  figures.messages += house.mails.length + house.slack.log.length;
  house.mails.length = 0;
  house.slack.log.length = 0;
}

function inWords(around: Siege | null): string {
  const all = { ...figures, kills: around?.kills ?? 0, failovers: around?.failovers ?? 0 };
  return Object.entries(all)
    .map(([what, number]) => `${number} ${what}`)
    .join(', ');
}

function say(text: string): void {
  process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
