import { everyWay } from '../../domain/messages.ts';
import type { RetentionKind } from '../../domain/retention.ts';
import type { OutboxRecord, OutboxStatus } from '../../store/models/outbox.ts';
import type { Context } from '../context.ts';
import { noteCutoff } from './note-cutoff.ts';

const batchSize = 200;

const statusesOf: Readonly<Record<Exclude<RetentionKind, 'audit'>, OutboxStatus[]>> = {
  messages: ['sent', 'cancelled'],
  'dead-messages': ['dead'],
};

type Row = Pick<OutboxRecord, '_id' | 'about' | 'dueAt'>;

/**
 * Removes messages that ended long ago, without those about an invitation or a request that is still open: their cards are
 * written anew when it is answered.
 * @returns how many there were
 */
export async function purgeMessages(
  context: Context,
  kind: Exclude<RetentionKind, 'audit'>,
  { before, isDryRun }: { before: Date; isDryRun: boolean },
): Promise<number> {
  const { store, actor } = context;
  const { tenantId } = actor;
  let rows = 0;
  for await (const batch of ended(context, statusesOf[kind], before)) {
    const ids = await ofTheClosed(context, batch);
    rows += ids.length;
    if (isDryRun || ids.length === 0) continue;
    await noteCutoff(context, kind, before);
    await store.outbox.deleteMany({ _id: { $in: ids }, tenantId, status: { $in: statusesOf[kind] } });
  }
  return rows;
}

/** In the order of the index by status and time: a row is due until it ends, so both times are in the past. */
async function* ended(
  { store, actor }: Context,
  statuses: OutboxStatus[],
  before: Date,
): AsyncGenerator<Row[]> {
  let from = new Date(0);
  // Several rows may be due at the same moment.
  let seen: string[] = [];
  for (;;) {
    const rows: Row[] = await store.outbox
      .find(
        {
          tenantId: actor.tenantId,
          status: { $in: statuses },
          'to.via': { $in: everyWay },
          dueAt: { $gte: from, $lt: before },
          endedAt: { $lt: before },
          _id: { $nin: seen },
        },
        { about: 1, dueAt: 1 },
        { batchSize },
      )
      .sort({ dueAt: 1 })
      .limit(batchSize)
      .lean();
    const end = rows.at(-1)?.dueAt;
    if (!end) return;
    yield rows;
    const last = rows.filter(({ dueAt }) => dueAt.getTime() === end.getTime()).map(({ _id }) => _id);
    seen = end.getTime() === from.getTime() ? [...seen, ...last] : last;
    from = end;
  }
}

/** What is live keeps its place by its `liveKey`. */
async function ofTheClosed({ store, actor }: Context, rows: readonly Row[]): Promise<string[]> {
  const isLive = {
    _id: { $in: [...new Set(rows.map(({ about }) => about.id))] },
    tenantId: actor.tenantId,
    liveKey: { $exists: true },
  };
  const invitations = await store.invitations.find(isLive, { _id: 1 }).lean();
  const requests = await store.accessRequests.find(isLive, { _id: 1 }).lean();
  const live = new Set([...invitations, ...requests].map(({ _id }) => _id));
  return rows.filter(({ about }) => !live.has(about.id)).map(({ _id }) => _id);
}
