import type { Obj } from './json.ts';
import { sendOverHttp } from './signed-http.ts';
import type { SocketHub } from './socket.ts';
import type { Delivery, Transport } from './types.ts';
import { violation, type World } from './world.ts';

/** Something for the app. */
export interface Parcel {
  kind: 'slash_commands' | 'interactive' | 'events_api';
  payload: Obj;
  retry?: { num: number; reason: string };
}

/** Brings parcels to the app by whatever transport it uses. */
export interface Courier {
  deliver(parcel: Parcel): Promise<Delivery>;
  transport: Transport;
  losing: boolean;
  /** Deliveries under way. */
  pending: number;
}

export function createCourier(world: World, hub: SocketHub, transport: Transport): Courier {
  const courier: Courier = {
    transport,
    losing: false,
    pending: 0,
    async deliver(parcel) {
      if (courier.losing) return { outcome: 'failed', reason: 'lost' };
      courier.pending += 1;
      try {
        const delivery = await (courier.transport.kind === 'socket'
          ? hub.send(parcel)
          : sendOverHttp(world, courier.transport.requestUrl, parcel));
        if (delivery.outcome === 'timeout') {
          violation(world, `${describe(parcel)} was not acknowledged within ${world.ackTimeoutMs} ms`);
        }
        return delivery;
      } finally {
        courier.pending -= 1;
      }
    },
  };
  return courier;
}

/** Names a parcel for a person who reads a list of broken rules. */
function describe({ kind, payload }: Parcel): string {
  if (kind === 'slash_commands') return String(payload.command);
  if (kind === 'events_api') return `event ${String((payload.event as Obj | undefined)?.type)}`;
  const [action] = (payload.actions as Obj[] | undefined) ?? [];
  const view = payload.view as Obj | undefined;
  const what = action?.action_id ?? payload.action_id ?? payload.callback_id ?? view?.callback_id ?? '';
  return `${String(payload.type)} ${String(what)}`.trim();
}
