import type { Briefing } from '../../domain/messages.ts';
import type { CollaborationRecord } from '../../store/models/collaboration.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Runtime } from '../context.ts';

/** The facts of a message about a partnership; null when it is another way round by now. */
export async function aboutCollaboration(
  runtime: Runtime,
  { template }: OutboxRecord,
  { tenantId, organizationId, partnerId, status, changedBy: by }: CollaborationRecord,
): Promise<Briefing | null> {
  const { organizations } = runtime.store;
  const [host, partner] = [
    await organizations.findOne({ _id: organizationId, tenantId }).lean(),
    await organizations.findOne({ _id: partnerId, tenantId }).lean(),
  ];
  if (!host || !partner) return null;
  const names = { organizationName: host.name, partnerName: partner.name };
  if (template === 'partner-added') {
    return status === 'active' ? { template, ...names, addedBy: by } : null;
  }
  if (template === 'partner-allowed') return status === 'removed' ? { template, ...names, by } : null;
  if (template !== 'partner-ended' || status === 'active') return null;
  return { template, ...names, by, left: status === 'left' };
}
