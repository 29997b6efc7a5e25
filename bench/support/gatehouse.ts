import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { freePort } from './bench.ts';
import { type Child, startChild } from './child.ts';
import { botToken, signingSecret } from './workspace.ts';

export interface RunningGatehouse extends Child {
  /** Where Slack sends its requests. */
  url: string;
  /** From the start of the process until it was ready. */
  readyMs: number;
}

const patienceMs = 30_000;

/** Starts the whole app, as `npm start` does with credentials for HTTP, and waits until `/readyz` says yes. */
export async function startGatehouse(bench: Bench, mongodbUri: string): Promise<RunningGatehouse> {
  const port = await freePort();
  const begun = performance.now();
  const child = startChild('src/main.js', {
    profiles: bench.profiles,
    env: {
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: bench.slack.apiUrl,
      MONGODB_URI: mongodbUri,
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'Gatehouse <gatehouse@aster.example>',
      GATEHOUSE_KEY: Buffer.alloc(32, 7).toString('base64'),
      PORT: String(port),
    },
  });
  try {
    while (!(await isReady(port))) {
      if (performance.now() - begun > patienceMs) throw new Error('Gatehouse does not become ready');
      await sleep(5);
    }
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { ...child, url: `http://127.0.0.1:${port}/slack/events`, readyMs: performance.now() - begun };
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
