import { DomainError, deny, stale } from '../../domain/errors.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import { authorize } from '../authority.ts';
import type { Context } from '../context.ts';

/** A message that failed, with the organization whose it is. */
export type FailingMessage = OutboxRecord & { status: 'pending' | 'dead'; organizationId: string };

/**
 * A message that was given up or still fails, for those who look after it.
 * @throws DomainError `deny`; `stale` when it has arrived, was given up by somebody, or is under way
 */
export async function findFailing(context: Context, messageId: string): Promise<FailingMessage> {
  const { tenantId } = context.actor;
  const row = await context.store.outbox.findOne({ _id: messageId, tenantId }).lean();
  if (!row?.organizationId) throw deny();
  await authorize(context, 'deliveries:manage', row.organizationId);
  const { organizationId, status, lease } = row;
  if (status !== 'pending' && status !== 'dead') throw stale();
  if (lease !== null) throw new DomainError('stale', 'It is being sent right now. Look again in a minute.');
  return { ...row, organizationId, status };
}
