import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Runtime } from '../context.ts';
import { othersSent } from './others.ts';

/** Longer than from the writing of a text to its being stored as sent, in milliseconds. */
const sendingMs = 60_000;

/** From when on the text of a message tells of everything that it was written for. */
export function textSince({ notBefore, createdAt }: Pick<OutboxRecord, 'notBefore' | 'createdAt'>): Date {
  return notBefore ?? createdAt;
}

/**
 * Whether a message that is about to be sent would only repeat another one to the same account: each tells all that waits, so one
 * that was written after this one was to leave has told this as well. So messages that were held up arrive as one.
 */
export async function isSaidAlready({ store }: Runtime, row: OutboxRecord): Promise<boolean> {
  if (row.status !== 'pending') return false;
  const endedAt = { $gte: new Date(textSince(row).getTime() + sendingMs) };
  return (await store.outbox.exists({ ...othersSent(row), endedAt })) !== null;
}
