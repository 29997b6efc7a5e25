import type { DeliveryCounts, DeliveryRow } from '../../domain/deliveries.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import { authorize } from '../authority.ts';
import type { Context } from '../context.ts';
import { type Cursor, inDirection, type Page, page } from '../paging.ts';
import { countTroubled } from './count.ts';
import { isLate, lateMessages } from './late.ts';
import { placeOf } from './place.ts';
import { givenUp, stillFailing } from './trouble.ts';

const pageSize = 10;

export interface Deliveries extends Page<DeliveryRow> {
  organizationName: string;
  counts: DeliveryCounts;
  /** Invitations that could not be delivered: they are in a list of their own. */
  undeliverable: number;
}

/** The messages of an organization that were given up, and those that have failed or been late for a while, newest first. */
export async function listDeliveries(
  context: Context,
  { organizationId, cursor }: { organizationId: string; cursor: Cursor },
): Promise<Deliveries> {
  const { organization } = await authorize(context, 'deliveries:manage', organizationId);
  const { store } = context;
  const { tenantId, name: organizationName } = organization;
  const late = await lateMessages(context, organization);
  const upwards = cursor !== null && 'after' in cursor;
  const found = await store.outbox
    .find({
      $or: [
        givenUp(organization),
        stillFailing(organization, context.now()),
        ...(late.length > 0 ? [{ tenantId, status: 'pending' as const, _id: { $in: late } }] : []),
      ],
      ...inDirection(cursor),
    })
    .sort({ _id: upwards ? 1 : -1 })
    .limit(pageSize + 1)
    .lean();
  const { items, older, newer } = page(found, cursor, pageSize);
  const rows: DeliveryRow[] = [];
  for (const row of items) rows.push(await rowOf(context, row));
  const lost = { tenantId, organizationId, status: 'undeliverable' } as const;
  return {
    organizationName,
    items: rows,
    older,
    newer,
    counts: await countTroubled(context, organization),
    undeliverable: await store.invitations.countDocuments(lost, { limit: 1000 }),
  };
}

async function rowOf(context: Context, row: OutboxRecord): Promise<DeliveryRow> {
  const { _id: id, template, to, status, createdAt, failingSince, dueAt, lease, problem } = row;
  const isGivenUp = status === 'dead';
  const late = isLate(row, context.now());
  return {
    id,
    template,
    isUpdate: to.via === 'refresh',
    to: await placeOf(context, row),
    isGivenUp,
    isLate: late,
    isBeingSent: !isGivenUp && !late && (lease !== null || dueAt <= context.now()),
    since: late ? dueAt : (failingSince ?? createdAt),
    nextTryAt: isGivenUp || late ? null : dueAt,
    problem: problem ?? (late && lease === null ? 'It waits for its turn.' : 'No attempt came to an end.'),
  };
}
