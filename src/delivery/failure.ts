import type { Template } from '../domain/messages.ts';
import { contextFor, type Runtime } from '../services/context.ts';
import { markUndeliverable } from '../services/invitations/undeliverable.ts';
import { fallBackFromChannel } from '../services/outbox/channel-fallback.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';

/** The mails without which an invitation cannot be answered. */
const invitationMails: ReadonlySet<Template> = new Set(['join-invitation', 'offer', 'offer-reminder']);

/** Tells whoever has to know that a message will not arrive. A repeat for the same row does nothing. */
export async function tellOfFailure(runtime: Runtime, row: OutboxRecord, problem: string): Promise<void> {
  const { _id, tenantId, template, about, to } = row;
  if (to.via === 'slack') return fallBackFromChannel(runtime, row);
  if (to.via !== 'mail' || !invitationMails.has(template) || about.type !== 'invitation') return;
  const actor = { kind: 'system', tenantId, name: 'delivery' } as const;
  const context = contextFor(runtime, actor, `undeliverable:${_id}`);
  await markUndeliverable(context, {
    invitationId: about.id,
    codeVersion: row.codeVersion ?? 1,
    reason: problem,
  });
}
