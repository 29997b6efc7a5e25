/** Processes that die at a named point: what they were doing is abandoned there. */
import type { Runtime } from '../../src/services/context.ts';
import type { Store } from '../../src/store/index.ts';
import { isPassing } from './patience.ts';

/** Where a process may die in a command: with its audit rows, its messages, or its answer unwritten, or all of it committed. */
export const crashPoints = ['audit', 'messages', 'answer', 'after the commit'] as const;
export type CrashPoint = (typeof crashPoints)[number];

/** The process is gone, and nobody hears what it was about to say. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Its process died, of this or without a primary; another error is a failure. */
export function expectDeath(error: unknown): void {
  if (!(error instanceof Crash) && !isPassing(error)) throw error;
}

/** @param commands that pass the point unharmed before the one that dies there */
export function doomed(runtime: Runtime, point: CrashPoint, commands = 0): Runtime {
  let passed = 0;
  const die = () => {
    passed += 1;
    if (passed > commands) throw new Crash(point);
  };
  if (point === 'after the commit') return { ...runtime, wakeDelivery: die };
  const { store } = runtime;
  const dying: Partial<Store> =
    point === 'audit'
      ? { audit: dyingOn(store.audit, die) }
      : point === 'messages'
        ? { outbox: dyingOn(store.outbox, die) }
        : { commands: dyingOn(store.commands, die) };
  return { ...runtime, store: { ...store, ...dying } };
}

/** The same collection, in which nothing can be inserted once it is time to die. */
function dyingOn<T extends object>(model: T, die: () => void): T {
  return new Proxy(model, {
    get(target, property) {
      if (property === 'insertMany') die();
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
