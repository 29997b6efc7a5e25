import { stale } from '../../domain/errors.ts';
import type { Template } from '../../domain/messages.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { findFailing } from './find.ts';
import { noteOf } from './place.ts';

/**
 * A message that was given up is tried again from the start, and one that waits is tried now.
 * @throws DomainError `deny`; `stale` when it is under way, or somebody was faster
 */
export async function retryMessage(context: Context, messageId: string): Promise<{ template: Template }> {
  const retried = await command(context, 'message.retry', async ({ record }) => {
    const row = await findFailing(context, messageId);
    const { _id, tenantId, template, about, status, organizationId, dueAt } = row;
    const now = context.now();
    const { matchedCount } = await context.store.outbox.updateOne(
      { _id, tenantId, status, lease: null },
      status === 'dead'
        ? {
            $set: {
              status: 'pending',
              attempts: 0,
              dueAt: now,
              endedAt: null,
              problem: null,
              retriedAt: now,
            },
            $unset: { failingSince: 1, unsureTries: 1, endedInvitation: 1 },
          }
        : { $set: { dueAt: dueAt < now ? dueAt : now } },
    );
    if (matchedCount === 0) throw stale();
    const detail = await noteOf(context, row);
    record({ action: 'message.retried', organizationId, subjects: [about.id], detail });
    return { template };
  });
  context.wakeDelivery();
  return retried;
}
