import { DomainError, deny, stale } from '../../domain/errors.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import { authorize } from '../authority.ts';
import type { Context } from '../context.ts';
import { organizationOf } from '../outbox/organization-of.ts';
import { isLate } from './late.ts';

/** A message that failed, with the organization whose it is. */
export type FailingMessage = OutboxRecord & { status: 'pending' | 'dead'; organizationId: string };

/**
 * A message that was given up, still fails or is late, for those who look after it.
 * @throws DomainError `deny`; `stale` when it has arrived, was given up by somebody, or is under way
 */
export async function findFailing(context: Context, messageId: string): Promise<FailingMessage> {
  const { tenantId } = context.actor;
  const row = await context.store.outbox.findOne({ _id: messageId, tenantId }).lean();
  const organizationId = row && (await ownerOf(context, row));
  if (!organizationId) throw deny();
  await authorize(context, 'deliveries:manage', organizationId);
  const { status, lease } = row;
  if (status !== 'pending' && status !== 'dead') throw stale();
  if (lease !== null) throw new DomainError('stale', 'It is being sent right now. Look again in a minute.');
  return { ...row, organizationId, status };
}

/** Noted when an attempt fails; of a late one none has. */
async function ownerOf(context: Context, row: OutboxRecord): Promise<string | null> {
  if (row.organizationId) return row.organizationId;
  return isLate(row, context.now()) ? organizationOf(context, row) : null;
}
