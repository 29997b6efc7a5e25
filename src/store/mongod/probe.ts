import { lookup } from 'node:dns/promises';
import { ProxyAgent, request } from 'undici';
import { type Env, reasonOf, seconds } from './run.ts';

/** How long a silent network may keep the start waiting, in milliseconds. */
export interface Limits {
  dnsMs: number;
  answerMs: number;
}

export const defaultLimits: Limits = { dnsMs: 2_000, answerMs: 13_000 };

export function proxyOf(env: Env): string | undefined {
  return env.https_proxy || env.HTTPS_PROXY || env.http_proxy || env.HTTP_PROXY || undefined;
}

/**
 * Finds out whether a host name resolves.
 * @throws when it does not, or not within `dnsMs`
 */
export async function resolveHost(url: URL, limits: Limits): Promise<void> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${seconds(limits.dnsMs)}`)), limits.dnsMs);
  });
  try {
    await Promise.race([lookup(host), late]);
  } catch (error) {
    throw new Error(`the name ${host} does not resolve (${reasonOf(error)})`);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Finds out whether a server answers at all; any HTTP status will do.
 * @throws when its name does not resolve or it does not answer in time
 */
export async function probe(url: URL, env: Env, limits: Limits): Promise<void> {
  const proxy = proxyOf(env);
  await resolveHost(proxy === undefined ? url : new URL(proxy), limits);
  const agent = proxy === undefined ? undefined : new ProxyAgent(proxy);
  const signal = AbortSignal.timeout(limits.answerMs);
  try {
    const { body } = await request(url, { method: 'HEAD', signal, ...(agent && { dispatcher: agent }) });
    await body.dump();
  } catch (error) {
    const why = signal.aborted ? `no answer within ${seconds(limits.answerMs)}` : reasonOf(error);
    throw new Error(`${url.hostname} cannot be reached (${why})`);
  } finally {
    await agent?.destroy();
  }
}
