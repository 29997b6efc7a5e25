import { asText, type Obj } from './json.ts';
import type { ApiContext, Method } from './method.ts';
import { methods } from './methods.ts';
import type { RateLimiter } from './rate-limits.ts';
import { SlackError } from './slack-error.ts';
import { violation, type World } from './world.ts';

/** What guards the methods besides their own rules. */
export interface Guards {
  limiter: RateLimiter | undefined;
  burst: number;
  /** The error that every token meets once the app is uninstalled. */
  revoked: string | undefined;
  /** Tokens of installations that others have followed. */
  ended: Set<string>;
}

export interface CallResult {
  response: Obj;
  /** Value of the Retry-After header. */
  retryAfter?: number | string;
}

/** Calls a Web API method as the holder of `token`. */
export function callMethod(
  context: ApiContext,
  guards: Guards,
  name: string,
  token: string,
  args: Obj,
): CallResult {
  const { world } = context;
  try {
    const method = methods[name];
    if (method === undefined)
      throw new SlackError('unknown_method', { extra: { req_method: name }, violation: true });
    if (method.token !== 'none') authorize(world, guards, method, token);
    const retryAfter = secondsToWait(guards, name, method, args);
    if (retryAfter !== undefined) return { response: { ok: false, error: 'ratelimited' }, retryAfter };
    return { response: { ok: true, ...method.run(context, args) } };
  } catch (error) {
    return { response: refusal(world, name, error) };
  }
}

/** The response to a refused call; the app's own mistakes are noted as broken rules. */
export function refusal(world: World, name: string, error: unknown): Obj {
  if (!(error instanceof SlackError)) throw error;
  if (error.isViolation) {
    const details = Object.keys(error.extra).length > 0 ? ` ${JSON.stringify(error.extra)}` : '';
    violation(world, `${name}: ${error.code}${details}`);
  }
  return { ok: false, error: error.code, ...error.extra };
}

function authorize({ identity, manifest }: World, guards: Guards, method: Method, token: string): void {
  if (token === '') throw new SlackError('not_authed', { violation: true });
  if (guards.revoked !== undefined) throw new SlackError(guards.revoked);
  if (guards.ended.has(token)) throw new SlackError('token_revoked');
  const kind = { [identity.botToken]: 'bot', [identity.appToken]: 'app' }[token];
  if (kind === undefined) throw new SlackError('invalid_auth', { violation: true });
  if (kind !== method.token) throw new SlackError('not_allowed_token_type', { violation: true });
  if (method.scope !== undefined && !manifest.scopes.has(method.scope)) {
    const provided = [...manifest.scopes].join(',');
    throw new SlackError('missing_scope', { extra: { needed: method.scope, provided }, violation: true });
  }
}

function secondsToWait(
  { limiter, burst }: Guards,
  name: string,
  method: Method,
  args: Obj,
): number | undefined {
  if (limiter === undefined) return undefined;
  if (name === 'chat.postMessage') {
    return limiter.take(`${name} ${asText(args.channel)}`, burst, 1) ?? limiter.take(name, 300, 5);
  }
  return method.limit === 'special' ? undefined : limiter.take(name, method.limit, method.limit / 60);
}
