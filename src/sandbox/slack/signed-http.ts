import { createHmac } from 'node:crypto';
import type { Parcel } from './courier.ts';
import { type Obj, parseJson } from './json.ts';
import type { Delivery, SignedRequestOptions } from './types.ts';
import type { World } from './world.ts';

/** Delivers a parcel as Slack's HTTP request: signed, form-encoded unless it is an event. */
export async function sendOverHttp(world: World, url: string, parcel: Parcel): Promise<Delivery> {
  const { kind, payload, retry } = parcel;
  const json = kind === 'events_api';
  const body = json ? JSON.stringify(payload) : formBody(kind, payload);
  const headers: Record<string, string> =
    retry === undefined
      ? {}
      : { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason };
  try {
    const response = await post(world, body, {
      url,
      headers,
      contentType: json ? 'application/json' : 'application/x-www-form-urlencoded',
      timeoutMs: world.ackTimeoutMs,
    });
    const text = await response.text();
    if (response.status >= 200 && response.status < 300)
      return { outcome: 'acked', body: readBody(response, text) };
    const noRetry = response.headers.get('x-slack-no-retry') === '1';
    return { outcome: 'failed', reason: `http_${response.status}`, noRetry };
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') return { outcome: 'timeout' };
    return { outcome: 'failed', reason: 'connection_failed' };
  }
}

/** Sends a request of the caller's making, signed rightly unless the options say otherwise. */
export async function sendSigned(
  world: World,
  body: string | Obj,
  options: SignedRequestOptions & { url: string },
): Promise<{ status: number; body: string }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const contentType =
    options.contentType ??
    (typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json');
  const response = await post(world, text, { timeoutMs: 10_000, ...options, contentType });
  return { status: response.status, body: await response.text() };
}

async function post(
  world: World,
  body: string,
  options: SignedRequestOptions & { url: string; contentType: string; timeoutMs: number },
): Promise<Response> {
  const timestamp = options.timestamp ?? Math.floor(Date.now() / 1000);
  const secret = options.secret ?? world.identity.signingSecret;
  const signature =
    options.signature === undefined
      ? `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
      : options.signature;
  return fetch(options.url, {
    method: 'POST',
    body,
    headers: {
      'content-type': options.contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(timestamp),
      ...(signature === null ? {} : { 'x-slack-signature': signature }),
      ...options.headers,
    },
    signal: AbortSignal.timeout(options.timeoutMs),
  });
}

function formBody(kind: Parcel['kind'], payload: Obj): string {
  if (kind === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(
    Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
}

function readBody(response: Response, text: string): unknown {
  if (text === '') return '';
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return isJson ? (parseJson(text) ?? { malformed: text }) : { text };
}
