import type { Courier } from './courier.ts';
import { newId } from './identity.ts';
import type { Obj } from './json.ts';
import type { Delivery, EventOptions } from './types.ts';
import type { World } from './world.ts';

/** Sends events with Slack's repeats until one is acknowledged. */
export interface EventSender {
  /** Resolves after the first attempt; repeats go on behind it. */
  send(event: Obj): Promise<Delivery>;
  sendOnce(event: Obj, options?: EventOptions): Promise<Delivery>;
  stop(): void;
}

export function createEventSender(world: World, courier: Courier, delaysMs: readonly number[]): EventSender {
  const timers = new Set<NodeJS.Timeout>();

  async function attempt(payload: Obj, num: number, reason: string): Promise<Delivery> {
    const retry = num === 0 ? {} : { retry: { num, reason } };
    const delivery = await courier.deliver({ kind: 'events_api', payload, ...retry });
    const delay = delaysMs[num];
    const again = delivery.outcome === 'timeout' || (delivery.outcome === 'failed' && !delivery.noRetry);
    if (again && delay !== undefined) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void attempt(payload, num + 1, reasonOf(delivery));
      }, delay);
      timer.unref();
      timers.add(timer);
    }
    return delivery;
  }

  return {
    send: (event) => attempt(envelope(world, event), 0, ''),
    sendOnce(event, options = {}) {
      const payload = envelope(world, event, options);
      const { retryNum: num, retryReason: reason = 'http_timeout' } = options;
      const retry = num === undefined ? {} : { retry: { num, reason } };
      return courier.deliver({ kind: 'events_api', payload, ...retry });
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

function reasonOf(delivery: Delivery): string {
  if (delivery.outcome !== 'failed') return 'http_timeout';
  return delivery.reason.startsWith('http_') ? 'http_error' : 'connection_failed';
}

function envelope(world: World, event: Obj, options: EventOptions = {}): Obj {
  const { workspace, identity } = world;
  const eventTs = String(event.event_ts ?? (world.now().getTime() / 1000).toFixed(6));
  return {
    token: identity.token,
    team_id: options.teamId ?? workspace.id,
    context_team_id: workspace.id,
    context_enterprise_id: null,
    api_app_id: identity.appId,
    event: { event_ts: eventTs, ...event },
    type: 'event_callback',
    event_id: options.eventId ?? newId('Ev'),
    event_time: options.eventTime ?? Math.floor(world.now().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.id,
        user_id: identity.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: newId('4-'),
  };
}
