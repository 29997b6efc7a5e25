import type { OutboxRecord } from '../../store/models/outbox.ts';
import { type Context, requireAccount } from '../context.ts';

/** The newest reminder that the acting person got; null when they were never reminded. */
export async function newestReminder(context: Context): Promise<OutboxRecord | null> {
  const { id } = requireAccount(context);
  const sent = {
    tenantId: context.actor.tenantId,
    'about.id': id,
    template: 'reminder',
    'to.via': 'slack',
    status: 'sent',
  } as const;
  return context.store.outbox.findOne(sent).sort({ endedAt: -1, _id: -1 }).lean();
}
