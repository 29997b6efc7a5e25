import type { SystemActor } from '../domain/context.ts';
import type { Runtime } from './context.ts';

/** What came about by itself in a tenant. */
export interface Happenings {
  reminders: number;
  escalations: number;
  expiries: number;
  digests: number;
  /** Messages that were sent, those reminders and digests among them. */
  messages: number;
}

const jobs: SystemActor['name'][] = ['expiry', 'reminders', 'digest'];

/** Counts what the jobs did, and what was sent, after `from` and until `until`. */
export async function whatHappened(
  { store }: Pick<Runtime, 'store'>,
  tenantId: string,
  { from, until }: { from: Date; until: Date },
): Promise<Happenings> {
  const within = { $gt: from, $lte: until };
  const count = (actions: RegExp) =>
    store.audit.countDocuments({ tenantId, actor: { $in: jobs }, at: within, action: actions });
  const sent = { tenantId, status: 'sent' as const, endedAt: within };
  const [reminders, escalations, expiries, digests, messages] = await Promise.all([
    count(/\.(?:reminded|warned)$/),
    count(/\.escalated$/),
    count(/\.expired$/),
    store.outbox.countDocuments({ ...sent, template: 'digest' }),
    store.outbox.countDocuments({ ...sent, 'to.via': { $ne: 'refresh' } }),
  ]);
  return { reminders, escalations, expiries, digests, messages };
}
