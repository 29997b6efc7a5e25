import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Runtime } from '../context.ts';
import type { ClaimedRow } from '../outbox.ts';
import { organizationOf } from './organization-of.ts';

/** A message that arrived. `posted` is where Slack put it. */
export interface SentRow {
  row: ClaimedRow;
  posted?: { channel: string; ts: string } | undefined;
}

/** These messages arrived. @returns for each, in order: false when its claim was lost */
export async function markSent(runtime: Runtime, sent: SentRow[]): Promise<boolean[]> {
  const endedAt = runtime.now();
  const { modifiedCount } = await runtime.store.outbox.bulkWrite(
    sent.map(({ row, posted }) => ({
      updateOne: {
        filter: asClaimed(row),
        update: {
          $set: {
            status: 'sent' as const,
            problem: null,
            lease: null,
            endedAt,
            ...(posted ? { posted } : {}),
          },
        },
      },
    })),
    { ordered: false },
  );
  if (modifiedCount === sent.length) return sent.map(() => true);
  const ids = sent.map(({ row }) => row._id);
  const ended = await runtime.store.outbox.find({ _id: { $in: ids }, status: 'sent' }, { _id: 1 }).lean();
  const done = new Set(ended.map(({ _id }) => _id));
  return ids.map((id) => done.has(id));
}

/** The attempt failed, and another one is worth it at `at`. `isUnsure`: it may have arrived. @returns false when the claim was lost */
export async function retryLater(
  runtime: Runtime,
  row: ClaimedRow,
  { at, problem, isUnsure }: { at: Date; problem: string; isUnsure: boolean },
): Promise<boolean> {
  const failing = await failingSince(runtime, row);
  return write(runtime, row, {
    $set: { dueAt: at, lease: null, problem, ...failing },
    $unset: { isAlarming: 1 },
    ...(isUnsure ? { $inc: { unsureTries: 1 } } : {}),
  });
}

/** Nothing was sent, for a reason that is not the row's: its attempt is given back. @returns false when the claim was lost */
export async function putBack(
  runtime: Runtime,
  row: ClaimedRow,
  { at, problem, isAlarming = false }: { at: Date; problem: string; isAlarming?: boolean },
): Promise<boolean> {
  const failing = await failingSince(runtime, row);
  return write(runtime, row, {
    $set: { dueAt: at, lease: null, problem, ...failing, ...(isAlarming ? { isAlarming } : {}) },
    ...(isAlarming ? {} : { $unset: { isAlarming: 1 } }),
    $inc: { attempts: -1 },
  });
}

/** Its turn comes at `at`. What failed before is over, and its attempt is given back. @returns false when the claim was lost */
export function postpone(runtime: Runtime, row: ClaimedRow, at: Date): Promise<boolean> {
  return write(runtime, row, {
    $set: { dueAt: at, lease: null, problem: null },
    $unset: { failingSince: 1, isAlarming: 1 },
    $inc: { attempts: -1 },
  });
}

/** The message cannot arrive. `problem` is in plain words, for an admin. @returns false when the claim was lost */
export async function bury(
  runtime: Runtime,
  row: ClaimedRow,
  { problem, endedInvitation }: { problem: string; endedInvitation: boolean },
): Promise<boolean> {
  const failing = await failingSince(runtime, row);
  return end(runtime, row, {
    status: 'dead',
    problem,
    ...failing,
    ...(endedInvitation ? { endedInvitation } : {}),
  });
}

/** Names what follows from the end of a row: the same for a repeat, another once somebody has had it tried anew. */
export function endOf({ _id, retriedAt }: Pick<OutboxRecord, '_id' | 'retriedAt'>): string {
  return retriedAt ? `${_id}:${retriedAt.getTime()}` : _id;
}

/** There is nothing left to say. @returns false when the claim was lost */
export function cancel(runtime: Runtime, row: ClaimedRow): Promise<boolean> {
  return end(runtime, row, { status: 'cancelled' });
}

/** Notes a failure for those who look after the messages of the organization, once. Looked up here, so that what arrives costs nothing. */
async function failingSince(
  runtime: Runtime,
  row: OutboxRecord,
): Promise<Partial<Pick<OutboxRecord, 'organizationId' | 'failingSince'>>> {
  if (row.failingSince) return {};
  const organizationId = row.organizationId ?? (await organizationOf(runtime, row));
  return organizationId === null ? {} : { organizationId, failingSince: runtime.now() };
}

function end(
  runtime: Runtime,
  row: ClaimedRow,
  change: Partial<
    Pick<OutboxRecord, 'status' | 'problem' | 'organizationId' | 'failingSince' | 'endedInvitation'>
  >,
): Promise<boolean> {
  return write(runtime, row, { $set: { ...change, lease: null, endedAt: runtime.now() } });
}

async function write(
  runtime: Runtime,
  row: ClaimedRow,
  change: {
    $set: Partial<OutboxRecord>;
    $unset?: { failingSince?: 1; isAlarming?: 1 };
    $inc?: { attempts?: number; unsureTries?: number };
  },
): Promise<boolean> {
  const { modifiedCount } = await runtime.store.outbox.updateOne(asClaimed(row), change);
  return modifiedCount > 0;
}

/** Only while the claim is still this dispatcher's. */
function asClaimed({ _id, tenantId, lease }: ClaimedRow) {
  return { _id, tenantId, status: 'pending' as const, lease };
}
