/** Server-sent events: every open page hears that something changed, and asks for its screen again. */
import type { ServerResponse } from 'node:http';

const HEARTBEAT_MS = 15_000;

export interface Events {
  connect(response: ServerResponse): void;
  announce(): void;
  stop(): void;
}

export function createEvents(): Events {
  const listeners = new Set<ServerResponse>();
  let version = 0;
  let scheduled = false;

  const sendToAll = (text: string) => {
    for (const response of listeners) response.write(text);
  };
  const heartbeat = setInterval(() => sendToAll(': still here\n\n'), HEARTBEAT_MS);
  heartbeat.unref();

  return {
    connect(response) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(`retry: 1000\n\n${eventOf(version)}`);
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
    },
    // One gesture can change many things; the page needs to hear of it once.
    announce() {
      version += 1;
      if (scheduled) return;
      scheduled = true;
      setImmediate(() => {
        scheduled = false;
        sendToAll(eventOf(version));
      });
    },
    stop() {
      clearInterval(heartbeat);
      for (const response of listeners) response.end();
      listeners.clear();
    },
  };
}

const eventOf = (version: number) => `data: ${JSON.stringify({ version })}\n\n`;
