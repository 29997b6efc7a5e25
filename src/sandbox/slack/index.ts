/** A strict, stateful Slack on this machine: its protocols, its rules, and what people see of it. */
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guards } from './call.ts';
import { createCourier } from './courier.ts';
import { createEventSender } from './events.ts';
import { createFaultQueue } from './faults.ts';
import { upload } from './file-inputs.ts';
import { fileFor } from './files.ts';
import { perform } from './gestures.ts';
import { suggest } from './interact.ts';
import { apiUser } from './people-methods.ts';
import { screenOf } from './person-screen.ts';
import { createRateLimiter } from './rate-limits.ts';
import type { Person, Screen } from './screen.ts';
import { createApiServer } from './server.ts';
import { sendSigned } from './signed-http.ts';
import { createSocketHub } from './socket.ts';
import type { FakeSlack, FakeSlackOptions, FaultControls } from './types.ts';
import { createWorld, type World } from './world.ts';

export type { FakeSlack, FakeSlackOptions } from './types.ts';

/** Slack's waits before it repeats an event: at once, after a minute, after five. */
const EVENT_RETRIES_MS = [0, 60_000, 300_000];

/** Starts the fake on 127.0.0.1. */
export async function startFakeSlack(options: FakeSlackOptions): Promise<FakeSlack> {
  const world = createWorld(options);
  const limiter = options.rateLimits === false ? undefined : createRateLimiter();
  const guards: Guards = { limiter, burst: options.burst ?? 5, revoked: undefined, ended: new Set() };
  const queue = createFaultQueue();
  const api = createApiServer(world, guards, queue);
  await new Promise<void>((resolve, reject) => {
    api.server.once('error', reject);
    api.server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  world.origin = `http://127.0.0.1:${(api.server.address() as AddressInfo).port}`;

  const hub = createSocketHub(world, api.server);
  const courier = createCourier(world, hub, options.transport);
  const events = createEventSender(world, courier, options.eventRetryDelaysMs ?? EVENT_RETRIES_MS);
  api.context = { world, hub, transport: () => courier.transport };
  const talk = { world, courier, events };
  const { botToken, appToken, signingSecret, appId, botUserId } = world.identity;

  const faults: FaultControls = {
    next: queue.next,
    always: queue.always,
    heal: queue.heal,
    clear: queue.clear,
    ...membershipFaults(world),
    deactivate(userId, isDeactivated = true) {
      world.people.set(userId, { ...personOf(world, userId), isDeactivated });
      world.changed();
    },
    revokeTokens(error = 'token_revoked') {
      guards.revoked = error;
    },
    reinstall() {
      const { identity } = world;
      guards.revoked = undefined;
      guards.ended.add(identity.botToken);
      identity.botToken += '-again';
      return identity.botToken;
    },
    disconnect: hub.disconnect,
    loseDeliveries(lose) {
      courier.losing = lose;
    },
  };

  return {
    url: `${world.origin}/api/`,
    botToken,
    appToken,
    signingSecret,
    appId,
    botUserId,
    perform: async (userId, gesture) => perform(talk, personOf(world, userId), gesture),
    options: async (userId, on, blockId, actionId, query) =>
      suggest(talk, personOf(world, userId), { on, blockId, actionId, query }),
    upload: (userId, file) => upload(world, personOf(world, userId), file),
    file: (userId, fileId) => fileFor(world, userId, fileId),
    screen: screensOf(world),
    onChange(listener) {
      world.listeners.add(listener);
      return () => world.listeners.delete(listener);
    },
    log: world.log,
    violations: world.violations,
    faults,
    connections: hub.connections,
    updateTransport(transport) {
      courier.transport = transport;
    },
    sendEvent: events.sendOnce,
    async tellOfPerson(userId) {
      if (!world.manifest.events.has('user_change')) return;
      await events.send({ type: 'user_change', user: apiUser(world, personOf(world, userId)) });
    },
    signedRequest(body, requestOptions = {}) {
      const { transport } = courier;
      const url = requestOptions.url ?? (transport.kind === 'http' ? transport.requestUrl : undefined);
      if (url === undefined) throw new Error('A signed request needs the HTTP transport or a url.');
      return sendSigned(world, body, { ...requestOptions, url });
    },
    async settled(quietMs = 50) {
      let quietSince = performance.now();
      while (performance.now() - quietSince < quietMs) {
        await sleep(5);
        if (api.pending > 0 || courier.pending > 0) quietSince = performance.now();
      }
    },
    async stop() {
      events.stop();
      hub.close();
      await new Promise<void>((resolve) => {
        api.server.close(() => resolve());
        api.server.closeAllConnections();
      });
    },
  };
}

function personOf(world: World, userId: string): Person {
  const person = world.people.get(userId);
  if (person === undefined) throw new Error(`The sandbox has no person ${userId}.`);
  return person;
}

function membershipFaults(
  world: World,
): Pick<FaultControls, 'archive' | 'isArchived' | 'removeApp' | 'addApp'> {
  const { botUserId } = world.identity;
  const conversationOf = (id: string) => {
    const conversation = world.state.conversations[id];
    if (conversation === undefined) throw new Error(`The sandbox has no conversation ${id}.`);
    return conversation;
  };
  return {
    archive(channelId, archived = true) {
      conversationOf(channelId).archived = archived;
      world.changed();
    },
    isArchived: (channelId) => conversationOf(channelId).archived,
    removeApp(channelId) {
      const conversation = conversationOf(channelId);
      conversation.members = conversation.members.filter((member) => member !== botUserId);
      world.changed();
    },
    addApp(channelId) {
      const { members } = conversationOf(channelId);
      if (!members.includes(botUserId)) members.push(botUserId);
      world.changed();
    },
  };
}

/** Draws a person's screen again only when something has changed: it holds every message that they have. */
function screensOf(world: World): (userId: string) => Screen {
  const drawn = new Map<string, Screen>();
  return (userId) => {
    const person = personOf(world, userId);
    const last = drawn.get(userId);
    const screen = last?.version === world.version ? last : screenOf(world, person);
    drawn.set(userId, screen);
    return { ...screen, now: world.now().toISOString() };
  };
}
