import type { Destination } from '../domain/messages.ts';
import type { ClaimOptions } from '../services/outbox.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import type { Pacer } from './pacing.ts';

/** Destinations that share their places. */
export type Lane = readonly Destination['via'][];

/** What one look at the outbox of a tenant may take. */
export type Gate = Pick<ClaimOptions, 'vias' | 'except' | 'admit'>;

/**
 * Keeps apart what must not be under way together: one row twice, two refreshes of one message, and more messages to a
 * channel than Slack takes.
 */
export function openGate(
  { pacer, underWay, lane }: { pacer: Pacer; underWay: OutboxRecord[]; lane: Lane },
  tenantId: string,
  now: Date,
): Gate {
  const rows = underWay.map((row) => row._id);
  // Mail has no pace.
  if (!lane.some((via) => via !== 'mail')) return { vias: lane, except: { rows } };
  const { paced, paused } = pacer.exceptions(tenantId, now);
  const copies = new Set(underWay.flatMap(({ to }) => (to.via === 'refresh' ? [to.copyOf] : [])));
  return {
    vias: lane,
    except: {
      rows,
      copies: [...copies],
      channels: [...list(paced.channels), ...list(paused.channels)],
      vias: [...list(paced.vias), ...list(paused.vias)],
    },
    admit({ to }) {
      if (to.via === 'refresh' && copies.has(to.copyOf)) return false;
      if (!pacer.take(tenantId, to)) return false;
      if (to.via === 'refresh') copies.add(to.copyOf);
      return true;
    },
  };
}

function list<Item>(items: Item[] | undefined): Item[] {
  return items ?? [];
}
