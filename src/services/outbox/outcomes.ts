import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Runtime } from '../context.ts';
import type { ClaimedRow } from '../outbox.ts';
import { organizationOf } from './organization-of.ts';

/** The message arrived. `posted` is where Slack put it. @returns false when the claim was lost */
export function markSent(
  runtime: Runtime,
  row: ClaimedRow,
  posted?: { channel: string; ts: string },
): Promise<boolean> {
  return end(runtime, row, { status: 'sent', problem: null, ...(posted ? { posted } : {}) });
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
  { at, problem, isAlarming = false }: { at: Date; problem?: string; isAlarming?: boolean },
): Promise<boolean> {
  const why = problem === undefined ? {} : { problem, ...(await failingSince(runtime, row)) };
  return write(runtime, row, {
    $set: { dueAt: at, lease: null, ...why, ...(isAlarming ? { isAlarming } : {}) },
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
    Pick<
      OutboxRecord,
      'status' | 'problem' | 'posted' | 'organizationId' | 'failingSince' | 'endedInvitation'
    >
  >,
): Promise<boolean> {
  return write(runtime, row, { $set: { ...change, lease: null, endedAt: runtime.now() } });
}

async function write(
  runtime: Runtime,
  { _id, tenantId, lease }: ClaimedRow,
  change: {
    $set: Partial<OutboxRecord>;
    $unset?: { failingSince?: 1; isAlarming?: 1 };
    $inc?: { attempts?: number; unsureTries?: number };
  },
): Promise<boolean> {
  const { modifiedCount } = await runtime.store.outbox.updateOne(
    { _id, tenantId, status: 'pending', lease },
    change,
  );
  return modifiedCount > 0;
}
