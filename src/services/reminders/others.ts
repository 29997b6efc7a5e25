import type { OutboxRecord } from '../../store/models/outbox.ts';

/** A filter for the other messages of a template that have reached the same account in Slack. */
export function othersSent({ _id, tenantId, about, template }: OutboxRecord) {
  return {
    tenantId,
    'about.id': about.id,
    _id: { $ne: _id },
    template,
    'to.via': 'slack',
    status: 'sent',
  } as const;
}
