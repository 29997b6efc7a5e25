import type { Fault } from './types.ts';

/** Faults waiting for the calls they are meant for. */
export interface FaultQueue {
  next(method: string, ...faults: Fault[]): void;
  always(method: string, fault: Fault): void;
  heal(method: string): void;
  clear(): void;
  /** The fault that this call meets, if any. */
  take(method: string): Fault | undefined;
}

export function createFaultQueue(): FaultQueue {
  const queued = new Map<string, Fault[]>();
  const lasting = new Map<string, Fault>();
  return {
    next(method, ...faults) {
      queued.set(method, [...(queued.get(method) ?? []), ...faults]);
    },
    always(method, fault) {
      lasting.set(method, fault);
    },
    heal(method) {
      lasting.delete(method);
    },
    clear() {
      queued.clear();
      lasting.clear();
    },
    take: (method) =>
      queued.get(method)?.shift() ?? queued.get('*')?.shift() ?? lasting.get(method) ?? lasting.get('*'),
  };
}
