import type { Obj } from './json.ts';
import type { SocketHub } from './socket.ts';
import type { Transport } from './types.ts';
import type { World } from './world.ts';

/** What a Web API method works on. */
export interface ApiContext {
  world: World;
  hub: SocketHub;
  transport(): Transport;
}

/** One method of the Web API. */
export interface Method {
  token: 'bot' | 'app' | 'none';
  /** A scope that the token needs before anything else is looked at. */
  scope?: string;
  /** Calls a minute; `special` methods have limits of their own. */
  limit: 50 | 100 | 'special';
  /** Answers without `ok`, or throws a SlackError. */
  run(context: ApiContext, args: Obj): Obj;
}
