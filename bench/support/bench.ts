import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startEmbeddedMongo } from '../../src/store/mongod/embedded.ts';
import type { SlackQuestion } from '../apps/slack.ts';
import { type Child, startChild } from './child.ts';

/** What all figures share: a MongoDB and a Slack, each a process of its own, and where to build. */
export interface Bench {
  quick: boolean;
  progress(message: string): void;
  /** Where the measured processes leave CPU profiles, if they are to. */
  profiles: string | null;
  /** The address of a new, empty database. */
  newDatabase(): string;
  slack: Slack;
  /** Does something when all figures are measured: for what several of them share. */
  atClose(work: () => Promise<void>): void;
  close(): Promise<void>;
}

/** A pretend Slack that only answers and asks: see `apps/slack.ts`. */
export interface Slack {
  apiUrl: string;
  ask(question: SlackQuestion): Promise<number[]>;
}

const run = promisify(execFile);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Compiles Gatehouse and the processes it is compared with, and starts what they need. */
export async function openBench(options: {
  quick: boolean;
  profile: boolean;
  progress(message: string): void;
}): Promise<Bench> {
  const { quick, progress } = options;
  progress('building');
  await rm(here('../dist'), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  await run(process.execPath, [here('../../node_modules/typescript/bin/tsc'), '-p', here('..')]);
  const profiles = options.profile ? here('../dist/profiles') : null;
  if (profiles) await mkdir(profiles, { recursive: true });

  const mongo = await startEmbeddedMongo({ env: process.env, progress });
  let peer: Child | null = null;
  try {
    peer = startChild('bench/apps/slack.js');
    const slack = peer;
    const apiUrl = await slack.ask<string>({ kind: 'address' } satisfies SlackQuestion);
    let databases = 0;
    const closing: (() => Promise<void>)[] = [];
    return {
      quick,
      progress,
      profiles,
      newDatabase: () => {
        databases += 1;
        return mongo.uri.replace('/gatehouse?', `/bench_${databases}?`);
      },
      slack: { apiUrl, ask: (question) => slack.ask<number[]>(question) },
      atClose: (work) => closing.push(work),
      close: async () => {
        for (const work of closing) await work();
        await slack.stop();
        await mongo.stop();
      },
    };
  } catch (error) {
    await peer?.stop();
    await mongo.stop();
    throw error;
  }
}

/** A port that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}
