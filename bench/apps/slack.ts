/**
 * A Slack that does no more than Slack's wire needs: it sends signed slash commands, and answers the Web API calls that
 * they lead to. Both sides of a figure get the same one, in a process of its own. The sandbox's fake is not used here:
 * it checks every view and keeps every response URL, which costs more than the apps that are measured.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerQuestions } from '../support/answer.ts';
import { signingSecret, userId, workspace } from '../support/workspace.ts';

export type SlackQuestion =
  | { kind: 'address' }
  /** Sends commands at a steady rate, whatever comes back. Answers the milliseconds until each was acknowledged. */
  | { kind: 'steady'; url: string; perSecond: number; count: number }
  /** So many people, each of whom types again once the modal is there. Answers the commands per second. */
  | { kind: 'loop'; url: string; people: number; count: number };

/** A modal that does not come within this is a broken app, not a slow one. */
const patienceMs = 20_000;

const agent = new Agent({ keepAlive: true });
/** Whoever waits for the modal of a trigger. */
const waiting = new Map<string, () => void>();

const server = createServer((incoming, response) => {
  void textOf(incoming).then((body) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(answerTo(incoming.url ?? '', body)));
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

answerQuestions<SlackQuestion>(async (question) => {
  switch (question.kind) {
    case 'address':
      return `${origin}/api/`;
    case 'steady':
      return steady(question);
    case 'loop':
      return loop(question);
  }
});

function answerTo(url: string, body: string): unknown {
  if (url.endsWith('/auth.test')) {
    return {
      ok: true,
      url: `${origin}/`,
      team: workspace.name,
      team_id: workspace.id,
      user: 'gatehouse',
      user_id: 'U0BOT',
      bot_id: 'B0BOT',
      is_enterprise_install: false,
    };
  }
  if (!url.endsWith('/views.open')) return { ok: false, error: 'unknown_method' };
  const trigger = /trigger_id\W+([\w.]+)/.exec(body)?.[1] ?? '';
  const opened = waiting.get(trigger);
  if (!opened) return { ok: false, error: 'invalid_trigger_id' };
  waiting.delete(trigger);
  opened();
  return { ok: true, view: { id: 'V0BENCH', type: 'modal', state: { values: {} } } };
}

async function steady({ url, perSecond, count }: Extract<SlackQuestion, { kind: 'steady' }>) {
  const begun = performance.now();
  const modals: Promise<void>[] = [];
  const acks: Promise<number>[] = [];
  for (let index = 0; index < count; index += 1) {
    const due = begun + (index * 1000) / perSecond;
    await sleep(Math.max(0, due - performance.now()));
    const { acknowledged, opened } = type(url);
    acks.push(acknowledged);
    modals.push(opened);
  }
  const times = await Promise.all(acks);
  await Promise.all(modals);
  return times;
}

async function loop({ url, people, count }: Extract<SlackQuestion, { kind: 'loop' }>) {
  const begun = performance.now();
  let left = count;
  const person = async () => {
    while (left > 0) {
      left -= 1;
      const { acknowledged, opened } = type(url);
      await acknowledged;
      await opened;
    }
  };
  await Promise.all(Array.from({ length: people }, person));
  return [count / ((performance.now() - begun) / 1000)];
}

/** Types `/request-access` and sends it. */
function type(url: string): { acknowledged: Promise<number>; opened: Promise<void> } {
  const trigger = `${Date.now()}.${randomBytes(16).toString('hex')}`;
  const opened = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no modal was opened')), patienceMs);
    waiting.set(trigger, () => {
      clearTimeout(timer);
      resolve();
    });
  });
  const body = new URLSearchParams({
    token: 'bench',
    team_id: workspace.id,
    team_domain: 'bench',
    channel_id: 'C0BENCH',
    channel_name: 'general',
    user_id: userId,
    user_name: 'bench',
    command: '/request-access',
    text: '',
    api_app_id: 'A0BENCH',
    is_enterprise_install: 'false',
    response_url: `${origin}/commands/${trigger}`,
    trigger_id: trigger,
  }).toString();
  return { acknowledged: send(url, body), opened };
}

function send(url: string, body: string): Promise<number> {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return new Promise((resolve, reject) => {
    const sent = performance.now();
    const outgoing = request(url, {
      agent,
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
      },
    });
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      response.resume();
      response.once('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - sent);
        else reject(new Error(`the app answered ${response.statusCode}`));
      });
    });
    outgoing.end(body);
  });
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  incoming.setEncoding('utf8');
  let text = '';
  for await (const chunk of incoming) text += chunk;
  return text;
}
