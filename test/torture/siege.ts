/** What goes on around the runs of a long torture: workers that are killed, and a primary that goes away. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Nodes } from '../failover/nodes.ts';
import type { House } from './house.ts';
import type { Address, Moment } from './worker.ts';

export interface Siege {
  kills: number;
  failovers: number;
  /** Ends it, and all its processes. @throws whatever went wrong with it meanwhile */
  lift(): Promise<void>;
}

const workerFile = fileURLToPath(new URL('./worker.ts', import.meta.url));
const workersAtOnce = 2;
/** Between two kills, and between two failovers, in milliseconds. */
const betweenKills = [30_000, 120_000] as const;
const betweenFailovers = [45_000, 90_000] as const;

/** Two workers share the work with the runs; now and then one dies, and another takes its place. */
export function laySiege(house: House, nodes: Nodes | null): Siege {
  const over = new AbortController();
  const failures: Error[] = [];
  const start = () => startWorker(house, (error) => failures.push(error));
  const workers = Array.from({ length: workersAtOnce }, start);
  house.isShared = true;
  let now: Moment | null = null;
  house.onTime = (moment) => {
    now = moment;
    for (const worker of workers) tell(worker, moment);
  };
  const siege: Siege = {
    kills: 0,
    failovers: 0,
    async lift() {
      over.abort();
      await Promise.all(going);
      house.onTime = () => {};
      house.isShared = false;
      await Promise.all(workers.map(kill));
      if (failures.length > 0)
        throw new AggregateError(
          failures,
          `What goes on around the runs failed: ${failures.map(({ message }) => message).join('; ')}`,
        );
    },
  };
  const killOne = async () => {
    const index = randomInt(workers.length);
    const [victim] = workers.splice(index, 1, start());
    if (victim) await kill(victim);
    if (now) for (const worker of workers) tell(worker, now);
    siege.kills += 1;
  };
  const failOver = async () => {
    if (!nodes) return;
    await (randomInt(2) === 0 ? nodes.stepDown() : killPrimary(nodes));
    await nodes.whole();
    siege.failovers += 1;
  };
  const going = [
    nowAndThen(over.signal, betweenKills, killOne),
    ...(nodes ? [nowAndThen(over.signal, betweenFailovers, failOver)] : []),
  ].map((work) => work.catch((error: Error) => failures.push(error)));
  return siege;
}

async function nowAndThen(
  signal: AbortSignal,
  [least, most]: readonly [number, number],
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await sleep(randomInt(least, most), undefined, { signal }).catch(() => {});
    if (!signal.aborted) await work();
  }
}

async function killPrimary(nodes: Nodes): Promise<void> {
  const primary = await nodes.primary();
  await primary.kill();
  await sleep(2_000);
  await primary.restart();
}

function startWorker(
  { uri, mailbox, slack, codeKey }: House,
  onFailure: (error: Error) => void,
): ChildProcess {
  const worker = fork(workerFile, { execArgv: ['--import', 'tsx'], stdio: 'inherit' });
  const address: Address = {
    uri,
    smtpUrl: mailbox.url,
    slackApiUrl: slack.url,
    slackToken: slack.botToken,
    codeKey: Buffer.from(codeKey).toString('hex'),
  };
  worker.once('exit', (code) => {
    if (code !== null) onFailure(new Error(`A worker ended with ${code}.`));
  });
  worker.send(address);
  return worker;
}

function tell(worker: ChildProcess, moment: Moment): void {
  if (worker.connected) worker.send(moment);
}

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  worker.kill('SIGKILL');
  await ended;
}
