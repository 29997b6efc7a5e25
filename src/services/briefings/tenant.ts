import type { Briefing } from '../../domain/messages.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Runtime } from '../context.ts';

/** The facts of a message about the whole workspace; null when there is nothing to tell any more. */
export async function aboutTenant(
  { store }: Runtime,
  { tenantId, template }: OutboxRecord,
): Promise<Briefing | null> {
  if (template === 'code-attack') {
    const organizations = await store.organizations.find({ tenantId }).limit(20).lean();
    return { template, organizationNames: organizations.map(({ name }) => name) };
  }
  if (template === 'tenant-resumed') {
    const resumed = await store.audit
      .findOne({ tenantId, subjects: tenantId, action: 'tenant.resumed' })
      .sort({ _id: -1 })
      .lean();
    return resumed && { template, frozenAt: new Date(String(resumed.detail.frozenAt)) };
  }
  if (template !== 'mail-stopped') return null;
  const waiting = await store.outbox
    .findOne({ tenantId, status: 'pending', 'to.via': 'mail', isAlarming: true })
    .lean();
  return waiting?.problem ? { template, problem: waiting.problem } : null;
}
