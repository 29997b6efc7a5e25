import type { ReminderFacts } from '../../domain/reminders.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Runtime } from '../context.ts';

/** What a reminder shows with buttons, by id. */
export function shownIn({ requests, proposals, offers, endings }: ReminderFacts): string[] {
  return [
    ...requests.map(({ requestId }) => requestId),
    ...[...proposals, ...offers].map(({ invitationId }) => invitationId),
    ...endings.map(({ grantId }) => grantId),
  ];
}

/**
 * Notes what a message is about to show, so that it is written anew when any of that ends. What it shows has to be read once more
 * afterwards: something may have ended before it was noted.
 */
export async function noteShown(
  { store }: Pick<Runtime, 'store'>,
  { _id, tenantId }: Pick<OutboxRecord, '_id' | 'tenantId'>,
  ids: string[],
): Promise<void> {
  const update = ids.length > 0 ? { $set: { shows: ids } } : { $unset: { shows: 1 as const } };
  await store.outbox.updateOne({ _id, tenantId }, update);
}
