import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Parcel } from './courier.ts';
import { isObj, type Obj, parseJson } from './json.ts';
import type { Delivery } from './types.ts';
import type { World } from './world.ts';

const MAX_CONNECTIONS = 10;
const PING_EVERY_MS = 5000;
const CLOSE_GRACE_MS = 200;

/** The Socket Mode side of Slack: tickets, connections, envelopes and their acknowledgements. */
export interface SocketHub {
  /** A single-use address for a new connection. */
  ticketUrl(): string;
  send(parcel: Parcel): Promise<Delivery>;
  connections(): number;
  disconnect(reason?: string): void;
  close(): void;
}

/** Serves Socket Mode on the upgrade requests of an HTTP server. */
export function createSocketHub(world: World, server: Server): SocketHub {
  const tickets = new Set<string>();
  const sockets = new Set<WebSocket>();
  const waiting = new Map<string, (delivery: Delivery) => void>();
  const wss = new WebSocketServer({ noServer: true });
  let turn = 0;

  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const ticket = new URL(request.url ?? '/', world.origin).searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    wss.handleUpgrade(request, stream, head, welcome);
  };
  server.on('upgrade', onUpgrade);

  function welcome(socket: WebSocket): void {
    if (sockets.size >= MAX_CONNECTIONS) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close(1000);
      return;
    }
    sockets.add(socket);
    const pings = setInterval(() => socket.ping(), PING_EVERY_MS);
    socket.on('close', () => {
      clearInterval(pings);
      sockets.delete(socket);
    });
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => acknowledge(String(data)));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.size,
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: world.identity.appId },
      }),
    );
  }

  function acknowledge(data: string): void {
    const answer = parseJson(data);
    if (!isObj(answer) || typeof answer.envelope_id !== 'string') return;
    const { payload } = answer;
    const isEmpty = payload === undefined || (isObj(payload) && Object.keys(payload).length === 0);
    waiting.get(answer.envelope_id)?.({ outcome: 'acked', body: isEmpty ? '' : payload });
  }

  function envelope({ kind, payload, retry }: Parcel, id: string): Obj {
    return {
      envelope_id: id,
      type: kind,
      accepts_response_payload: kind !== 'events_api',
      payload,
      ...(kind === 'events_api' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {}),
    };
  }

  return {
    ticketUrl() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${world.origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${world.identity.appId}`;
    },
    send(parcel) {
      const open = [...sockets].filter((socket) => socket.readyState === socket.OPEN);
      turn += 1;
      const socket = open[turn % Math.max(open.length, 1)];
      if (socket === undefined) return Promise.resolve({ outcome: 'failed', reason: 'no_connection' });
      const id = randomUUID();
      return new Promise((resolve) => {
        const lost = () => settle({ outcome: 'failed', reason: 'connection_lost' });
        const timer = setTimeout(() => settle({ outcome: 'timeout' }), world.ackTimeoutMs);
        function settle(delivery: Delivery): void {
          clearTimeout(timer);
          waiting.delete(id);
          socket?.off('close', lost);
          resolve(delivery);
        }
        waiting.set(id, settle);
        socket.once('close', lost);
        socket.send(JSON.stringify(envelope(parcel, id)));
      });
    },
    connections: () => sockets.size,
    disconnect(reason) {
      for (const socket of sockets) {
        if (reason !== undefined) socket.send(JSON.stringify({ type: 'disconnect', reason }));
        else socket.terminate();
      }
    },
    close() {
      server.off('upgrade', onUpgrade);
      for (const socket of sockets) socket.close(1001);
      setTimeout(() => {
        for (const socket of sockets) socket.terminate();
      }, CLOSE_GRACE_MS);
      wss.close();
    },
  };
}
