import type { Destination } from '../domain/messages.ts';
import type { Exceptions } from '../services/outbox.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import type { Pacer } from './pacing.ts';

/** What one look at the outbox of a tenant may take. */
export interface Gate {
  except: Exceptions;
  admit(row: OutboxRecord): boolean;
}

/**
 * Keeps apart what must not be under way together: one row twice, two refreshes of one message, more mails than half of
 * what fits, and more messages to a channel than Slack takes.
 */
export function openGate(
  { pacer, underWay, mailLimit }: { pacer: Pacer; underWay: OutboxRecord[]; mailLimit: number },
  tenantId: string,
  now: Date,
): Gate {
  const { paced, paused } = pacer.exceptions(tenantId, now);
  const copies = new Set(underWay.flatMap(({ to }) => (to.via === 'refresh' ? [to.copyOf] : [])));
  let mails = underWay.filter(({ to }) => to.via === 'mail').length;
  const full: Destination['via'][] = mails >= mailLimit ? ['mail'] : [];

  const isFree = (to: Destination): boolean => {
    if (to.via === 'mail') return mails < mailLimit;
    return to.via !== 'refresh' || !copies.has(to.copyOf);
  };

  return {
    except: {
      rows: underWay.map((row) => row._id),
      copies: [...copies],
      channels: [...list(paced.channels), ...list(paused.channels)],
      vias: [...list(paced.vias), ...list(paused.vias), ...full],
    },
    admit({ to }) {
      if (!isFree(to) || !pacer.take(tenantId, to)) return false;
      if (to.via === 'mail') mails += 1;
      if (to.via === 'refresh') copies.add(to.copyOf);
      return true;
    },
  };
}

function list<Item>(items: Item[] | undefined): Item[] {
  return items ?? [];
}
