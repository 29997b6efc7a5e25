import type { DeliveryRow } from '../../domain/deliveries.ts';
import type { Destination } from '../../domain/messages.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Context } from '../context.ts';
import { isPerson } from '../outbox/channel-state.ts';

/** Where a message goes; null when nobody knows any more. An update goes where its message went. */
export async function placeOf(
  context: Context,
  { to }: Pick<OutboxRecord, 'to'>,
): Promise<DeliveryRow['to']> {
  const destination = await destinationOf(context, to);
  if (destination?.via === 'mail') return { kind: 'mail', id: destination.address };
  if (destination?.via !== 'slack') return null;
  return { kind: isPerson(destination.channel) ? 'person' : 'channel', id: destination.channel };
}

/** A message as the audit notes it: what it was and the kind of its recipient, because the message itself is not kept for long. */
export async function noteOf(context: Context, row: OutboxRecord) {
  const { _id: message, template, to, status } = row;
  const place = await placeOf(context, row);
  return {
    message,
    template,
    wasGivenUp: status === 'dead',
    ...(place ? { to: place.kind } : {}),
    ...(to.via === 'refresh' ? { isUpdate: true } : {}),
  };
}

async function destinationOf({ store, actor }: Context, to: Destination): Promise<Destination | null> {
  if (to.via !== 'refresh') return to;
  const copy = await store.outbox.findOne({ _id: to.copyOf, tenantId: actor.tenantId }, { to: 1 }).lean();
  return copy?.to ?? null;
}
