import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Runtime } from '../../src/services/context.ts';
import { createUlids } from '../../src/services/ids.ts';
import { openStore } from '../../src/store/index.ts';

/** What verbs need, without anything that delivers. */
export function openRuntime(connection: Connection): Runtime {
  return {
    store: openStore(connection),
    now: () => new Date(),
    randomBytes,
    ulid: createUlids(randomBytes),
    codeKey: new Uint8Array(32).fill(7),
    mailDomain: () => Promise.resolve('ok'),
    wakeDelivery: () => {},
  };
}
