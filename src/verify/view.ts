import { setTimeout as sleep } from 'node:timers/promises';
import type { Model, PipelineStage } from 'mongoose';
import type { Store } from '../store/index.ts';

/** The database at one moment: what is read through one view agrees with itself, whoever writes meanwhile. */
export interface View {
  store: Store;
  find<T>(model: Model<T>, filter: object, fields?: Record<string, 1>): Promise<T[]>;
  /** The first records after `last` by their id. */
  next<T>(model: Model<T>, filter: object, last: string): Promise<T[]>;
  aggregate<Row>(model: Model<never>, pipeline: PipelineStage[]): Promise<Row[]>;
}

/** How many records are looked at in one view: they and what belongs to them are all that is in memory at a time. */
export const batchSize = 500;
const attempts = 5;

/** SnapshotUnavailable, SnapshotTooOld: right after an index was made, or while this server catches up. */
const passing: readonly unknown[] = [246, 239];

/**
 * Runs `work` on one moment of the database, on a secondary where there is one. It writes nothing and blocks nobody.
 * `work` may run several times.
 */
export async function inView<T>(store: Store, work: (view: View) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const session = await store.connection.startSession({ snapshot: true });
    const read = <R>(model: Model<R>, filter: object, fields: Record<string, 1> = {}) =>
      model.find(filter, fields).session(session).read('secondaryPreferred').lean<R[]>();
    try {
      return await work({
        store,
        find: (model, filter, fields) => read(model, filter, fields).exec(),
        next: (model, filter, last) =>
          read(model, { ...filter, _id: { $gt: last } })
            .sort({ _id: 1 })
            .limit(batchSize)
            .exec(),
        aggregate: (model, pipeline) =>
          model.aggregate(pipeline).session(session).read('secondaryPreferred').allowDiskUse(true).exec(),
      });
    } catch (error) {
      if (attempt === attempts || !isPassing(error)) throw error;
      await sleep(200 * attempt);
    } finally {
      await session.endSession();
    }
  }
}

/** All records of a collection that match, in batches by their id. Each batch is looked at in a view of its own. */
export async function* inBatches<T extends { _id: string }, Result>(
  store: Store,
  { model, filter }: { model: Model<T>; filter: object },
  look: (view: View, batch: T[]) => Promise<Result[]>,
): AsyncGenerator<Result> {
  let last: string | null = '';
  while (last !== null) {
    const after: string = last;
    const seen = await inView(store, async (view) => {
      const batch = await view.next(model, filter, after);
      const end = batch.length < batchSize ? null : (batch.at(-1)?._id ?? null);
      return { results: await look(view, batch), end };
    });
    yield* seen.results;
    last = seen.end;
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && passing.includes(error.code);
}
