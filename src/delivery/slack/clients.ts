import { type FetchFunction, LogLevel, WebClient } from '@slack/web-api';
import { retryAfterSeconds } from './retry-after.ts';

/** One client of Slack's Web API for each token: a pause that Slack wants of one workspace is none of the others'. */
export type Clients = (token: string) => WebClient;

/**
 * Every call is tried once and answered within `timeoutMs`: repeating is the outbox's business.
 * @param slackApiUrl ends with a slash, such as `https://slack.com/api/`
 */
export function createClients({
  slackApiUrl,
  timeoutMs = 5000,
}: {
  slackApiUrl: string;
  timeoutMs?: number;
}): Clients {
  const clients = new Map<string, WebClient>();
  return (token) => {
    const client =
      clients.get(token) ??
      new WebClient(token, {
        slackApiUrl,
        timeout: timeoutMs,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        fetch: fetchWithReadableLimits,
        logger: silent,
      });
    clients.set(token, client);
    return client;
  };
}

/** The client only understands whole seconds in Retry-After, and throws an error without a name on anything else. */
const fetchWithReadableLimits: FetchFunction = async (url, init) => {
  const response = await fetch(url, init);
  if (response.status !== 429) return response;
  const headers = new Headers(response.headers);
  headers.set('retry-after', String(retryAfterSeconds(response.headers.get('retry-after'), Date.now())));
  return new Response(await response.text(), { status: 429, headers });
};

/** Delivery writes its own lines, without texts and tokens. */
const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
